"""What outbox adds to the command `dueregard`."""

import json
from argparse import ArgumentParser, Namespace

from dueregard.kernel.cli import Command

STATES = ("queued", "sent", "parked", "dropped", "held")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--state", choices=STATES, help="only messages in this state")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def show(given: Namespace) -> None:
    from dueregard.outbox.models import Message

    found = Message.objects.order_by("queued_at", "id")
    if given.state:
        found = found.filter(state=given.state)
    rows = [
        {
            "id": str(each.pk),
            "kind": each.kind,
            "about": f"{each.about_type} {each.about_id}",
            "state": each.state,
            "attempts": each.attempts,
            "why": each.last_error,
            "queued_at": each.queued_at.isoformat(),
        }
        for each in found.iterator()
    ]
    if given.json:
        print(json.dumps(rows))
        return
    for row in rows:
        print("  ".join(str(value) for value in row.values()))
    if not rows:
        print("There are no such messages.")


COMMANDS: list[Command] = [
    Command(
        "outbox list",
        "the messages that wait, went, or need a look",
        "dueregard outbox list --state parked",
        show,
        _arguments,
    )
]

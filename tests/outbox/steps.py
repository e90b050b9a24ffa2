"""Kinds of message for the tests, and what other processes do with them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from dueregard.kernel.catalogue import MessageKind, message_kinds
from dueregard.kernel.refs import Ref
from dueregard.outbox.kinds import Attachment, Mail, handle, handle_addresses

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PLAIN = message_kinds.declare(MessageKind("tests.decided", "Tells of a decision"))
SENSITIVE = message_kinds.declare(MessageKind("tests.concern", "Tells of a concern", sensitive=True))
BROKEN = message_kinds.declare(MessageKind("tests.broken", "Its handler raises"))
UNHANDLED = message_kinds.declare(MessageKind("tests.unhandled", "Nobody handles it"))

DINNER = Ref("tests.request", "8c1f")
ADA, BEN, NOBODY = Ref("tests.person", "ada"), Ref("tests.person", "ben"), Ref("tests.person", "nobody")
PEOPLE = {"ada": ("Ada Lovelace", "ada@ash.example.ac.uk"), "ben": ("Ben Okri", "ben@ash.example.ac.uk")}


class World:
    """What the handlers answer; a test changes it, as life would."""

    def __init__(self) -> None:
        self.recipients = [ADA, BEN]
        self.no_longer: set[Ref] = set()
        self.people = dict(PEOPLE)
        self.mail = Mail(
            "Decided: Annual dinner",
            "It may go ahead.\n",
            (Attachment("letter.pdf", b"%PDF-1.7", "application/pdf"),),
        )


world = World()


def _fail(*_: Any) -> Any:
    raise ValueError("Annual dinner with Ada Lovelace")


def listen() -> None:
    for kind in (PLAIN, SENSITIVE):
        handle(
            kind,
            recipients=lambda about: world.recipients,
            still_due=lambda about, to: to not in world.no_longer,
            render=lambda about, to, data: world.mail,
        )
    handle(BROKEN, recipients=_fail, still_due=lambda about, to: True, render=_fail)
    handle_addresses("tests.person", lambda ref: world.people.get(ref.id))


def queue_one(kind: str = PLAIN.code, to: str = "ada") -> None:
    from django.db import transaction

    from dueregard.outbox.commands import queue

    with transaction.atomic():
        queue(kind, about=DINNER, to=Ref("tests.person", to) if to else None, at=NOW)


def queue_outside() -> None:
    from dueregard.outbox.commands import queue

    queue(PLAIN, about=DINNER, to=ADA, at=NOW)


def queue_to_all() -> None:
    queue_one(to="")


def queue_twenty() -> None:
    for _ in range(20):
        queue_one()


def deliver_after(minutes: int) -> int:
    from dueregard.outbox.tasks import deliver

    listen()
    total = 0
    while done := deliver(NOW + timedelta(minutes=minutes)):
        total += done
    return total


def states() -> dict[str, int]:
    from dueregard.outbox.models import Message

    found: dict[str, int] = {}
    for message in Message.objects.all():
        found[message.state] = found.get(message.state, 0) + 1
    return found

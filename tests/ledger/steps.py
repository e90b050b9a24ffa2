"""What the ledger's tests prepare and do in other processes, with real commits."""

from datetime import UTC, datetime

from dueregard.kernel.catalogue import LedgerAction, ledger_actions
from dueregard.kernel.refs import Actor, Ref

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SIGNED = LedgerAction("tests.signed", "Signed", {"outcome": str, "step": int, "final": bool})
LEAD = Actor("person", "5f0c", "prevent-lead")
REQUEST = Ref("events.request", "8c1f")


def declare() -> None:
    ledger_actions.declare(SIGNED)


def write_entries(count: int) -> int:
    from django.db import transaction

    from dueregard.ledger.commands import record

    declare()
    last = 0
    for number in range(count):
        with transaction.atomic():
            last = record(
                SIGNED,
                by=LEAD,
                on=Ref("events.request", f"8c1f{number}"),
                data={"step": number},
                at=NOW,
            )
    return last


def ten_entries() -> None:
    write_entries(10)


def record_outside() -> None:
    from dueregard.ledger.commands import record

    declare()
    record(SIGNED, by=LEAD, on=REQUEST, at=NOW)


def statement(text: str) -> None:
    """One statement as somebody with the database's password would give it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(text)


def tamper(statements: list[str]) -> None:
    """Statements as the owner of the database would give them, with the triggers out of the way."""
    from django.db import connection

    from dueregard.ledger import guards

    put_back = guards.MAKE[connection.vendor]
    with connection.cursor() as cursor:
        for each in [*guards.REMOVE[connection.vendor], *statements, *put_back]:
            cursor.execute(each)


def rewrite_everything() -> None:
    """A whole new chain over other facts, right in itself, head included."""
    from dueregard.ledger.models import Entry
    from dueregard.ledger.rules import EMPTY, hash_of

    columns = ("at", "actor_kind", "actor_ref", "actor_post", "action", "subject_type", "subject_id", "data")
    rows, last = [], EMPTY
    for entry in Entry.objects.order_by("seq"):
        entry.actor_ref, entry.prev = "0000", last
        last = hash_of((str(entry.seq), *(getattr(entry, name) for name in columns), last))
        rows.append((entry.seq, last, entry.prev))
    tamper(
        [
            *(
                f"UPDATE ledger_entry SET actor_ref = '0000', hash = '{digest}', prev = '{prev}' WHERE seq = {seq}"
                for seq, digest, prev in rows
            ),
            f"UPDATE ledger_head SET hash = '{last}'",
        ]
    )

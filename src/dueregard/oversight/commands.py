"""What people do on the oversight pages. The rows are the mechanisms' own; here is who may, and the record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.kernel.errors import NotThere
from dueregard.kernel.refs import Actor, Ref
from dueregard.ledger import verification
from dueregard.ledger.commands import checkpoint, keep_verification, record
from dueregard.ledger.models import Verification
from dueregard.organisation.access import require_at_a_root
from dueregard.organisation.models import Person
from dueregard.outbox.commands import send_again as queue_again
from dueregard.outbox.models import Message
from dueregard.oversight import catalogue
from dueregard.timers.commands import try_parked_timer
from dueregard.timers.models import Timer

LEDGER = Ref("ledger", "all")


@transaction.atomic
def send_again(*, pk: UUID, by: Person, now: datetime) -> Message:
    """Queue a parked or dropped message anew. Raises `Refused` for one that waits or went."""
    actor = require_at_a_root(by, catalogue.MANAGE_MESSAGES)
    try:
        message = queue_again(pk=pk, now=now)
    except Message.DoesNotExist:
        raise NotThere from None
    record(catalogue.MESSAGE_SENT_AGAIN, by=actor, on=message.ref, data={"kind": message.kind}, at=now)
    return message


@transaction.atomic
def try_timer_again(*, pk: int, by: Person, now: datetime) -> Timer:
    """Let a parked timer run again."""
    actor = require_at_a_root(by, catalogue.MANAGE_MESSAGES)
    try:
        timer = try_parked_timer(pk=pk, now=now)
    except Timer.DoesNotExist:
        raise NotThere from None
    record(catalogue.TIMER_TRIED_AGAIN, by=actor, on=timer.about, data={"kind": timer.kind}, at=now)
    return timer


def check_ledger(*, by: Person | Actor, now: datetime) -> Verification:
    """Verify the whole ledger, remember what was found, and record that it was checked.

    Walking the ledger is not inside a transaction: on SQLite that would hold up every writer meanwhile.
    """
    actor = require_at_a_root(by, catalogue.READ_LEDGER)
    verdict = verification.verify()
    with transaction.atomic():
        found = keep_verification(verdict, now=now)
        data: dict[str, object] = {"entries": verdict.rows, "good": verdict.fault is None}
        if verdict.fault:
            data["first_bad"] = verdict.fault.seq
        record(catalogue.LEDGER_CHECKED, by=actor, on=LEDGER, data=data, at=now)
    return found


@transaction.atomic
def take_checkpoint(*, by: Person, now: datetime) -> str:
    """A signed checkpoint as text, recorded before it is handed out. It covers its own entry too."""
    actor = require_at_a_root(by, catalogue.READ_LEDGER)
    size = int(checkpoint().splitlines()[1])
    record(catalogue.CHECKPOINT_TAKEN, by=actor, on=LEDGER, data={"entries": size + 1}, at=now)
    return checkpoint()

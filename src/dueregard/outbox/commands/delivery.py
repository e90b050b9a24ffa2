"""What the worker writes while it delivers. Each is one short transaction; none is open while a mail is sent."""

from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.db.models import Q, QuerySet

from dueregard.kernel.refs import Ref
from dueregard.outbox import rules
from dueregard.outbox.kinds import Recipients
from dueregard.outbox.models import Message

State = Message.State


def due(now: datetime) -> QuerySet[Message]:
    """Messages that may be worked on now: what is told to thousands after all others, else oldest first. A lease that
    ran out belongs to a worker that died."""
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Message.objects.filter(free, state=State.QUEUED, next_try__lte=now).order_by(
        "bulk", "queued_at", "id"
    )


def lease(*, now: datetime) -> Message | None:
    """Take the oldest message that has a recipient, for this worker only; None when nothing is due."""
    found = due(now).exclude(to_type="")
    while found.exists():  # asked before any lock is taken: an idle worker never holds up a writer
        with transaction.atomic():
            message = found.select_for_update(skip_locked=True).first()
            if message is None:
                return None
            if _take(message, now):
                return message
    return None


def _take(message: Message, now: datetime) -> bool:
    """A message at which five workers died is not given to a sixth."""
    message.faults += message.leased_until is not None
    if message.faults >= rules.FAULTS_UNTIL_PARKED:
        message.state, message.last_error, message.leased_until = State.PARKED, "worker-died", None
    else:
        message.leased_until = now + rules.LEASE
        message.attempts += 1
    message.save(update_fields=["state", "last_error", "leased_until", "faults", "attempts"])
    return message.state == State.QUEUED


@transaction.atomic
def give_recipients(message: Message, recipients: Recipients, *, now: datetime) -> None:
    """Replace a message to nobody in particular by one for each recipient: all of them or none, and once.

    Their ids follow from the message and the recipient, so that even a repetition could not double them.
    """
    locked = due(now).select_for_update(skip_locked=True).filter(pk=message.pk, to_type="").first()
    if locked is None:
        return
    found = list(dict.fromkeys(recipients(message.about)))
    if not found:
        _end(message, State.DROPPED, "nobody-to-tell", {})
        return
    Message.objects.bulk_create([_copy_for(message, to, now) for to in found], ignore_conflicts=True)
    message.delete()


def _copy_for(message: Message, to: Ref, now: datetime) -> Message:
    return Message(
        id=uuid5(message.id, f"{to.type} {to.id}"),
        kind=message.kind,
        about_type=message.about_type,
        about_id=message.about_id,
        to_type=to.type,
        to_id=to.id,
        data=message.data,
        bulk=message.bulk,
        queued_at=message.queued_at,
        next_try=now,
    )


def mark_sent(message: Message, *, now: datetime) -> None:
    _end(message, State.SENT, "", {"sent_at": now})


def drop(message: Message, *, why: str) -> None:
    """Not sent, and rightly so: it is no longer due, or there is nobody to send it to."""
    _end(message, State.DROPPED, why, {})


def park(message: Message, *, why: str) -> None:
    """Not sent, and somebody must look: shown on the messages page until it is sent again."""
    _end(message, State.PARKED, why, {})


def give_back(message: Message) -> None:
    """The mail server did not answer: nothing is held against the message, and it keeps its place."""
    _mine(message).update(leased_until=None, attempts=message.attempts - 1)


def try_later(message: Message, *, why: str, now: datetime) -> None:
    """The server put this message off. It is tried for as long as it takes: nothing expires unsent."""
    wait = rules.wait_for_message(message.attempts, str(message.pk))
    _mine(message).update(leased_until=None, last_error=why, next_try=now + wait)


def blame(message: Message, *, why: str, now: datetime) -> None:
    """Our own program failed on it: tried again a few times, then parked, so that others are not held up."""
    message.faults += 1
    if message.faults >= rules.FAULTS_UNTIL_PARKED:
        _end(message, State.PARKED, why, {"faults": message.faults})
        return
    wait = rules.wait_for_message(message.faults, str(message.pk))
    _mine(message).update(leased_until=None, last_error=why, next_try=now + wait, faults=message.faults)


def _end(message: Message, state: str, why: str, also: dict[str, object]) -> None:
    _mine(message).update(state=state, last_error=why, leased_until=None, **also)


def _mine(message: Message) -> QuerySet[Message]:
    """The row, if this worker's lease still stands: a lease that ran out is another worker's now."""
    return Message.objects.filter(pk=message.pk, leased_until=message.leased_until)

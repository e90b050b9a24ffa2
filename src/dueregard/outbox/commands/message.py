"""Queueing a message, and trying one again by hand."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from dueregard.kernel.catalogue import MessageKind, message_kinds
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.plain import plain
from dueregard.kernel.refs import Ref
from dueregard.outbox import rules
from dueregard.outbox.models import Message


class NotQueueable(ValueError):
    """The program asked for a message that may not be kept. Never caused by what a person typed."""


def queue(
    kind: MessageKind | str,
    *,
    about: Ref,
    to: Ref | None = None,
    data: dict[str, object] | None = None,
    not_before: datetime | None = None,
    at: datetime | None = None,
    bulk: bool = False,
    once: bool = False,
) -> None:
    """Keep a message in the caller's transaction: it is sent if, and only if, that is committed.

    Without `to`, the worker asks the kind's handler for its recipients when it is due. `data` holds codes, ids and
    numbers only; `bulk` waits while any other mail does; `once`
    lets it take the place of one of its kind about the same thing that has not left yet. Raises `LookupError` for an undeclared kind and `NotQueueable` for typed text or outside a
    transaction.
    """
    code = message_kinds[kind if isinstance(kind, str) else kind.code].code
    if not connection.in_atomic_block:
        raise NotQueueable("A message belongs to the transaction of what it tells; none is open.")
    try:
        kept = {key: plain(value) for key, value in (data or {}).items()}
    except ValueError as problem:
        raise NotQueueable(f"{code}: {problem}") from None
    moment = at or timezone.now()
    if once:
        _let_earlier_go(code, about)
    Message.objects.create(
        kind=code,
        about_type=about.type,
        about_id=about.id,
        to_type=to.type if to else "",
        to_id=to.id if to else "",
        data=kept,
        bulk=bulk,
        queued_at=moment,
        next_try=max(moment, not_before) if not_before else moment,
    )


def _let_earlier_go(code: str, about: Ref) -> None:
    """One that is being handed over just now goes all the same: it is true until this is committed."""
    waiting = Message.objects.filter(kind=code, about_type=about.type, about_id=about.id)
    waiting.filter(state=Message.State.QUEUED, leased_until=None).update(
        state=Message.State.DROPPED, last_error="said-later"
    )


@transaction.atomic
def send_again(*, pk: UUID, now: datetime) -> Message:
    """Queue a parked or dropped message anew. The worker asks again whether it is still due, and for the address.

    Who may do this, and its entry in the ledger, are for the caller (oversight). Raises `Message.DoesNotExist`.
    """
    message = Message.objects.select_for_update().get(pk=pk)
    refuse_if(rules.why_not_send_again(message.state))
    message.state = Message.State.QUEUED
    message.faults, message.leased_until, message.next_try = 0, None, now
    message.save(update_fields=["state", "faults", "leased_until", "next_try"])
    return message

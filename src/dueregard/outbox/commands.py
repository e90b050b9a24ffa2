"""Writers of the outbox. Commands of other apps call `queue`; nothing but the worker sends."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from dueregard.kernel.catalogue import MessageKind, message_kinds
from dueregard.kernel.plain import plain
from dueregard.kernel.refs import Ref
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
) -> None:
    """Keep a message in the caller's transaction: it is sent if, and only if, that is committed.

    Without `to`, the worker asks the kind's handler for its recipients when it is due. `data` holds codes, ids and
    numbers only. Raises `LookupError` for an undeclared kind and `NotQueueable` for typed text or outside a
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
    Message.objects.create(
        kind=code,
        about_type=about.type,
        about_id=about.id,
        to_type=to.type if to else "",
        to_id=to.id if to else "",
        data=kept,
        queued_at=moment,
        next_try=max(moment, not_before) if not_before else moment,
    )

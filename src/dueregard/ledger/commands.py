"""The only writer of the ledger."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from dueregard.kernel.catalogue import LedgerAction, ledger_actions
from dueregard.kernel.plain import plain_json
from dueregard.kernel.refs import Actor, Ref
from dueregard.ledger import checkpoints, rules
from dueregard.ledger.models import Entry, Head, Verification
from dueregard.ledger.verification import Verdict


class NotRecordable(ValueError):
    """The program asked for an entry that the catalogue does not allow. Never caused by what a person typed."""


def record(
    action: LedgerAction | str,
    *,
    by: Actor,
    on: Ref,
    data: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> int:
    """Append one entry in the caller's transaction and return its number.

    Raises `LookupError` for an undeclared action and `NotRecordable` outside a transaction, for facts that the
    action does not declare, and for values that are no codes, ids, numbers or dates.
    """
    declared = ledger_actions[action if isinstance(action, str) else action.code]
    facts = data or {}
    reasons = rules.why_not_record(
        declared, by=by, on=on, data=facts, in_transaction=connection.in_atomic_block
    )
    if reasons:
        raise NotRecordable(" ".join(reasons))
    head = Head.objects.select_for_update().get(pk=1)
    entry = Entry(
        seq=head.seq + 1,
        at=rules.moment_text(at or timezone.now()),
        actor_kind=by.kind,
        actor_ref=by.ref,
        actor_post=by.post,
        action=declared.code,
        subject_type=on.type,
        subject_id=on.id,
        data=plain_json(facts),
        prev=head.hash,
    )
    entry.hash = rules.hash_of(_columns(entry))
    entry.save(force_insert=True)
    Head.objects.filter(pk=1).update(seq=entry.seq, hash=entry.hash)
    return entry.seq


def _columns(entry: Entry) -> tuple[str, ...]:
    return (
        str(entry.seq),
        entry.at,
        entry.actor_kind,
        entry.actor_ref,
        entry.actor_post,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.data,
        entry.prev,
    )


def recorded_read(
    action: LedgerAction | str, *, by: Actor, on: Ref, data: Mapping[str, object] | None = None
) -> int:
    """Record that somebody is about to see a marked page, committed before any content is made.

    Raises when it cannot be recorded; the page then shows nothing. `durable`: inside another transaction the
    entry could still be rolled back after the content was sent, so that is refused.
    """
    with transaction.atomic(durable=True):
        return record(action, by=by, on=on, data=data)


def checkpoint() -> str:
    """A signed checkpoint of the ledger as it stands, to be kept elsewhere. Raises `Refused` without a key."""
    head = Head.objects.get(pk=1)
    return checkpoints.sign(
        checkpoints.Checkpoint(checkpoints.origin(), head.seq, head.hash), checkpoints.signing_key()
    )


@transaction.atomic
def keep_verification(verdict: Verdict, *, now: datetime) -> Verification:
    """Remember what a check of the whole ledger found, for the page that shows it."""
    return Verification.objects.create(
        at=now,
        rows=verdict.rows,
        seconds=round(verdict.seconds, 3),
        bad_seq=verdict.fault.seq if verdict.fault else None,
        reason=verdict.fault.reason[:200] if verdict.fault else "",
    )

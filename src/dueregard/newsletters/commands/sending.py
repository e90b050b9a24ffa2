"""Sending a letter: once, to each person once; pausing, going on, and stopping."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.ledger.commands import record
from dueregard.newsletters import catalogue
from dueregard.newsletters.commands.letter import digest_of, locked
from dueregard.newsletters.models import Copy, Letter, Sending, State
from dueregard.newsletters.queries.audience import Reach, how_far, reach_of, whole_of
from dueregard.newsletters.queries.filling import Filled, fill
from dueregard.newsletters.rules import letter as rules
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.outbox import commands as outbox
from dueregard.outbox.rules import batch_at

WRITTEN_AT_ONCE = 2000


@transaction.atomic
def send(*, pk: UUID, by: Person, revision: int, now: datetime) -> Sending:
    """Freeze the words with their blocks as of today, and hand it to the outbox for everybody whom it reaches now.

    Kept whole or not at all; the worker then sends a batch after the other, and goes on where it was after a crash.
    """
    letter = locked(pk)
    today = today_in_london(now)
    actor = require(by, catalogue.SEND, unit=letter.unit, today=today)
    full, reach = fill(letter.text, letter.unit, today), reach_of(letter, today)
    refuse_if(rules.why_not_send(facts_of(letter, full, reach), revision=revision))
    sending = _frozen(letter, full, reach, by=by, now=now)
    outbox.queue_in_batches(catalogue.LETTER, whole_of(sending), at=now)
    data = {
        "letter": str(letter.pk),
        "people": sending.people,
        "unsubscribed": sending.unsubscribed,
        "duty": letter.duty,
        "digest": digest_of(sending.title, sending.text),
    }
    record(catalogue.SENDING_STARTED, by=actor, on=sending.ref, data=data, at=now)
    return sending


def facts_of(letter: Letter, full: Filled, reach: Reach) -> rules.LetterFacts:
    return rules.LetterFacts(
        is_draft=letter.is_draft,
        revision=letter.revision,
        text=full.text,
        audience=letter.audience,
        unknown=full.unknown,
        recipients=len(reach.people),
        look_wanted=letter.look_wanted,
        is_looked_at=letter.is_looked_at,
    )


def _frozen(letter: Letter, full: Filled, reach: Reach, *, by: Person, now: datetime) -> Sending:
    letter.state = State.SENT
    letter.save(update_fields=["state"])
    sending = Sending.objects.create(
        letter=letter,
        title=letter.title,
        text=full.text,
        people=len(reach.people),
        without_address=reach.without_address,
        unsubscribed=reach.unsubscribed,
        same_address=reach.same_address,
        by=by,
        at=now,
    )
    _write_copies(sending, reach.people)
    return sending


def _write_copies(sending: Sending, people: Sequence[UUID]) -> None:
    rows = (
        Copy(sending=sending, person_id=person, batch=batch_at(place)) for place, person in enumerate(people)
    )
    Copy.objects.bulk_create(rows, batch_size=WRITTEN_AT_ONCE)


def pause(*, pk: UUID, by: Person, now: datetime) -> Sending:
    return _settle("pause", pk, by, now)


def go_on(*, pk: UUID, by: Person, now: datetime) -> Sending:
    return _settle("go-on", pk, by, now)


def stop(*, pk: UUID, by: Person, now: datetime) -> Sending:
    """What has gone has gone; nothing more of it ever goes."""
    return _settle("stop", pk, by, now)


SETTLED = {
    "pause": (Sending.State.PAUSED, catalogue.PAUSED, outbox.hold),
    "go-on": (Sending.State.RUNNING, catalogue.WENT_ON, outbox.release),
    "stop": (Sending.State.STOPPED, catalogue.STOPPED, outbox.stop),
}


@transaction.atomic
def _settle(what: str, pk: UUID, by: Person, now: datetime) -> Sending:
    rows = Sending.objects.select_for_update(of=("self",)).select_related("letter__unit")
    sending = rows.filter(letter=pk).first()
    if sending is None:
        raise NotThere
    actor = require(by, catalogue.SEND, unit=sending.letter.unit, today=today_in_london(now))
    refuse_if(rules.why_not_settle(what, state=sending.state, is_done=how_far(sending).is_done))
    state, action, change = SETTLED[what]
    sending.state, sending.settled_by, sending.settled_at = state, by, now
    sending.save(update_fields=["state", "settled_by", "settled_at"])
    change(whole_of(sending))
    record(action, by=actor, on=sending.ref, at=now)
    return sending

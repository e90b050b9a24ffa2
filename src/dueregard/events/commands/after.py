"""After the event: incidents and lessons, feedback without a name, and whether conditions were met."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from dueregard.accounts import links, throttle
from dueregard.accounts.models import Link
from dueregard.actions import commands as actions
from dueregard.actions.models import Action
from dueregard.events import catalogue
from dueregard.events.choices import AfterKind, Status, Whose
from dueregard.events.commands.locking import Organiser, locked, locked_of
from dueregard.events.models import AfterNote, EventRequest, Feedback
from dueregard.events.queries.conditions import actions_of
from dueregard.events.queries.facts import request_facts
from dueregard.events.rules.after import (
    Opinion,
    closes_on,
    too_many,
    why_not_add_note,
    why_not_confirm_conditions,
    why_not_give_feedback,
    why_not_give_feedback_again,
    why_not_open,
    why_not_open_a_room,
)
from dueregard.events.rules.facts import RequestFacts
from dueregard.kernel.dates import LONDON, today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue
from dueregard.timers.commands import set_timer

ASK = "events.ask-for-feedback"
NINE = 9


@transaction.atomic
def note_after(
    *, pk: UUID, by: Person | Organiser, kind: str, what: str, done: str = "", now: datetime
) -> AfterNote:
    """An incident or a lesson, by the organiser or by those who record what became of events."""
    request, person, actor = _told_by(pk, by, now)
    refuse_if(why_not_add_note(request_facts(request), today=today_in_london(now)))
    if not what:
        raise Refused(["Say what happened, or what there is to learn."])
    if kind == AfterKind.INCIDENT and not done:
        raise Refused(["Say what was done about it. ‘Nothing’ is an answer too."])
    made = AfterNote.objects.create(request=request, kind=kind, what=what, done=done, by=person, at=now)
    record(catalogue.AFTER_NOTED, by=actor, on=request.ref, data={"kind": kind}, at=now)
    return made


@transaction.atomic
def give_feedback(*, pk: UUID, by: Organiser, opinion: Opinion, now: datetime) -> Feedback:
    """The organiser's own, once."""
    request = locked_of(pk, by)
    refuse_if(why_not_give_feedback(request_facts(request), today=today_in_london(now)))
    refuse_if(why_not_give_feedback_again(given=request.feedback.filter(whose=Whose.ORGANISER).exists()))
    return _keep(request, Whose.ORGANISER, opinion, by.actor(), now)


@transaction.atomic
def give_feedback_from_the_room(*, link: Link, opinion: Opinion, now: datetime) -> Feedback:
    """Somebody in the room, of whom nothing is known: neither who nor from where, only the day."""
    request = locked(UUID(link.about_id))
    refuse_if(why_not_give_feedback(request_facts(request), today=today_in_london(now)))
    lately = throttle.tries(catalogue.ROOM, str(link.pk), "", now).address
    kept = request.feedback.filter(whose=Whose.ROOM).count()
    refuse_if(too_many(kept=kept, lately=lately))
    throttle.count(catalogue.ROOM, str(link.pk), "", now)
    return _keep(request, Whose.ROOM, opinion, link.actor(), now)


@transaction.atomic
def open_a_room(*, pk: UUID, by: Person | Organiser, now: datetime) -> str:
    """The token of the open link for the room; the one that is good already, if there is one. It closes by itself."""
    request, _, actor = _told_by(pk, by, now)
    facts = request_facts(request)
    refuse_if(why_not_open_a_room(facts, today=today_in_london(now)))
    if (token := links.token_for(catalogue.ROOM, request.ref, now)) is not None:
        return token
    return links.issue(catalogue.ROOM, about=request.ref, expires=_room_closes(facts), by=actor, now=now)


def keep_room_open(request: EventRequest) -> None:
    """The event's days have moved: the link for the room, printed or not, moves with them. Inside the change's command."""
    closes = _room_closes(request_facts(request))
    for each in [request, *EventRequest.objects.filter(main=request)]:
        links.move_end(catalogue.ROOM, each.ref, expires=closes)


def _room_closes(facts: RequestFacts) -> datetime:
    return datetime.combine(closes_on(facts) + timedelta(days=1), time(0), tzinfo=LONDON)


@transaction.atomic
def hide_comment(*, pk: UUID, by: Person, why: str, now: datetime) -> Feedback:
    """A comment that names a person, or otherwise should not stand: hidden from everybody, with the reason."""
    found = Feedback.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere
    request = locked(found.request_id)
    if request.organiser_id == by.pk:
        raise NotAllowed("Someone else must decide whether feedback about your own event is hidden.")
    require(by, catalogue.RECORD_AFTER, unit=request.unit, today=today_in_london(now))
    if found.hidden_at is not None:
        raise Refused(["This comment is hidden already."])
    if not why:
        raise Refused(["Say why it is hidden."])
    found.hidden_by, found.hidden_at, found.hidden_why = by, now, why
    found.save(update_fields=["hidden_by", "hidden_at", "hidden_why"])
    data = {"feedback": str(found.pk)}
    record(catalogue.FEEDBACK_HIDDEN, by=by.actor(), on=request.ref, data=data, at=now)
    return found


@transaction.atomic
def confirm_conditions(
    *, pk: UUID, by: Person, met: Mapping[UUID, tuple[bool, str]], now: datetime
) -> list[Action]:
    """Whether conditions were met: for the ids of their actions, yes or no and what was seen."""
    request = locked(pk)
    if request.organiser_id == by.pk:
        raise NotAllowed("Someone else must say whether the conditions of your own event were met.")
    require(by, catalogue.RECORD_AFTER, unit=request.unit, today=today_in_london(now))
    refuse_if(why_not_confirm_conditions(request_facts(request), today=today_in_london(now)))
    own = {action.pk for action in actions_of(request)}
    if not met.keys() <= own:
        raise NotThere
    return [
        actions.confirm(pk=action, by=by, held=held, note=note, now=now)
        for action, (held, note) in met.items()
    ]


def ask_the_day_after(request: EventRequest) -> None:
    """Let the organiser be asked how it went, the day after the last day. Inside the decision's own command."""
    whole = request.whole
    assert whole.ends_on is not None
    due = datetime.combine(whole.ends_on + timedelta(days=1), time(NINE), tzinfo=LONDON)
    set_timer(ASK, about=whole.ref, due=due)


@transaction.atomic
def ask_for_feedback(*, pk: UUID, now: datetime) -> bool:
    """The day after: the organiser is asked how it went. A day that has moved is waited for."""
    request = EventRequest.objects.get(pk=pk)
    if request.status != Status.DECIDED or why_not_open(request_facts(request)):
        return False
    assert request.ends_on is not None
    if request.ends_on >= today_in_london(now):
        ask_the_day_after(request)
        return False
    queue(catalogue.FEEDBACK_WANTED, about=request.ref)
    return True


def _keep(request: EventRequest, whose: Whose, opinion: Opinion, by: Actor, now: datetime) -> Feedback:
    """The ledger says that there was feedback, not which: the two cannot be put together."""
    made = Feedback.objects.create(
        request=request,
        whose=whose,
        went=opinion.went,
        heard=opinion.heard,
        process=opinion.process,
        comment=opinion.comment,
        on=today_in_london(now),
    )
    record(catalogue.FEEDBACK_GIVEN, by=by, on=request.ref, data={"whose": str(whose)}, at=now)
    return made


def _told_by(pk: UUID, by: Person | Organiser, now: datetime) -> tuple[EventRequest, Person | None, Actor]:
    """Lock and require: the organiser, or somebody who records what became of events."""
    if isinstance(by, Organiser):
        return locked_of(pk, by), by.person, by.actor()
    request = locked(pk)
    return request, by, require(by, catalogue.RECORD_AFTER, unit=request.unit, today=today_in_london(now))

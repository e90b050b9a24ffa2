"""What the clock does by itself, and what became of the event. The clock reminds; it never decides."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.choices import AfterKind, CheckState, Status
from dueregard.events.commands import clock, tracks
from dueregard.events.commands.after import note_after
from dueregard.events.commands.clock import CLOCK, NEXT_STEP_TOO
from dueregard.events.commands.conditions import drop_all_conditions
from dueregard.events.commands.locking import Organiser, locked, locked_of, touch
from dueregard.events.commands.work import end_work
from dueregard.events.models import Check, EventRequest, Turn
from dueregard.events.queries.facts import request_facts
from dueregard.events.rules.ending import CANCELLED, has_lapsed, why_not_record_aftermath
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.refs import Actor, Ref
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue
from dueregard.timers.commands import cancel_timers

OFF = "The event does not take place."


@transaction.atomic
def lapse(*, pk: UUID, now: datetime) -> EventRequest | None:
    """The event's day has come undecided: the provider's lapse. Not a refusal, and the event is not stopped."""
    request = locked(pk)
    if not has_lapsed(request_facts(request), today=today_in_london(now)):
        return None
    _widen_all(request)
    end_work(request, now=now)
    request.status, request.ended_at, request.changed_at = Status.NOT_DECIDED, now, now
    touch(request, "status", "ended_at", "step_due")
    tracks.settle(request, now=now)
    record(catalogue.NOT_DECIDED, by=CLOCK, on=request.ref, data={"step": request.step}, at=now)
    queue(catalogue.LAPSED, about=request.ref)
    return request


@transaction.atomic
def break_promise(*, pk: UUID, now: datetime) -> EventRequest | None:
    """The date promised to the organiser has passed: our own lateness, never a refusal. Whoever has it, their deputies
    and the next step may act from now on, whatever each piece of work has left; all of them, and the organiser, are
    told."""
    request = locked(pk)
    if request.status != Status.SUBMITTED or request.decide_by is None:
        return None
    late = today_in_london(now) > request.decide_by
    if not late:  # the date has moved since: passed up, changed, or the clock stood still
        clock.watch_the_promise(request)
        return None
    _widen_all(request)
    record(catalogue.PROMISE_BROKEN, by=CLOCK, on=request.ref, data={"step": request.step}, at=now)
    queue(catalogue.WE_ARE_LATE, about=request.ref)
    if request.main is None:
        queue(catalogue.SORRY_WE_ARE_LATE, about=request.ref)
    return request


def _widen_all(request: EventRequest) -> None:
    """Everything that is open climbs to the top of what may act: the next step's posts too."""
    for check in request.checks.filter(state=CheckState.WAITING, widened__lt=NEXT_STEP_TOO):
        cancel_timers(check.ref, clock.WIDEN_CHECK)
    for turn in request.turns.filter(left_at=None, widened__lt=NEXT_STEP_TOO):
        cancel_timers(turn.ref, clock.WIDEN_STEP)
    request.checks.filter(state=CheckState.WAITING).update(widened=NEXT_STEP_TOO)
    request.turns.filter(left_at=None).update(widened=NEXT_STEP_TOO)


@transaction.atomic
def widen(*, item: Check | Turn, now: datetime) -> None:
    """Nobody acted in time: the deputy may act too, then the next step's post (procedures.md, 'Unclaimed')."""
    request = locked(item.request_id)
    item.refresh_from_db()
    waiting = item.is_waiting if isinstance(item, Check) else item.left_at is None
    if request.status != Status.SUBMITTED or not waiting:
        return
    item.widened += 1
    item.save(update_fields=["widened"])
    record(catalogue.WIDENED, by=CLOCK, on=request.ref, data={"level": item.widened}, at=now)
    clock.climb_on(request, item)
    queue(catalogue.CLIMBED, about=item.ref if isinstance(item, Check) else clock.turn_ref(item))


@transaction.atomic
def remind(*, about: Ref) -> None:
    """Today is the day by which it should be done. The message itself asks again whether it still waits."""
    queue(catalogue.REMINDER, about=about)


@transaction.atomic
def remind_advisers(*, about: Ref) -> None:
    """Today is the day by which advice was asked. Whoever has written is not among those whom the message finds."""
    queue(catalogue.ADVICE_REMINDER, about=about)


@transaction.atomic
def record_aftermath(
    *,
    pk: UUID,
    by: Person | Organiser,
    aftermath: str,
    note: str,
    attended: int | None,
    now: datetime,
    incident: tuple[str, str] | None = None,
    lesson: str = "",
) -> EventRequest:
    """What became of the event, with an incident (what happened, what was done) and a lesson, if there were any.
    `attended` is a number; who came is never recorded."""
    request, actor = _lock_for_aftermath(pk, by, now)
    refuse_if(why_not_record_aftermath(request_facts(request), aftermath, today=today_in_london(now)))
    request.aftermath, request.aftermath_note, request.attended = aftermath, note, attended
    request.changed_at = now
    touch(request, "aftermath", "aftermath_note", "attended")
    tracks.carry_to_all(request, ["aftermath", "aftermath_note", "attended"])
    if aftermath in CANCELLED:
        drop_all_conditions(request, by=_person(by) or actor, why=OFF, now=now)
    record(catalogue.AFTERMATH, by=actor, on=request.ref, data={"aftermath": aftermath}, at=now)
    _note(pk, by, incident, lesson, now)
    if aftermath in CANCELLED:
        queue(catalogue.CALLED_OFF, about=request.ref)
    return request


def _note(
    pk: UUID, by: Person | Organiser, incident: tuple[str, str] | None, lesson: str, now: datetime
) -> None:
    if incident is not None:
        what, done = incident
        note_after(pk=pk, by=by, kind=AfterKind.INCIDENT, what=what, done=done, now=now)
    if lesson:
        note_after(pk=pk, by=by, kind=AfterKind.LESSON, what=lesson, now=now)


def _person(by: Person | Organiser) -> Person | None:
    return by if isinstance(by, Person) else by.person


def _lock_for_aftermath(pk: UUID, by: Person | Organiser, now: datetime) -> tuple[EventRequest, Actor]:
    if isinstance(by, Organiser):
        return locked_of(pk, by).whole, by.actor()
    request = locked(pk)
    require(by, catalogue.RECORD_AFTER, unit=request.unit, today=today_in_london(now))
    return request.whole, by.actor()

"""Opening turns, and keeping the timers of a request in step with its dates."""

from datetime import date, datetime, time, timedelta

from dueregard.events import catalogue
from dueregard.events.choices import CheckState
from dueregard.events.models import Check, EventRequest, FurtherPost, Turn
from dueregard.events.queries.facts import blocking_checks, is_ones_own
from dueregard.kernel.dates import LONDON, WorkingCalendar, today_in_london
from dueregard.kernel.refs import Ref, system
from dueregard.ledger.commands import record
from dueregard.organisation.lookup import Board, calendar_of
from dueregard.organisation.models import Unit
from dueregard.outbox.commands import queue
from dueregard.procedures.rules import Step
from dueregard.timers.commands import cancel_timers, set_timer

LAPSE = "events.lapse"
PROMISE = "events.promise"
REMIND_CHECK, WIDEN_CHECK = "events.remind-check", "events.widen-check"
REMIND_STEP, WIDEN_STEP = "events.remind-step", "events.widen-step"
REMIND_ADVICE = "events.remind-advice"
MORNING = 8
CLOCK = system("events.clock")
NEXT_STEP_TOO = 2


def calendar_for(request: EventRequest) -> WorkingCalendar:
    assert request.unit is not None
    return calendar_of(request.unit)


def unit_for(request: EventRequest, whence: str) -> Unit:
    """Where a post is looked up from: the place if the procedure says so and there is one, else home."""
    assert request.unit is not None
    return request.place if whence == "place" and request.place is not None else request.unit


def open_turn(request: EventRequest, step: Step, *, due: date, now: datetime) -> Turn:
    """Bring the request to a step of the ladder."""
    turn = Turn.objects.create(
        request=request,
        step=step.id,
        title=step.title,
        post=step.post,
        also=list(step.posts[1:]),
        unit=unit_for(request, step.from_),
        since=now,
        due=due,
        advice_post=step.advice,
        advice_due=_advice_due(request, step, due=due, now=now) if step.advice else None,
    )
    FurtherPost.objects.bulk_create(
        FurtherPost(request=request, turn=turn, post=post, unit=turn.unit) for post in turn.also
    )
    request.step, request.step_title, request.step_due = step.id, step.title, due
    stand_aside(request, turn, now=now)
    start_turn_timers(request, turn)
    if turn.advice_post:
        queue(catalogue.ADVICE_WANTED, about=turn.ref)
    return turn


def stand_aside(request: EventRequest, item: Check | Turn, *, now: datetime) -> None:
    """Nobody acts on a request of their own. Where its organiser alone holds the post, the deputy and the next step's
    post may act at once, as if its time had run out."""
    if request.organiser_id is None:
        return
    if is_ones_own(item, request, Board.load(today_in_london(now), item.posts)):
        item.widened = NEXT_STEP_TOO
        item.save(update_fields=["widened"])
        record(catalogue.STOOD_ASIDE, by=CLOCK, on=request.ref, data={"post": item.post}, at=now)


def _advice_due(request: EventRequest, step: Step, *, due: date, now: datetime) -> date:
    """Advisers have their days once the checks for which the step waits are in; never longer than the step has."""
    waited_for = [check.due for check in blocking_checks(request, step)]
    begins = max([today_in_london(now), *waited_for])
    return min(calendar_for(request).after(begins, step.advice_within), due)


def before_the_day(request: EventRequest, due: date, *, today: date) -> date:
    """A date to act by is never on or after the event's own day (nor in the past)."""
    assert request.day is not None
    return max(min(due, request.day - timedelta(days=1)), today)


def start_timers(request: EventRequest) -> None:
    """All timers of an open request: its own day, its waiting checks, its turn."""
    assert request.day is not None
    set_timer(LAPSE, about=request.ref, due=_at(request.day, 0))
    watch_the_promise(request)
    for check in request.checks.filter(state=CheckState.WAITING):
        start_check_timers(request, check)
    for turn in request.turns.filter(left_at=None):
        start_turn_timers(request, turn)


def watch_the_promise(request: EventRequest) -> None:
    """The morning after the date promised to the organiser somebody looks whether it was kept."""
    if request.decide_by is not None:
        set_timer(PROMISE, about=request.ref, due=_at(request.decide_by + timedelta(days=1), MORNING))


def start_check_timers(request: EventRequest, check: Check) -> None:
    set_timer(REMIND_CHECK, about=check.ref, due=_at(check.due, MORNING))
    climb_on(request, check)


def start_turn_timers(request: EventRequest, turn: Turn) -> None:
    set_timer(REMIND_STEP, about=turn_ref(turn), due=_at(turn.due, MORNING))
    if turn.advice_due is not None:
        set_timer(REMIND_ADVICE, about=turn_ref(turn), due=_at(turn.advice_due, MORNING))
    climb_on(request, turn)


def climb_on(request: EventRequest, item: Check | Turn) -> None:
    """When it climbs next. Nobody is reminded of its day a second time: that it climbs is what is told."""
    if isinstance(item, Check):
        _climb(request, WIDEN_CHECK, item.ref, item.due, item.widened)
    else:
        _climb(request, WIDEN_STEP, turn_ref(item), item.due, item.widened)


def _climb(request: EventRequest, kind: str, ref: Ref, due: date, widened: int) -> None:
    """Work that nobody does climbs: `unclaimed.after` working days past its date, then again."""
    assert request.edition is not None
    unclaimed = request.edition.document.unclaimed
    if unclaimed is not None and widened < len(unclaimed.then):
        day = calendar_for(request).after(due, unclaimed.after * (widened + 1))
        set_timer(kind, about=ref, due=_at(day + timedelta(days=1), 0))


def stop_work_timers(request: EventRequest) -> None:
    """While the clock stands still nobody is reminded; the event's own day still comes."""
    cancel_timers(request.ref, PROMISE)
    for check in request.checks.filter(state=CheckState.WAITING):
        cancel_timers(check.ref)
    for turn in request.turns.filter(left_at=None):
        cancel_timers(turn_ref(turn))


def stop_all_timers(request: EventRequest) -> None:
    stop_work_timers(request)
    cancel_timers(request.ref)


def shift(request: EventRequest, days: int, *, today: date) -> None:
    """Move what is still to do by the whole working days for which the clock stood still."""
    calendar = calendar_for(request)

    def later(due: date) -> date:
        return before_the_day(request, calendar.after(due, days) if days else due, today=today)

    for check in request.checks.filter(state=CheckState.WAITING):
        check.due = later(check.due)
        check.save(update_fields=["due"])
    for turn in request.turns.filter(left_at=None):
        turn.due = later(turn.due)
        turn.advice_due = later(turn.advice_due) if turn.advice_due else None
        turn.save(update_fields=["due", "advice_due"])
        request.step_due = turn.due
    if request.decide_by is not None:
        request.decide_by = later(request.decide_by)


def days_since(request: EventRequest, start: datetime, now: datetime) -> int:
    """Whole working days between two moments, by the provider's calendar."""
    return calendar_for(request).between(today_in_london(start), today_in_london(now))


def turn_ref(turn: Turn) -> Ref:
    return turn.ref


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=LONDON)

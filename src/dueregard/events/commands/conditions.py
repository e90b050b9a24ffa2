"""A condition becomes an action: agreed when its decision counts, dropped when it no longer does.

Nothing is refused by the machine: a condition that nobody has checked off the working day before the event reminds
its owner and whoever decided. The event is theirs to look after.
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from dueregard.actions.commands import agree, drop_about, move_about
from dueregard.events import catalogue
from dueregard.events.choices import DecisionState
from dueregard.events.models import Condition, Decision, EventRequest
from dueregard.events.queries.conditions import conditions_in_force, open_conditions, post_behind
from dueregard.kernel.dates import LONDON, WorkingCalendar, today_in_london
from dueregard.kernel.refs import Actor
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue
from dueregard.timers.commands import cancel_timers, set_timer

LOOK = "events.look-at-conditions"
NINE = 9
REPLACED = "Another decision has taken the place of the one that asked for it."


def agree_conditions(request: EventRequest, decision: Decision, *, now: datetime) -> None:
    """Each condition of a decision that counts from now gets an action. Inside the decision's own command."""
    conditions = list(decision.conditions.select_related("owner_person"))
    if not conditions:
        return
    due = due_before(request, today=today_in_london(now))
    for condition in conditions:
        _agree(request, decision, condition, due=due, now=now)
    set_timer(LOOK, about=decision.ref, due=_at(due))


def drop_conditions(decision: Decision, *, by: Person | Actor, why: str, now: datetime) -> None:
    """The decision no longer counts: what it asked for is dropped, with the reason."""
    drop_about(refs=[each.ref for each in decision.conditions.all()], by=by, why=why, now=now)
    cancel_timers(decision.ref, LOOK)


def drop_all_conditions(request: EventRequest, *, by: Person | Actor, why: str, now: datetime) -> None:
    """The event is off: nothing that was asked for is to be done any more."""
    for decision in {condition.decision for condition in conditions_in_force(request)}:
        drop_conditions(decision, by=by, why=why, now=now)


def move_conditions(request: EventRequest, *, now: datetime) -> None:
    """The event's day has moved: what was asked for is due before the new one."""
    conditions = conditions_in_force(request)
    if not conditions:
        return
    due = due_before(request, today=today_in_london(now))
    move_about(refs=[each.ref for each in conditions], due=due)
    for decision in {each.decision for each in conditions}:
        set_timer(LOOK, about=decision.ref, due=_at(due))


@transaction.atomic
def look_at_conditions(*, pk: UUID) -> bool:
    """The working day before: whoever decided is told of conditions that nobody has checked off. Their owners are
    reminded by the actions themselves, on the same morning."""
    decision = Decision.objects.filter(pk=pk, state=DecisionState.FINAL).first()
    if decision is None or not open_conditions(decision):
        return False
    queue(catalogue.CONDITIONS_OPEN, about=decision.ref)
    return True


def due_before(request: EventRequest, *, today: date) -> date:
    """The last working day before the event, but not a day that has passed."""
    assert request.day is not None
    assert request.unit is not None
    return max(working_day_before(request.day, calendar_of(request.unit)), today)


def working_day_before(day: date, calendar: WorkingCalendar) -> date:
    day -= timedelta(days=1)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def _agree(
    request: EventRequest, decision: Decision, condition: Condition, *, due: date, now: datetime
) -> None:
    assert request.unit is not None
    post = post_behind(condition)
    owner = None if post else condition.owner_person or request.organiser
    agree(
        what=condition.what,
        why=_why(condition),
        about=condition.ref,
        label=f"Condition of {request.shown_number}: {request.title}",
        url=reverse("events:request", args=[request.pk]),
        unit=request.unit,
        due=due,
        owner=owner,
        # An organiser from outside has no page of actions: whoever decided sees to it with them.
        owner_post=post or ("" if owner else decision.post),
        by=decision.by,
        now=now,
    )


def _why(condition: Condition) -> str:
    lines = [condition.purpose, f"It answers this risk: {condition.risk}"]
    lines += [f"Done by: {condition.due}"] if condition.due else []
    return "\n".join([*lines, "The provider pays."])


def _at(day: date) -> datetime:
    return datetime.combine(day, time(NINE), tzinfo=LONDON)

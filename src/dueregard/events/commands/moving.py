"""Moving an open request to the version of its procedure that is in force now (procedures are data: a record keeps its
version and runs by it to the end, unless a person moves it, with a reason)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.choices import CheckState, TurnResult
from dueregard.events.commands import clock, tracks
from dueregard.events.commands.locking import locked, touch
from dueregard.events.commands.work import add_check, tell_the_check, tell_the_step
from dueregard.events.models import Check, EventRequest, VersionMove
from dueregard.events.queries.facts import blocking_checks, current_step, open_turn_of, request_facts
from dueregard.events.queries.moving import plan_of
from dueregard.events.rules.moving import Plan, why_not_move
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue
from dueregard.procedures import rules as procedure_rules
from dueregard.procedures.catalogue import DRAFT
from dueregard.procedures.queries import in_force
from dueregard.procedures.rules import Step
from dueregard.timers.commands import cancel_timers


@transaction.atomic
def move(*, pk: UUID, by: Person, reason: str, now: datetime) -> VersionMove:
    """Let a request run by the version in force from now on. Only what differs is done again; what was asked of the
    organiser on sending (notice, lateness, answers) stays as it stood."""
    request = locked(pk)
    today = today_in_london(now)
    actor = require(by, DRAFT, unit=request.unit, today=today)
    later = in_force(catalogue.KIND, request.unit, today) if request.unit else None
    newer = later is not None and later.pk != request.edition_id
    facts, of_a_body = request_facts(request), request.main_id is not None
    refuse_if(why_not_move(facts, by=str(by.pk), newer=newer, of_a_body=of_a_body, reason=reason))
    assert later is not None
    assert request.edition is not None
    moved = VersionMove(request=request, before=request.edition, after=later, by=by, at=now, reason=reason)
    moved.decide_by_before = request.decide_by
    found, marks = plan_of(request, later)
    waited = bool(blocking_checks(request, current_step(request)))
    request.edition, request.marks = later, sorted(marks)
    moved.reopened = _do_the_checks(request, found, now=now)
    _go_on_at(request, found, waited=waited, now=now)
    moved.decide_by_after = request.decide_by
    moved.save()
    request.changed_at = now
    touch(request, "edition", "marks", "decide_by", "step", "step_title", "step_due")
    clock.start_timers(request)
    facts_to_keep = {"edition": str(later.pk), "reopened": len(moved.reopened)}
    record(catalogue.MOVED, by=actor, on=request.ref, data=facts_to_keep, at=now)
    if found.anything or moved.decide_by_before != moved.decide_by_after:
        queue(catalogue.MOVED_ON, about=request.ref)
    tracks.join_others(request, now=now)
    return moved


def _do_the_checks(request: EventRequest, found: Plan, *, now: datetime) -> list[str]:
    """Add what is new, do again what is another thing now, drop what nobody asks for. The codes of those to do."""
    calendar, today = clock.calendar_for(request), today_in_london(now)
    for unasked in request.checks.filter(code__in=found.gone, state=CheckState.WAITING):
        _put_away(unasked, CheckState.NOT_NEEDED)
    for check in found.kept:
        for waiting in request.checks.filter(code=check.id, state=CheckState.WAITING):
            due = calendar.after(today_in_london(waiting.since), check.within)
            waiting.title, waiting.due = check.title, clock.before_the_day(request, due, today=today)
            waiting.save(update_fields=["title", "due"])
    for check in (*found.new, *found.again):
        latest = request.checks.filter(code=check.id).order_by("-round").first()
        if latest is not None and check in found.again:
            _put_away(latest, CheckState.REPLACED)
        due = clock.before_the_day(request, calendar.after(today, check.within), today=today)
        made = add_check(request, check, due=due, now=now, round_=latest.round + 1 if latest else 1)
        tell_the_check(request, made)
    return [check.id for check in (*found.new, *found.again)]


def _put_away(check: Check, state: str) -> None:
    cancel_timers(check.ref)
    check.state = state
    check.save(update_fields=["state"])


def _go_on_at(request: EventRequest, found: Plan, *, waited: bool, now: datetime) -> None:
    """Keep the turn where the step is the same, with the date that the later version gives it; else begin anew.
    `waited`: whether the step waited for checks until now, so that it is told when it no longer does."""
    turn, today, calendar = open_turn_of(request), today_in_london(now), clock.calendar_for(request)
    blocking = blocking_checks(request, found.step)
    since = today if turn is None or found.step_is_new else today_in_london(turn.since)
    due = calendar.after(max([since, *(check.due for check in blocking)]), found.step.within)
    due = clock.before_the_day(request, due, today=today)
    if turn is not None and found.step_is_new:
        cancel_timers(clock.turn_ref(turn))
        turn.left_at, turn.result = now, TurnResult.ENDED
        turn.save(update_fields=["left_at", "result"])
    if turn is None or found.step_is_new:
        clock.open_turn(request, found.step, due=due, now=now)
        if not blocking:
            tell_the_step(request)
    elif found.anything or found.other_times:
        turn.title, turn.due = found.step.title, due
        turn.save(update_fields=["title", "due"])
        request.step_title, request.step_due = turn.title, due
        if waited and not blocking:
            tell_the_step(request)
    if found.anything or found.other_times:
        request.decide_by = _promised(request, found.step, due, today=today)


def _promised(request: EventRequest, step: Step, due: date, *, today: date) -> date:
    """The date of the first step that decides, from that of the step at which the request is."""
    assert request.edition is not None
    document, calendar = request.edition.document, clock.calendar_for(request)
    while not step.decides:
        following = procedure_rules.next_step(document, step.id, frozenset(request.marks))
        if following is None:
            break
        waiting = [check.due for check in blocking_checks(request, following)]
        step, due = following, calendar.after(max([due, *waiting]), following.within)
    return clock.before_the_day(request, due, today=today)

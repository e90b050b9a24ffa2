"""The work that a request gives: its route, checks and turns, and who is told that something waits."""

from datetime import date, datetime

from dueregard.events import catalogue
from dueregard.events.choices import CheckState, Status, TurnResult
from dueregard.events.commands import clock
from dueregard.events.models import Check, EventRequest, FurtherPost
from dueregard.events.queries.facts import blocking_checks, current_step, facts_for_marks
from dueregard.events.queries.route import before
from dueregard.events.queries.tracks import Deciding
from dueregard.kernel.dates import today_in_london
from dueregard.outbox.commands import queue
from dueregard.procedures import rules as procedure_rules
from dueregard.procedures.models import Edition
from dueregard.procedures.rules import Route


def likely_route(
    request: EventRequest, edition: Edition, *, now: datetime, begins: date | None = None
) -> Route | None:
    """The route that the request would take if it were sent now; None while it has no day. `begins`: the day on
    which the work begins, where that is later, as for a body that waits for another one."""
    if request.day is None or request.unit is None:
        return None
    today, calendar = today_in_london(now), clock.calendar_for(request)
    document = edition.document
    asked = min(request.whole.sent_on or today, today)
    late = procedure_rules.is_late(document, asked, request.day, calendar)
    marks = procedure_rules.marks(document, request.answers, facts_for_marks(request, late=late))
    return procedure_rules.route(document, marks, begins or today, request.day, calendar, asked=asked)


def likely_routes(
    request: EventRequest, bodies: list[Deciding], *, now: datetime
) -> list[tuple[Deciding, Route]]:
    """The route through each body; one that waits for others begins on the day on which the last of them decides."""
    found: dict[str, tuple[Deciding, Route]] = {}
    waiting = list(bodies)
    codes = {each.body.code for each in bodies}
    while ready := [each for each in waiting if (codes & set(each.body.after)) <= found.keys()]:
        for each in ready:
            begins = max(
                (found[code][1].decide_by for code in each.body.after if code in found), default=None
            )
            way = likely_route(before(request, each), each.edition, now=now, begins=begins)
            if way is None:
                return []
            found[each.body.code] = (each, way)
        waiting = [each for each in waiting if each.body.code not in found]
    return [found[each.body.code] for each in bodies if each.body.code in found]


def take_route(request: EventRequest, edition: Edition, *, now: datetime) -> None:
    """Let the request, or a body's companion of it, run by this edition from now on."""
    route = likely_route(request, edition, now=now)
    assert route is not None
    today = today_in_london(now)
    request.edition, request.status, request.submitted_at = edition, Status.SUBMITTED, now
    request.marks, request.late = sorted(route.marks), route.late
    request.notice, request.lead_time = route.notice, route.lead_time
    request.decide_by = clock.before_the_day(request, route.decide_by, today=today)
    request.changed_at = now
    request.save()
    for check, due in route.checks:
        add_check(request, check, due=clock.before_the_day(request, due, today=today), now=now)
    first = route.steps[0]
    clock.open_turn(request, first.step, due=clock.before_the_day(request, first.due, today=today), now=now)
    request.save()
    clock.start_timers(request)


def add_check(
    request: EventRequest, check: procedure_rules.Check, *, due: date, now: datetime, round_: int = 1
) -> Check:
    made = Check.objects.create(
        request=request,
        code=check.id,
        round=round_,
        title=check.title,
        post=check.post,
        also=list(check.posts[1:]),
        unit=clock.unit_for(request, check.from_),
        since=now,
        due=due,
    )
    FurtherPost.objects.bulk_create(
        FurtherPost(request=request, check_of=made, post=post, unit=made.unit) for post in made.also
    )
    clock.stand_aside(request, made, now=now)
    return made


def tell_who_is_next(request: EventRequest) -> None:
    """A message to each post that can act now: waiting checks, and the step once nothing blocks it."""
    for check in request.checks.filter(state=CheckState.WAITING):
        tell_the_check(request, check)
    if not blocking_checks(request, current_step(request)):
        tell_the_step(request)


def tell_the_check(request: EventRequest, check: Check) -> None:
    """While the clock stands still nobody is told: the answer tells everybody whose work goes on then, once."""
    if request.status != Status.RETURNED:
        queue(catalogue.WAITING, about=check.ref)


def tell_the_step(request: EventRequest) -> None:
    if request.status == Status.RETURNED:
        return
    for turn in request.turns.filter(left_at=None):
        queue(catalogue.WAITING, about=clock.turn_ref(turn))


def climb_if_step_is_gone(request: EventRequest, *, now: datetime) -> None:
    """Hand the request on when its marks no longer ask for the step that it is at, as when it was just marked as
    designated. A refusal that waits for a second person is not disturbed. The caller saves the request."""
    assert request.edition is not None
    document, marks, today = request.edition.document, frozenset(request.marks), today_in_london(now)
    following = procedure_rules.next_step(document, request.step, marks)
    gone = request.step not in [step.id for step in procedure_rules.ladder(document, marks)]
    turn = request.turns.filter(left_at=None).first()
    if not gone or turn is None or following is None or request.decisions.filter(state="proposed").exists():
        return
    turn.left_at, turn.result = now, TurnResult.ENDED
    turn.save(update_fields=["left_at", "result"])
    due = clock.calendar_for(request).after(today, following.within)
    due = clock.before_the_day(request, due, today=today)
    clock.open_turn(request, following, due=due, now=now)
    request.decide_by = max(due, request.decide_by or due)
    if not blocking_checks(request, following):
        tell_the_step(request)


def end_work(request: EventRequest, *, now: datetime) -> None:
    """Close what is still open: checks, turn, question, proposed refusal, timers."""
    clock.stop_all_timers(request)
    request.checks.filter(state=CheckState.WAITING).update(state=CheckState.NOT_NEEDED)
    request.turns.filter(left_at=None).update(left_at=now, result=TurnResult.ENDED)
    request.questions.filter(answered_at=None).update(answered_at=now, days_paused=0)
    request.decisions.filter(state="proposed").update(state="not-confirmed")
    request.step_due = None

"""Sending a request on its way, and withdrawing it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.choices import CheckState, Status, TurnResult
from dueregard.events.commands import clock
from dueregard.events.commands.conditions import drop_all_conditions
from dueregard.events.commands.drafting import words_of
from dueregard.events.commands.locking import Organiser, locked_of, next_number, touch
from dueregard.events.models import Check, EventRequest, FurtherPost
from dueregard.events.queries.facts import (
    blocking_checks,
    code_in_force,
    current_step,
    facts_for_marks,
    form_facts,
    request_facts,
    was_approved,
)
from dueregard.events.rules.facts import SpeakerFacts
from dueregard.events.rules.sending import what_is_missing, why_not_send, why_not_withdraw
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import Refused, refuse_if
from dueregard.ledger.commands import record
from dueregard.outbox.commands import queue
from dueregard.procedures import rules as procedure_rules
from dueregard.procedures.models import Edition
from dueregard.procedures.queries import in_force
from dueregard.procedures.rules import Route


@transaction.atomic
def send(*, pk: UUID, by: Organiser, now: datetime) -> EventRequest:
    """Send a request: it takes a number, keeps the procedure in force, and starts its checks and its ladder."""
    request = locked_of(pk, by)
    refuse_if(why_not_send(request_facts(request)))
    today = today_in_london(now)
    edition = edition_for(request, now=now)
    facts_now = form_facts(request, edition.document, code=code_in_force(request.unit, today))
    refuse_if(each.sentence for each in what_is_missing(facts_now, today=today))
    _take_route(request, edition, now=now)
    facts = {
        "number": request.number,
        "late": request.late,
        "notice": request.notice,
        "edition": str(edition.pk),
    }
    record(catalogue.SENT, by=by.actor(), on=request.ref, data=facts, at=now)
    queue(catalogue.RECEIVED, about=request.ref)
    tell_who_is_next(request)
    return request


def edition_for(request: EventRequest, *, now: datetime) -> Edition:
    """The procedure in force for the home unit; without one nothing can be sent, and the sentence says so."""
    if request.unit is None:
        raise Refused(["Say who is putting it on."])
    edition = in_force(catalogue.KIND, request.unit, today_in_london(now))
    if edition is None:
        raise Refused(
            [f"No procedure for events is in force for {request.unit.name} yet. Tell the Prevent lead."]
        )
    return edition


def likely_route(request: EventRequest, edition: Edition, *, now: datetime) -> Route | None:
    """The route that the request would take if it were sent now; None while it has no day."""
    if request.day is None or request.unit is None:
        return None
    today, calendar = today_in_london(now), clock.calendar_for(request)
    document = edition.document
    late = procedure_rules.is_late(document, today, request.day, calendar)
    marks = procedure_rules.marks(document, request.answers, facts_for_marks(request, late=late))
    return procedure_rules.route(document, marks, today, request.day, calendar)


def _take_route(request: EventRequest, edition: Edition, *, now: datetime) -> None:
    route = likely_route(request, edition, now=now)
    assert route is not None
    today = today_in_london(now)
    request.edition, request.number = edition, next_number()
    request.status, request.submitted_at = Status.SUBMITTED, now
    request.marks, request.late = sorted(route.marks), route.late
    request.notice, request.lead_time = route.notice, route.lead_time
    request.decide_by = clock.before_the_day(request, route.decide_by, today=today)
    speakers = tuple(SpeakerFacts(each.name, each.body) for each in request.speakers.all())
    request.words, request.changed_at = words_of(request, speakers), now
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
    return made


def tell_who_is_next(request: EventRequest) -> None:
    """A message to each post that can act now: waiting checks, and the step once nothing blocks it."""
    for check in request.checks.filter(state=CheckState.WAITING):
        queue(catalogue.WAITING, about=check.ref)
    if not blocking_checks(request, current_step(request)):
        tell_the_step(request)


def tell_the_step(request: EventRequest) -> None:
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


@transaction.atomic
def withdraw(*, pk: UUID, by: Organiser, whose: str, why: str, note: str, now: datetime) -> EventRequest:
    """The organiser withdraws, and says why: a quiet withdrawal would hide a pressure or a hard condition."""
    request = locked_of(pk, by)
    refuse_if(why_not_withdraw(request_facts(request)))
    end_work(request, now=now)
    request.status, request.ended_at = Status.WITHDRAWN, now
    request.withdrawn_by, request.why_withdrawn, request.withdrawal_note = whose, why, note
    request.changed_at = now
    touch(
        request,
        "status",
        "ended_at",
        "withdrawn_by",
        "why_withdrawn",
        "withdrawal_note",
        "step_due",
        "decide_by",
    )
    drop_all_conditions(request, by=by.person or by.actor(), why="The request was withdrawn.", now=now)
    record(catalogue.WITHDRAWN, by=by.actor(), on=request.ref, data={"by": whose, "why": why}, at=now)
    queue(catalogue.REQUEST_WITHDRAWN, about=request.ref)
    if was_approved(request):
        queue(catalogue.CALLED_OFF, about=request.ref)
    return request


def end_work(request: EventRequest, *, now: datetime) -> None:
    """Close what is still open: checks, turn, question, proposed refusal, timers."""
    clock.stop_all_timers(request)
    request.checks.filter(state=CheckState.WAITING).update(state=CheckState.NOT_NEEDED)
    request.turns.filter(left_at=None).update(left_at=now, result=TurnResult.ENDED)
    request.questions.filter(answered_at=None).update(answered_at=now, days_paused=0)
    request.decisions.filter(state="proposed").update(state="not-confirmed")
    request.step_due = None

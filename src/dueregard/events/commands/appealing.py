"""Appeals: another person looks again, within the procedure's time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.choices import AppealResult, DecisionState, Outcome
from dueregard.events.commands import clock
from dueregard.events.commands.deciding import put_in_force, title_of, write_conditions
from dueregard.events.commands.locking import Organiser, locked, locked_of, touch
from dueregard.events.letters import appeal_letter
from dueregard.events.models import Appeal, Decision, EventRequest
from dueregard.events.queries.facts import person_facts, request_facts, whose_turn
from dueregard.events.rules.deciding import what_a_decision_lacks, why_not_hear_appeal, why_not_lodge_appeal
from dueregard.events.rules.facts import DecisionFacts
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue


@transaction.atomic
def lodge_appeal(*, pk: UUID, by: Organiser, grounds: str, now: datetime) -> Appeal:
    request = locked_of(pk, by)
    today = today_in_london(now)
    decision = request.decisions.filter(state=DecisionState.FINAL).first()
    offered = request.edition.document.appeal if request.edition else None
    refuse_if(
        why_not_lodge_appeal(
            request_facts(request),
            until=decision.appeal_until if decision else None,
            today=today,
            appealed=decision is not None and Appeal.objects.filter(decision=decision).exists(),
            offered=offered is not None and decision is not None and decision.appeal_until is not None,
            charged=decision is not None and decision.charge is not None,
        )
    )
    assert decision is not None
    assert offered is not None
    assert request.unit is not None
    due = clock.calendar_for(request).after(today, offered.within)
    appeal = Appeal.objects.create(
        request=request,
        decision=decision,
        grounds=grounds,
        lodged_at=now,
        post=offered.post,
        unit=request.unit,
        due=due,
    )
    request.changed_at = now
    touch(request)
    record(catalogue.APPEALED, by=by.actor(), on=request.ref, data={"decision": str(decision.pk)}, at=now)
    queue(catalogue.APPEAL_TO_HEAR, about=appeal.ref)
    return appeal


@transaction.atomic
def let_stand(*, pk: UUID, by: Person, reasons: str, now: datetime) -> Appeal:
    """The appeal leaves the decision as it stands; the reasons go to the organiser."""
    request, appeal = _lock_appeal(pk, by, now)
    if not reasons:
        raise Refused(["Write your reasons. The organiser reads these words."])
    _close(request, appeal, AppealResult.STANDS, reasons, by, now)
    queue(catalogue.APPEAL_ANSWERED, about=appeal.ref)
    return appeal


@transaction.atomic
def change_decision(*, pk: UUID, by: Person, decision: DecisionFacts, now: datetime) -> Appeal:
    """The appeal changes the decision: to an approval, with or without conditions. It never makes it harsher
    than a refusal was, so a refusal is not among the choices."""
    request, appeal = _lock_appeal(pk, by, now)
    if decision.outcome == Outcome.REFUSED:
        raise Refused(["An appeal can let a decision stand or ease it. It cannot refuse an event anew."])
    refuse_if(each.sentence for each in what_a_decision_lacks(decision, checks_open=()))
    made = Decision.objects.create(
        request=request,
        state=DecisionState.PROPOSED,
        step="appeal",
        post=appeal.post,
        outcome=decision.outcome,
        reasons=decision.reasons,
        by=by,
        at=now,
    )
    if made.outcome == Outcome.CONDITIONS:
        write_conditions(made, decision.conditions)
    put_in_force(request, made, now=now, after_appeal=True)
    _close(request, appeal, AppealResult.CHANGED, decision.reasons, by, now)
    queue(catalogue.DECISION_MADE, about=made.ref)
    return appeal


def _close(
    request: EventRequest, appeal: Appeal, result: AppealResult, reasons: str, by: Person, now: datetime
) -> None:
    appeal.result, appeal.reasons, appeal.by, appeal.decided_at = result, reasons, by, now
    signed = f"{by.name}, {title_of(appeal.post)}"
    if result == AppealResult.STANDS:
        appeal.letter = appeal_letter(request, reasons=reasons, signed=signed, today=today_in_london(now))
    appeal.save()
    request.changed_at = now
    touch(request)
    record(
        catalogue.APPEAL_DECIDED, by=by.actor(appeal.post), on=request.ref, data={"result": result}, at=now
    )


def _lock_appeal(pk: UUID, by: Person, now: datetime) -> tuple[EventRequest, Appeal]:
    found = Appeal.objects.filter(pk=pk).values_list("request_id", flat=True).first()
    if found is None:
        raise NotThere
    request = locked(found)
    appeal = Appeal.objects.select_related("decision", "unit").get(pk=pk)
    require(by, catalogue.HEAR_APPEAL, unit=appeal.unit, today=today_in_london(now))
    people = whose_turn(appeal, request, today_in_london(now))
    refuse_if(
        why_not_hear_appeal(
            decided=bool(appeal.result),
            took_part=by.pk in (appeal.decision.by_id, appeal.decision.confirmed_by_id),
            by=person_facts(by, people),
            organiser_id=str(request.organiser_id or ""),
        )
    )
    return request, appeal

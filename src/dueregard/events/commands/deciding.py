"""Deciding: approve, approve with conditions, propose and confirm a refusal, pass up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.choices import DecisionState, Outcome, Status, TurnResult
from dueregard.events.commands import clock, tracks
from dueregard.events.commands.after import ask_the_day_after
from dueregard.events.commands.conditions import REPLACED, agree_conditions, drop_conditions
from dueregard.events.commands.locking import locked, require_for, touch
from dueregard.events.commands.work import end_work, tell_the_step
from dueregard.events.letters import decision_letter
from dueregard.events.models import Condition, Decision, EventRequest, Turn
from dueregard.events.queries.advice import advice_at
from dueregard.events.queries.facts import (
    blocking_checks,
    confirmers,
    open_turn_of,
    person_facts,
    post_of,
    proposed,
    request_facts,
    whose_turn,
)
from dueregard.events.rules.deciding import (
    what_a_decision_lacks,
    why_not_confirm,
    why_not_decide,
    why_not_pass_up,
)
from dueregard.events.rules.facts import ConditionFacts, DecisionFacts, PersonFacts
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import Refused, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, PostKind
from dueregard.outbox.commands import queue
from dueregard.procedures import rules as procedure_rules


@transaction.atomic
def decide(*, pk: UUID, by: Person, decision: DecisionFacts, now: datetime) -> Decision:
    """Record a decision at the current step. A refusal, and a charge for security, is only proposed: a
    second person confirms it."""
    request, turn, who = _lock_turn(pk, by, now)
    facts = request_facts(request)
    refuse_if(why_not_decide(facts, decision, by=who))
    advice = advice_at(turn, today_in_london(now))
    not_done = (*facts.checks_open, *(advice.awaited(today_in_london(now)) if advice else ()))
    refuse_if(each.sentence for each in what_a_decision_lacks(decision, checks_open=not_done))
    assert turn is not None
    made = _write(request, turn, decision, by, now)
    if decision.needs_a_second_person:
        return _propose(request, made, by, now)
    put_in_force(request, made, now=now)
    data = {"outcome": made.outcome, "decision": str(made.pk)}
    record(catalogue.DECIDED, by=by.actor(made.post), on=request.ref, data=data, at=now)
    queue(catalogue.DECISION_MADE, about=made.ref)
    return made


@transaction.atomic
def pass_up(*, pk: UUID, by: Person, note: str, now: datetime) -> Turn:
    """Pass the request to the next step of the ladder, with a note for whoever decides there."""
    request, turn, who = _lock_turn(pk, by, now)
    assert request.edition is not None
    following = procedure_rules.next_step(request.edition.document, request.step, frozenset(request.marks))
    refuse_if(why_not_pass_up(request_facts(request), by=who, has_next=following is not None))
    assert turn is not None
    assert following is not None
    _leave(turn, TurnResult.PASSED_UP, by, now, note)
    today = today_in_london(now)
    due = clock.before_the_day(
        request, clock.calendar_for(request).after(today, following.within), today=today
    )
    opened = clock.open_turn(request, following, due=due, now=now)
    request.decide_by = max(due, request.decide_by or due)
    request.changed_at = now
    touch(request, "step", "step_title", "step_due", "decide_by")
    tracks.settle(request, now=now)
    post = post_of(turn, by, today)
    record(catalogue.PASSED_UP, by=by.actor(post), on=request.ref, data={"step": opened.step}, at=now)
    if not blocking_checks(request, following):
        tell_the_step(request)
    return opened


@transaction.atomic
def confirm_refusal(*, pk: UUID, by: Person, note: str, now: datetime) -> Decision:
    """The second person agrees: the refusal, or the decision with its charge, is in force from now."""
    request, decision = _lock_proposal(pk, by, now)
    decision.confirmed_by, decision.confirmed_at, decision.confirm_note = by, now, note
    put_in_force(request, decision, now=now)
    refused = decision.outcome == Outcome.REFUSED
    action = catalogue.REFUSAL_CONFIRMED if refused else catalogue.CHARGE_CONFIRMED
    record(action, by=by.actor(), on=request.ref, data={"decision": str(decision.pk)}, at=now)
    queue(catalogue.DECISION_MADE, about=decision.ref)
    return decision


@transaction.atomic
def do_not_confirm(*, pk: UUID, by: Person, note: str, now: datetime) -> Decision:
    """The second person does not agree: the request stands as it stood, with the note for the proposer."""
    request, decision = _lock_proposal(pk, by, now)
    if not note:
        raise Refused(["Say why you do not confirm it. The person who proposed it reads these words."])
    decision.state, decision.confirm_note = DecisionState.NOT_CONFIRMED, note
    decision.save(update_fields=["state", "confirm_note"])
    request.changed_at = now
    touch(request)
    data = {"decision": str(decision.pk)}
    refused = decision.outcome == Outcome.REFUSED
    action = catalogue.REFUSAL_NOT_CONFIRMED if refused else catalogue.CHARGE_NOT_CONFIRMED
    record(action, by=by.actor(), on=request.ref, data=data, at=now)
    queue(catalogue.NOT_CONFIRMED, about=decision.ref)
    return decision


def _lock_turn(pk: UUID, by: Person, now: datetime) -> tuple[EventRequest, Turn | None, PersonFacts]:
    """Lock and require: the request, its open turn, and whether that turn is this person's."""
    request = locked(pk)
    turn, today = open_turn_of(request), today_in_london(now)
    people = whose_turn(turn, request, today) if turn else []
    require_for(turn, request, by=by, code=catalogue.DECIDE, people=people, today=today)
    return request, turn, person_facts(by, people)


def _lock_proposal(pk: UUID, by: Person, now: datetime) -> tuple[EventRequest, Decision]:
    request = locked(pk)
    require(by, catalogue.CONFIRM, unit=request.unit, today=today_in_london(now))
    decision = proposed(request)
    people = confirmers(request, decision, today_in_london(now)) if decision else []
    refuse_if(why_not_confirm(request_facts(request), by=person_facts(by, people)))
    assert decision is not None
    return request, decision


def _propose(request: EventRequest, decision: Decision, by: Person, now: datetime) -> Decision:
    request.changed_at = now
    touch(request)
    data = {"decision": str(decision.pk)}
    refused = decision.outcome == Outcome.REFUSED
    action = catalogue.REFUSAL_PROPOSED if refused else catalogue.CHARGE_PROPOSED
    record(action, by=by.actor(decision.post), on=request.ref, data=data, at=now)
    queue(catalogue.TO_CONFIRM, about=decision.ref)
    return decision


def _write(request: EventRequest, turn: Turn, wanted: DecisionFacts, by: Person, now: datetime) -> Decision:
    made = Decision.objects.create(
        request=request,
        state=DecisionState.PROPOSED,
        step=turn.step,
        post=post_of(turn, by, today_in_london(now)),
        outcome=wanted.outcome,
        reasons=wanted.reasons,
        law=wanted.law,
        lesser=wanted.lesser,
        because=wanted.because,
        because_reason=wanted.because_reason,
        without_checks=wanted.without_checks,
        charge=wanted.charge,
        charge_criterion=wanted.charge_criterion,
        charge_why=wanted.charge_why,
        letter_words=wanted.letter_words if wanted.outcome == Outcome.REFUSED else "",
        by=by,
        at=now,
    )
    if wanted.outcome == Outcome.CONDITIONS:
        write_conditions(made, wanted.conditions)
    return made


def write_conditions(decision: Decision, conditions: tuple[ConditionFacts, ...]) -> None:
    Condition.objects.bulk_create(
        Condition(
            decision=decision,
            position=place,
            what=each.what,
            purpose=each.purpose,
            risk=each.risk,
            lesser=each.lesser,
            owner=each.owner,
            owner_post=each.owner_post,
            owner_person_id=UUID(each.owner_person) if each.owner_person else None,
            mitigation_id=UUID(each.mitigation) if each.mitigation else None,
            due=each.due,
            because=each.because,
            because_reason=each.because_reason,
        )
        for place, each in enumerate(conditions, start=1)
    )


def put_in_force(
    request: EventRequest, decision: Decision, *, now: datetime, after_appeal: bool = False
) -> None:
    """The decision counts from now: the letter is written and kept, the request's work ends."""
    assert request.edition is not None
    today = today_in_london(now)
    before = request.decisions.filter(state=DecisionState.FINAL).first()
    if before is not None:
        before.state = DecisionState.REPLACED
        before.save(update_fields=["state"])
        decision.replaces = before
        drop_conditions(before, by=decision.by, why=REPLACED, now=now)
    appeal = request.edition.document.appeal
    restricts = decision.outcome != Outcome.APPROVED or decision.charge is not None
    may_appeal = appeal is not None and restricts and not after_appeal
    if appeal is not None and may_appeal:
        decision.appeal_until = clock.calendar_for(request).after(today, appeal.lodged_within)
    decision.state, decision.final_at = DecisionState.FINAL, now
    decision.letter = decision_letter(
        request,
        decision,
        list(decision.conditions.all()),
        signed=f"{decision.by.name}, {title_of(decision.post)}",
        today=today,
        appeal_to=title_of(appeal.post) if appeal is not None and may_appeal else "",
        after_appeal=after_appeal,
    )
    decision.save()
    turn = open_turn_of(request)
    if turn is not None:
        _leave(turn, TurnResult.DECIDED, decision.by, now)
    end_work(request, now=now)
    request.status, request.outcome, request.decided_at = Status.DECIDED, decision.outcome, now
    request.changed_at = now
    touch(request, "status", "outcome", "decided_at", "step_due")
    agree_conditions(request, decision, now=now)
    ask_the_day_after(request)
    tracks.settle(request, now=now)


def title_of(post_code: str) -> str:
    """The title of a post, as the provider calls it."""
    title = PostKind.objects.filter(code=post_code).values_list("title", flat=True).first()
    return title or post_code.replace("-", " ").capitalize()


def _leave(turn: Turn, result: TurnResult, by: Person, now: datetime, note: str = "") -> None:
    turn.left_at, turn.result, turn.by, turn.note = now, result, by, note
    turn.save(update_fields=["left_at", "result", "by", "note"])

"""Days on which everything happens that a letter or message belongs to, step by step.

The machines of `test_any_order` and `test_any_order_of_bodies` go where chance leads; here each step is taken for sure,
and after each one all their promises are looked at: told once, to the right work, in the right words, with the time
and the decisions that the log of events has.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from hypothesis.stateful import RuleBasedStateMachine

from dueregard.events import catalogue
from dueregard.events.commands import amending, appealing, asking, checking, deciding, ending, sending
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import Appeal, Check, Decision, EventRequest, InformationRequest
from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Person
from dueregard.outbox.kinds import handlers
from dueregard.outbox.models import Message
from tests.events import desk as d
from tests.events import federation as f
from tests.events.anybody import CONDITION, Anybody
from tests.events.test_any_order import AnyOrder
from tests.events.test_any_order_of_bodies import OfBodies, World
from tests.events.told import as_mail

pytestmark = pytest.mark.django_db
M = TypeVar("M", bound=RuleBasedStateMachine)
CONDITIONS = d.approval(outcome="approved-with-conditions", conditions=(CONDITION,), without_checks="Known.")
YES = d.approval(without_checks="Known for years.")
NO = d.refusal(without_checks="It is tonight.")


@contextmanager
def a_day_with(machine: M) -> Iterator[M]:
    try:
        yield machine
        keep(machine)
    finally:
        machine.teardown()


def keep(machine: RuleBasedStateMachine) -> None:
    for promise in machine.invariants:
        promise.function(machine)


def done(machine: Anybody, command: Any, *, reopens: bool = False, **arguments: Any) -> None:
    """It must be done, not refused; then everything that was promised must hold."""
    act = machine.act if isinstance(machine, OfBodies) else machine.attempt
    assert act(command, reopens=reopens, **arguments), f"{command.__name__} was refused"
    keep(machine)


def all_checks(machine: AnyOrder, request: EventRequest) -> None:
    whose = {"security": "security", "free-speech": "secretariat", "room": "rooms", "prevent": "prevent_lead"}
    for check in Check.objects.filter(request=request, state="waiting"):
        by = machine.person(whose[check.code])
        done(machine, checking.record_check, pk=check.pk, by=by, finding="clear", text="Fine.")


@pytest.fixture
def day() -> Iterator[AnyOrder]:
    AnyOrder.desk = d.a_desk()
    with a_day_with(AnyOrder()) as machine:
        machine.send("organiser", 40)
        keep(machine)
        yield machine


@pytest.fixture
def bodies() -> Iterator[OfBodies]:
    OfBodies.world = World()
    with a_day_with(OfBodies()) as machine:
        machine.send("college", 40)
        keep(machine)
        yield machine


def test_questions_and_answers_checks_a_refusal_not_confirmed_then_confirmed_and_an_appeal(
    day: AnyOrder,
) -> None:
    request, organiser = day.request(0), day.organiser(day.request(0), "")
    pk, told = request.pk, {"question": "Which door?"}
    done(day, asking.return_for_information, pk=pk, by=day.person("security"), **told)
    day.pass_time(72)
    done(day, asking.answer, pk=pk, by=organiser, text="The north door.")
    again = {"question": "Which stairs?"}
    done(day, asking.return_for_information, pk=pk, by=day.person("security"), **again)
    # Where no mail went meanwhile, the first question is not put again, and the second is put in its own words.
    first, second = (each.ref for each in InformationRequest.objects.order_by("asked_at"))
    still_due = handlers[catalogue.INFORMATION_NEEDED].still_due
    assert not still_due(first, day.person("organiser").ref)
    assert still_due(second, day.person("organiser").ref)
    assert "Which stairs?" in as_mail(catalogue.INFORMATION_NEEDED, second, day.person("organiser"))
    done(day, amending.amend, pk=pk, by=organiser, fields=d.fields(day.desk, day=request.day, people=300))
    done(day, asking.take_back, pk=pk, by=day.person("security"))
    all_checks(day, request)
    # While the clock stands still, checks are asked for anew: whoever does them is told once, when it goes on.
    decider = day.whose(day.request(0))
    done(day, asking.return_for_information, pk=pk, by=decider, **told)
    fields = d.fields(day.desk, day=request.day, people=310, venue="The great hall")
    done(day, amending.amend, pk=pk, by=organiser, fields=fields)
    all_checks(day, request)  # done all the same; whoever decides is told of it with the answer
    done(day, asking.answer, pk=pk, by=organiser, text="All of them.")
    done(day, asking.mark_designated, pk=pk, by=day.person("prevent_lead"))
    all_checks(day, request)
    proposer = day.whose(day.request(0))
    for lacking in ("reasons", "law", "lesser", "because"):
        poor = d.refusal(without_checks="It is tonight.", **{lacking: ""})
        assert not day.attempt(deciding.decide, pk=pk, by=proposer, decision=poor), lacking
    done(day, deciding.decide, pk=pk, by=proposer, decision=NO)
    for by in (proposer, day.person("organiser")):
        assert not day.attempt(deciding.confirm_refusal, pk=pk, by=by, note="Agreed.")
    done(day, deciding.do_not_confirm, pk=pk, by=day.person("accountable"), note="Stewards would do.")
    done(day, deciding.decide, pk=pk, by=day.whose(day.request(0)), decision=NO)
    day.pass_time(24)
    done(day, deciding.confirm_refusal, pk=pk, by=day.person("accountable"), note="Agreed.")
    done(day, appealing.lodge_appeal, pk=pk, by=organiser, grounds="Look again.")
    appeal = Appeal.objects.get()
    hearer = day.person("vice_chancellor")
    done(day, appealing.let_stand, pk=appeal.pk, by=hearer, reasons="The law is as it is.")


def test_conditions_a_change_another_decision_an_appeal_that_eases_it_and_a_withdrawal(day: AnyOrder) -> None:
    request, organiser = day.request(0), day.organiser(day.request(0), "")
    pk = request.pk
    all_checks(day, request)
    done(day, deciding.decide, pk=pk, by=day.whose(request), decision=CONDITIONS)
    fields = d.fields(day.desk, day=request.day, people=300)
    done(day, amending.amend, reopens=True, pk=pk, by=organiser, fields=fields)
    all_checks(day, day.request(0))
    day.pass_time(24)
    done(day, deciding.decide, pk=pk, by=day.whose(day.request(0)), decision=CONDITIONS)
    done(day, appealing.lodge_appeal, pk=pk, by=organiser, grounds="Two stewards are one too many.")
    appeal, hearer = Appeal.objects.get(), day.person("vice_chancellor")
    done(day, appealing.change_decision, reopens=True, pk=appeal.pk, by=hearer, decision=d.approval())
    fields = d.fields(day.desk, day=request.day, people=340)
    done(day, amending.amend, reopens=True, pk=pk, by=organiser, fields=fields)
    why = {"whose": "organiser", "why": "plans", "note": ""}
    done(day, sending.withdraw, reopens=True, pk=pk, by=organiser, **why)


def test_a_request_that_is_passed_up_waits_too_long_and_is_not_decided_in_time(day: AnyOrder) -> None:
    request = day.request(0)
    day.send("head", 40)
    assert not day.attempt(deciding.decide, pk=day.request(1).pk, by=day.person("head"), decision=YES)
    all_checks(day, request)
    done(day, deciding.pass_up, pk=request.pk, by=day.whose(request), note="For you.")
    for _ in range(5):
        day.pass_time(24 * 9)
        keep(day)
    assert day.request(0).status == "not-decided"
    by = day.person("secretary")
    told = {"aftermath": "cancelled-provider", "note": "", "attended": None}
    done(day, ending.record_aftermath, pk=request.pk, by=by, **told)


def of(machine: OfBodies, track: str) -> EventRequest:
    return next(row for row in machine.rows() if row.track == track)


def says(machine: OfBodies, track: str, decision: Any) -> None:
    while waiting := of(machine, track).checks.filter(state="waiting").order_by("-code").first():
        by = machine.person("bursar" if waiting.code == "room" else "security")
        done(machine, checking.record_check, pk=waiting.pk, by=by, finding="clear", text="Fine.")
    row = of(machine, track)
    done(machine, deciding.decide, pk=row.pk, by=machine.whose(row), decision=decision)


def test_what_two_bodies_approve_stands_once_each_time_both_have(bodies: OfBodies) -> None:
    [main] = bodies.requests
    stands = Message.objects.filter(kind=catalogue.STANDS, about_id=str(main.pk))
    says(bodies, "home", YES)
    assert not stands.exists()
    says(bodies, "university", CONDITIONS)
    assert stands.count() == 1
    organiser = Person.objects.get(pk=main.organiser_id)
    said = as_mail(catalogue.STANDS, Ref("events.request", str(main.pk)), organiser)
    assert said.startswith("Every body that decides about your event has approved it, so it stands.")
    each = {row.track: Decision.objects.get(request=row) for row in bodies.rows() if row.track}
    for decision in each.values():
        said = as_mail(catalogue.DECISION_MADE, Ref("events.decision", str(decision.pk)), organiser)
        assert said.startswith("One of the bodies that decide about your event has decided.")
        assert decision.letter in said
    fields = f.fields(bodies.world.made, unit=bodies.world.made.college, place=None, day=main.day, people=300)
    done(bodies, amending.amend, reopens=True, pk=main.pk, by=Organiser(organiser), fields=fields)
    assert stands.count() == 1
    says(bodies, "university", YES)
    says(bodies, "home", YES)
    assert stands.count() == 2
    fields = f.fields(bodies.world.made, unit=bodies.world.made.college, place=None, day=main.day, people=340)
    done(bodies, amending.amend, reopens=True, pk=main.pk, by=Organiser(organiser), fields=fields)
    why = {"whose": "organiser", "why": "plans", "note": ""}
    done(bodies, sending.withdraw, reopens=True, pk=main.pk, by=Organiser(organiser), **why)


def test_where_one_of_two_bodies_refuses_the_event_does_not_stand_until_an_appeal_changes_that(
    bodies: OfBodies,
) -> None:
    [main] = bodies.requests
    stands = Message.objects.filter(kind=catalogue.STANDS)
    says(bodies, "home", YES)
    says(bodies, "university", NO)
    part = of(bodies, "university")
    done(bodies, deciding.confirm_refusal, pk=part.pk, by=bodies.person("accountable"), note="Agreed.")
    assert EventRequest.objects.get(pk=main.pk).outcome == "refused"
    assert not stands.exists()
    organiser = Organiser(Person.objects.get(pk=main.organiser_id))
    done(bodies, appealing.lodge_appeal, pk=part.pk, by=organiser, grounds="Look again.")
    hearer = bodies.person("visitor")
    heard = {"pk": Appeal.objects.get().pk, "by": hearer, "decision": d.approval()}
    done(bodies, appealing.change_decision, reopens=True, **heard)
    assert stands.count() == 1

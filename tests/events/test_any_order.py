"""Random people do random things with random forms, in any order, while time passes and the worker ticks.

Whatever they do is either done or refused with a sentence. After every step what product.md promises of requests must
hold: no refusal in force without its grounds and a second person, no decision by a machine or by the organiser, one
letter for each decision, time as the event log tells it, what is closed stays closed, and nothing for strangers.

Hypothesis shortens what it finds to the fewest steps. To look longer: `DUEREGARD_TEST_EXAMPLES=500 pytest …`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from dueregard.events import catalogue
from dueregard.events.choices import Aftermath, Status
from dueregard.events.commands import amending, appealing, asking, checking, deciding, ending, sending
from dueregard.events.commands.drafting import start_draft
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import Appeal, Check, Decision, EventRequest, Turn
from dueregard.events.queries.visible import may_see
from dueregard.events.rules.facts import ConditionFacts, DecisionFacts, SpeakerFacts
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.ledger.models import Entry
from dueregard.ledger.verification import verify
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.timers.models import Timer
from dueregard.timers.tasks import run_due
from tests.events import desk as d
from tests.fixtures.surroundings import database_kind
from tests.people import NOON, away, stand_in

EXAMPLES = int(os.environ.get("DUEREGARD_TEST_EXAMPLES", "0"))
STEPS = 30
CONDITION = ConditionFacts("Two stewards", "A safe way in", "Pushing", "One cannot.", "Security", "other")
AT_WORK = [
    *("organiser", "head", "rooms", "security", "secretariat", "prevent_lead"),
    *("secretary", "accountable", "vice_chancellor"),
]
STRANGERS = ["outsider", "member", "stranger", "union_officer"]
DECISIONS = [
    d.approval(),
    d.approval(without_checks="Known for years."),
    d.approval(reasons=""),
    d.approval(outcome="approved-with-conditions", conditions=(CONDITION,), without_checks="Known."),
    d.approval(outcome="approved-with-conditions", without_checks="Known."),
    d.refusal(without_checks="It is tonight."),
    d.refusal(without_checks="It is tonight.", because="prevent"),
    d.refusal(without_checks="It is tonight.", law=""),
    d.refusal(without_checks="It is tonight.", lesser=""),
    d.refusal(without_checks="It is tonight.", because=""),
]
REFUSALS = (Refused, NotAllowed, NotThere)
persons = st.sampled_from([*AT_WORK, *STRANGERS, "deputy"])
decisions = st.sampled_from(DECISIONS)
words = st.sampled_from(["", "Agreed.", "=1+1", "Ein Satz, der länger ist.", "\u202eabc"])
which = st.integers(min_value=0, max_value=1)


class AnyOrder(RuleBasedStateMachine):
    """One or two requests, and everybody who might do something with them."""

    desk: d.Desk

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example._from_testcase = True  # type: ignore[attr-defined]  # pages may still ask for a durable block
        self.example.__enter__()
        self.now = NOON
        self.requests: list[EventRequest] = []
        self.open_for: dict[Any, timedelta] = {}
        self.stood: dict[Any, tuple[str, str]] = {}
        self.may_reopen = False

    def teardown(self) -> None:
        try:
            assert verify().fault is None
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    # --- who, and what of -----------------------------------------------------------------------------------

    def person(self, name: str) -> Person:
        """The person, fetched as a new sign-in would."""
        found: Person = getattr(self.desk, name, None) or getattr(self.desk.town, name)
        return Person.objects.select_related("unit").get(pk=found.pk)

    def request(self, number: int) -> EventRequest:
        return EventRequest.objects.get(pk=self.requests[number % len(self.requests)].pk)

    def attempt(self, command: Callable[..., Any], *, reopens: bool = False, **arguments: Any) -> bool:
        """Whether it was done. What is refused says why, and has changed nothing."""
        entries = Entry.objects.count()
        self.may_reopen = reopens
        try:
            command(now=self.now, **arguments)
        except REFUSALS as no:
            said = no.reasons if isinstance(no, Refused) else [getattr(no, "reason", "") or "not there"]
            assert all(said)
            assert Entry.objects.count() == entries, "refused, but something was recorded"
            return False
        return True

    # --- what people do -------------------------------------------------------------------------------------

    @initialize(by=st.sampled_from(["organiser", "head", "secretary"]), days=st.integers(3, 40))
    def somebody_asks(self, by: str, days: int) -> None:
        self.send(by, days)

    @rule(by=st.sampled_from(["organiser", "head"]), days=st.integers(3, 40))
    def somebody_asks_again(self, by: str, days: int) -> None:
        if len(self.requests) < 2:
            self.send(by, days)

    def send(self, by: str, days: int) -> None:
        day = (self.now + timedelta(days=days)).date()
        person = self.person(by)
        draft = start_draft(by=person, fields=d.fields(self.desk, day=day), now=self.now)
        request = sending.send(pk=draft.pk, by=Organiser(person), now=self.now)
        self.requests.append(request)
        self.open_for[request.pk] = timedelta()
        self.stood[request.pk] = (request.status, request.outcome)

    @rule(
        which=which, right=st.booleans(), by=persons, finding=st.sampled_from(["clear", "advice", "concern"])
    )
    def somebody_checks(self, which: int, right: bool, by: str, finding: str) -> None:
        whose = {
            "security": "security",
            "free-speech": "secretariat",
            "room": "rooms",
            "prevent": "prevent_lead",
        }
        for check in Check.objects.filter(request=self.request(which), state="waiting"):
            person = self.person(whose[check.code] if right else by)
            self.attempt(checking.record_check, pk=check.pk, by=person, finding=finding, text="Looked at.")

    @rule(which=which, by=persons, decision=decisions)
    def somebody_decides(self, which: int, by: str, decision: DecisionFacts) -> None:
        self.attempt(deciding.decide, pk=self.request(which).pk, by=self.person(by), decision=decision)

    @rule(which=which, by=st.sampled_from(["head", "secretary"]), decision=decisions)
    def somebody_with_the_post_decides(self, which: int, by: str, decision: DecisionFacts) -> None:
        self.attempt(deciding.decide, pk=self.request(which).pk, by=self.person(by), decision=decision)

    @rule(which=which, by=persons)
    def somebody_passes_up(self, which: int, by: str) -> None:
        self.attempt(deciding.pass_up, pk=self.request(which).pk, by=self.person(by), note="For you.")

    @rule(which=which, by=st.sampled_from(["accountable", "secretary", "head", "organiser"]), note=words)
    def somebody_confirms(self, which: int, by: str, note: str) -> None:
        self.attempt(deciding.confirm_refusal, pk=self.request(which).pk, by=self.person(by), note=note)

    @rule(which=which, by=persons, note=words)
    def somebody_does_not_confirm(self, which: int, by: str, note: str) -> None:
        self.attempt(deciding.do_not_confirm, pk=self.request(which).pk, by=self.person(by), note=note)

    @rule(which=which, by=persons)
    def somebody_marks(self, which: int, by: str) -> None:
        self.attempt(asking.mark_designated, pk=self.request(which).pk, by=self.person(by))

    @rule(which=which, by=persons)
    def somebody_asks_the_organiser(self, which: int, by: str) -> None:
        pk, person = self.request(which).pk, self.person(by)
        self.attempt(asking.return_for_information, pk=pk, by=person, question="Which door?")

    @rule(which=which, by=st.sampled_from(["organiser", "head", "outsider"]), text=words)
    def somebody_answers(self, which: int, by: str, text: str) -> None:
        self.attempt(asking.answer, pk=self.request(which).pk, by=Organiser(self.person(by)), text=text)

    @rule(which=which, by=persons)
    def somebody_takes_the_question_back(self, which: int, by: str) -> None:
        self.attempt(asking.take_back, pk=self.request(which).pk, by=self.person(by))

    @rule(
        which=which,
        by=st.sampled_from(["organiser", "head", "outsider"]),
        changes=st.sampled_from(
            [
                {"people": 300},
                {"summary": "About islands."},
                {"speakers": (SpeakerFacts("Ines Falk"),)},
                {"audience": "anybody", "venue": "The great hall"},
            ]
        ),
        later=st.integers(0, 10),
    )
    def somebody_changes(self, which: int, by: str, changes: dict[str, Any], later: int) -> None:
        request = self.request(which)
        assert request.day is not None
        fields = d.fields(self.desk, day=request.day + timedelta(days=later), **changes)
        organiser = Organiser(self.person(by))
        self.attempt(amending.amend, reopens=True, pk=request.pk, by=organiser, fields=fields)

    @rule(which=which, by=st.sampled_from(["organiser", "head", "outsider"]))
    def somebody_withdraws(self, which: int, by: str) -> None:
        pk, organiser = self.request(which).pk, Organiser(self.person(by))
        self.attempt(sending.withdraw, pk=pk, by=organiser, whose="organiser", why="plans", note="")

    @rule(which=which, by=st.sampled_from(["organiser", "head", "outsider"]))
    def somebody_appeals(self, which: int, by: str) -> None:
        pk, organiser = self.request(which).pk, Organiser(self.person(by))
        self.attempt(appealing.lodge_appeal, pk=pk, by=organiser, grounds="Look again.")

    @rule(by=st.sampled_from(["vice_chancellor", "secretary", "organiser", "outsider"]), reasons=words)
    def somebody_lets_a_decision_stand(self, by: str, reasons: str) -> None:
        for appeal in Appeal.objects.filter(result=""):
            self.attempt(appealing.let_stand, pk=appeal.pk, by=self.person(by), reasons=reasons)

    @rule(by=st.sampled_from(["vice_chancellor", "secretary", "organiser", "outsider"]), decision=decisions)
    def somebody_eases_a_decision(self, by: str, decision: DecisionFacts) -> None:
        for appeal in Appeal.objects.filter(result=""):
            person = self.person(by)
            self.attempt(appealing.change_decision, reopens=True, pk=appeal.pk, by=person, decision=decision)

    @rule(which=which, by=persons, aftermath=st.sampled_from(Aftermath.values))
    def somebody_says_what_became_of_it(self, which: int, by: str, aftermath: str) -> None:
        request, person = self.request(which), self.person(by)
        who = Organiser(person) if request.organiser_id == person.pk else person
        told = {"aftermath": aftermath, "note": "", "attended": 40}
        self.attempt(ending.record_aftermath, pk=request.pk, by=who, **told)

    @rule(who=st.sampled_from(["head", "secretary"]))
    def somebody_is_away(self, who: str) -> None:
        with suppress(Refused):  # away already
            away(self.person(who), self.now.date(), self.now.date() + timedelta(days=4))

    # --- what the clock does --------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 5, 24, 24, 72, 24 * 8, 24 * 21]))
    def time_passes_and_the_worker_ticks(self, hours: int) -> None:
        self.may_reopen = False
        for request in EventRequest.objects.filter(pk__in=self.open_for):
            if request.is_open:
                self.open_for[request.pk] += timedelta(hours=hours)
        decided = Decision.objects.count()
        self.now += timedelta(hours=hours)
        while run_due(self.now):
            pass
        assert not Timer.objects.exclude(last_error="").exists()
        assert Decision.objects.count() == decided, "the clock decided something"

    # --- what strangers get ---------------------------------------------------------------------------------

    @rule(
        which=which,
        who=st.sampled_from(STRANGERS),
        page=st.sampled_from(
            ["request", "decide", "letter", "record-pdf", "amend", "ask", "confirm", "after"]
        ),
    )
    def a_stranger_looks(self, which: int, who: str, page: str) -> None:
        request, person = self.request(which), self.person(who)
        with pytest.raises(NotThere):
            may_see(person, request.pk, self.now.date())
        client = Client()
        client.force_login(person.user)  # type: ignore[arg-type]
        assert client.get(reverse(f"events:{page}", args=[request.pk])).status_code == 404

    # --- what must hold -------------------------------------------------------------------------------------

    @invariant()
    def a_refusal_in_force_has_its_grounds_and_a_second_person(self) -> None:
        for each in Decision.objects.filter(outcome="refused").select_related("request"):
            assert all([each.law, each.lesser, each.because, each.reasons])
            if each.state in ("final", "replaced"):
                assert each.confirmed_by_id not in (None, each.by_id, each.request.organiser_id)

    @invariant()
    def people_decide_and_nobody_their_own(self) -> None:
        codes = [catalogue.DECIDED, catalogue.REFUSAL_PROPOSED, catalogue.REFUSAL_CONFIRMED]
        deciding_entries = Entry.objects.filter(action__in=[getattr(code, "code", code) for code in codes])
        assert not deciding_entries.exclude(actor_kind="person").exists()
        for each in Decision.objects.select_related("request"):
            assert each.by_id != each.request.organiser_id

    @invariant()
    def a_request_says_what_its_decision_says(self) -> None:
        for request in EventRequest.objects.filter(pk__in=self.open_for):
            final = Decision.objects.filter(request=request, state="final").first()
            if request.status == Status.DECIDED:
                assert final is not None
                assert final.outcome == request.outcome
                assert final.letter
            assert (request.outcome != "") == (request.status == Status.DECIDED)

    @invariant()
    def each_decision_has_one_letter(self) -> None:
        sent = list(
            Message.objects.filter(kind=_code(catalogue.DECISION_MADE)).values_list("about_id", flat=True)
        )
        made = Decision.objects.filter(state__in=["final", "replaced"]).values_list("pk", flat=True)
        assert sorted(sent) == sorted(str(pk) for pk in made)
        stands = Appeal.objects.filter(result="stands").values_list("pk", flat=True)
        told = Message.objects.filter(kind=_code(catalogue.APPEAL_ANSWERED)).values_list(
            "about_id", flat=True
        )
        assert sorted(told) == sorted(str(pk) for pk in stands)
        received = Message.objects.filter(kind=_code(catalogue.RECEIVED)).values_list("about_id", flat=True)
        assert sorted(received) == sorted(str(each.pk) for each in self.requests)

    @invariant()
    def time_is_as_the_event_log_tells_it(self) -> None:
        """The turns of a request cover the time for which it was open: no gap, nothing twice."""
        for pk, open_for in self.open_for.items():
            turns = list(Turn.objects.filter(request=pk).order_by("since"))
            assert sum(((each.left_at or self.now) - each.since for each in turns), timedelta()) == open_for
            still = [each for each in turns if each.left_at is None]
            assert len(still) == EventRequest.objects.get(pk=pk).is_open

    @invariant()
    def what_is_closed_stays_closed(self) -> None:
        for request in EventRequest.objects.filter(pk__in=self.open_for):
            before, now = self.stood[request.pk], (request.status, request.outcome)
            if before[0] not in (Status.SUBMITTED, Status.RETURNED) and before != now:
                assert self.may_reopen, f"{before} became {now}"
                assert before[0] == Status.DECIDED
            self.stood[request.pk] = now

    @invariant()
    def nothing_waits_at_what_is_over(self) -> None:
        over = EventRequest.objects.filter(pk__in=self.open_for).exclude(status__in=["submitted", "returned"])
        assert not Check.objects.filter(request__in=over, state="waiting").exists()
        assert not Decision.objects.filter(request__in=over, state="proposed").exists()


def _code(kind: Any) -> str:
    return str(getattr(kind, "code", kind))


@pytest.mark.django_db
def test_whatever_people_do_in_any_order_the_promises_hold(settings_of_hypothesis: Any) -> None:
    AnyOrder.desk = d.a_desk()
    stand_in(AnyOrder.desk.town.deputy, "head-of-unit", AnyOrder.desk.town.politics)
    run_state_machine_as_test(AnyOrder, settings=settings_of_hypothesis)


@pytest.fixture
def settings_of_hypothesis() -> settings:
    """The same examples each time, so that a change is judged by itself; fewer where the database is slower."""
    usual = 12 if database_kind() == "postgres" else 30
    return settings(
        max_examples=EXAMPLES or usual,
        stateful_step_count=STEPS,
        derandomize=not EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

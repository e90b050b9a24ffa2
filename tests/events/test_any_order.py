"""Random people do random things with random forms, in any order, while time passes and the worker ticks.

Whatever they do is either done or refused with a sentence. After every step what product.md promises of requests must
hold: no refusal in force without its grounds and a second person, no decision by a machine or by the organiser, one
letter for each decision, time as the event log tells it, what is closed stays closed, and nothing for strangers.

Hypothesis shortens what it finds to the fewest steps. To look longer: `DUEREGARD_TEST_EXAMPLES=500 pytest …`.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    rule,
    run_state_machine_as_test,
)

from dueregard.events.choices import Aftermath, Status
from dueregard.events.commands import amending, appealing, asking, checking, deciding, ending, sending
from dueregard.events.commands.drafting import start_draft
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import Appeal, Check, EventRequest, Turn
from dueregard.events.queries.facts import whose_turn
from dueregard.events.queries.visible import may_see
from dueregard.events.rules.deciding import what_a_decision_lacks
from dueregard.events.rules.facts import DecisionFacts, SpeakerFacts
from dueregard.kernel.errors import NotThere, Refused
from dueregard.organisation.models import Person
from tests.events import desk as d
from tests.events.anybody import DECISIONS, Anybody, usual_settings
from tests.events.told import Ear
from tests.people import away, stand_in

AT_WORK = [
    *("organiser", "head", "rooms", "security", "secretariat", "prevent_lead"),
    *("secretary", "accountable", "vice_chancellor"),
]
STRANGERS = ["outsider", "member", "stranger", "union_officer"]
persons = st.sampled_from([*AT_WORK, *STRANGERS, "deputy"])
decisions = st.sampled_from(DECISIONS)
complete = st.sampled_from(
    [
        each
        for each in DECISIONS
        if each.without_checks and not what_a_decision_lacks(each, checks_open=("Security",))
    ]
)
words = st.sampled_from(["", "Agreed.", "=1+1", "Ein Satz, der länger ist.", "\u202eabc"])
which = st.integers(min_value=0, max_value=1)
mostly = st.sampled_from([True, True, True, False])
pretenders = st.sampled_from(["", "", "", "organiser", "head", "outsider"])
seconds = st.sampled_from(["accountable", "accountable", "secretary", "head"])
hearers = st.sampled_from(["vice_chancellor", "vice_chancellor", "secretary", "organiser", "outsider"])


class AnyOrder(Anybody):
    """One or two requests, and everybody who might do something with them."""

    desk: d.Desk

    # --- who, and what of -----------------------------------------------------------------------------------

    def person(self, name: str) -> Person:
        """The person, fetched as a new sign-in would."""
        return self.fresh(getattr(self.desk, name, None) or getattr(self.desk.town, name))

    def request(self, number: int) -> EventRequest:
        return EventRequest.objects.get(pk=self.requests[number % len(self.requests)].pk)

    def whose(self, request: EventRequest) -> Person:
        """Somebody whose turn it is at the step; the head of the department where nothing is open."""
        turn = Turn.objects.filter(request=request, left_at=None).first()
        found = whose_turn(turn, request, self.now.date()) if turn else []
        return Person.objects.get(pk=found[0].pk) if found else self.person("head")

    def organiser(self, request: EventRequest, by: str) -> Organiser:
        """The request's own organiser, or (`by`) somebody else who would like to be."""
        return Organiser(self.person(by) if by else request.organiser)

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
        with Ear():
            request = sending.send(pk=draft.pk, by=Organiser(person), now=self.now)
        self.requests.append(request)
        self.open_for[request.pk] = timedelta()
        self.stood[request.pk] = (request.status, request.outcome)

    @rule(which=which, right=mostly, by=persons, finding=st.sampled_from(["clear", "advice", "concern"]))
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

    @rule(which=which, right=mostly, by=persons, decision=decisions)
    def somebody_decides(self, which: int, right: bool, by: str, decision: DecisionFacts) -> None:
        request = self.request(which)
        person = self.whose(request) if right else self.person(by)
        self.attempt(deciding.decide, pk=request.pk, by=person, decision=decision)

    @rule(which=which, decision=complete)
    def work_goes_on(self, which: int, decision: DecisionFacts) -> None:
        """Those whose turn it is do what comes next, so that the others meet requests in every state."""
        request = self.request(which)
        pk, organiser = request.pk, self.organiser(request, "")
        if request.status == Status.RETURNED:
            self.attempt(asking.answer, pk=pk, by=organiser, text="The north door.")
        elif request.checks.filter(state="waiting").exists():
            self.somebody_checks(which=which, right=True, by="head", finding="clear")
        elif request.decisions.filter(state="proposed").exists():
            self.somebody_confirms(which=which, by="accountable", note="Agreed.")
        elif request.is_open:
            self.attempt(deciding.decide, pk=pk, by=self.whose(request), decision=decision)
        elif request.appeals.filter(result="").exists():
            self.somebody_eases_a_decision(by="vice_chancellor", decision=decision)
        else:
            self.attempt(appealing.lodge_appeal, pk=pk, by=organiser, grounds="Look again.")

    @rule(which=which, decision=complete)
    def work_goes_on_still(self, which: int, decision: DecisionFacts) -> None:
        self.work_goes_on(which=which, decision=decision)

    @rule(which=which)
    def a_designated_event_is_refused(self, which: int) -> None:
        """As far as the second person, who may agree or not."""
        pk = self.request(which).pk
        self.attempt(asking.mark_designated, pk=pk, by=self.person("prevent_lead"))
        refusal = d.refusal(without_checks="It is tonight.")
        self.attempt(deciding.decide, pk=pk, by=self.whose(self.request(which)), decision=refusal)

    @rule(which=which, agrees=st.booleans())
    def a_proposal_is_answered(self, which: int, agrees: bool) -> None:
        """Where there is one, by the second person: in either way as often."""
        command = deciding.confirm_refusal if agrees else deciding.do_not_confirm
        self.attempt(
            command, pk=self.request(which).pk, by=self.person("accountable"), note="I have read it."
        )

    @rule(which=which, right=mostly, by=persons)
    def somebody_passes_up(self, which: int, right: bool, by: str) -> None:
        request = self.request(which)
        person = self.whose(request) if right else self.person(by)
        self.attempt(deciding.pass_up, pk=request.pk, by=person, note="For you.")

    @rule(which=which, by=seconds, note=words)
    def somebody_confirms(self, which: int, by: str, note: str) -> None:
        self.attempt(deciding.confirm_refusal, pk=self.request(which).pk, by=self.person(by), note=note)

    @rule(which=which, by=seconds, note=words)
    def somebody_does_not_confirm(self, which: int, by: str, note: str) -> None:
        self.attempt(deciding.do_not_confirm, pk=self.request(which).pk, by=self.person(by), note=note)

    @rule(which=which, by=persons)
    def somebody_marks(self, which: int, by: str) -> None:
        self.attempt(asking.mark_designated, pk=self.request(which).pk, by=self.person(by))

    @rule(which=which, by=persons)
    def somebody_asks_the_organiser(self, which: int, by: str) -> None:
        pk, person = self.request(which).pk, self.person(by)
        self.attempt(asking.return_for_information, pk=pk, by=person, question="Which door?")

    @rule(which=which, by=pretenders, text=words)
    def somebody_answers(self, which: int, by: str, text: str) -> None:
        request = self.request(which)
        self.attempt(asking.answer, pk=request.pk, by=self.organiser(request, by), text=text)

    @rule(which=which, by=persons)
    def somebody_takes_the_question_back(self, which: int, by: str) -> None:
        self.attempt(asking.take_back, pk=self.request(which).pk, by=self.person(by))

    @rule(
        which=which,
        by=pretenders,
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
        organiser = self.organiser(request, by)
        self.attempt(amending.amend, reopens=True, pk=request.pk, by=organiser, fields=fields)

    @rule(which=which, by=st.sampled_from(["", "head", "outsider", "accountable", "deputy"]))
    def somebody_withdraws(self, which: int, by: str) -> None:
        request = self.request(which)
        organiser, why = self.organiser(request, by), {"whose": "organiser", "why": "plans", "note": ""}
        self.attempt(sending.withdraw, pk=request.pk, by=organiser, **why)

    @rule(which=which, by=pretenders)
    def somebody_appeals(self, which: int, by: str) -> None:
        request = self.request(which)
        organiser = self.organiser(request, by)
        self.attempt(appealing.lodge_appeal, pk=request.pk, by=organiser, grounds="Look again.")

    @rule(by=hearers, reasons=words)
    def somebody_lets_a_decision_stand(self, by: str, reasons: str) -> None:
        for appeal in Appeal.objects.filter(result=""):
            self.attempt(appealing.let_stand, pk=appeal.pk, by=self.person(by), reasons=reasons)

    @rule(by=hearers, decision=decisions)
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
        self.pass_time(hours)

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


@pytest.mark.django_db
def test_whatever_people_do_in_any_order_the_promises_hold() -> None:
    AnyOrder.desk = d.a_desk()
    stand_in(AnyOrder.desk.town.deputy, "head-of-unit", AnyOrder.desk.town.politics)
    run_state_machine_as_test(AnyOrder, settings=usual_settings(15, 6))

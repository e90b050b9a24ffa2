"""As `test_any_order`, where several bodies decide: random people act on the whole and on each body's part of it, note
risks, advise, ask partners, check conditions off, and let requests follow their bookings.

A college decides side by side with the university; the union goes before it; and an event of the university's own is
joined by the college once it is marked. What the bodies say together must hold after every step.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from dueregard.accounts.links import find, token_for
from dueregard.actions import commands as actions
from dueregard.actions.models import Action
from dueregard.events import catalogue
from dueregard.events.commands import (
    advising,
    amending,
    appealing,
    asking,
    checking,
    deciding,
    ending,
    partner,
    risk,
    sending,
)
from dueregard.events.commands.contacts import keep_contact
from dueregard.events.commands.drafting import start_draft
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import (
    Appeal,
    Check,
    EventRequest,
    Hazard,
    Mitigation,
    PartnerContact,
    PartnerQuestion,
    Turn,
)
from dueregard.events.queries.advice import advisers
from dueregard.events.queries.facts import confirmers, whose_turn
from dueregard.events.queries.visible import visible_to
from dueregard.events.rules.deciding import what_a_decision_lacks
from dueregard.events.rules.facts import DecisionFacts
from dueregard.events.rules.partner import ContactFields
from dueregard.events.rules.risk import HazardFacts, MitigationFacts
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from tests.events import federation as f
from tests.events.anybody import DECISIONS, Anybody, usual_settings
from tests.events.told import Ear
from tests.people import a_person, a_post_kind, give, let

APPROVED = ("approved", "approved-with-conditions")
ADVISED = 'id = "secretary"\nafter = ["security"]\nadvice = "advisers"\nadvice_within = "2 working days"'
KIT = '[[check]]\nid = "kit"\ntitle = "Kit"\npost = "head-of-security"\nwithin = "3 working days"\n'  # for which no step waits
JOINED = '[[track]]\nid = "college"\ntitle = "College"\nunit = "st-annes"\nwhen = ["designated"]\n'
UNION = (
    '[[check]]\nid = "first"\ntitle = "First checks"\npost = "union-officer"\nwithin = "2 working days"\n'
    '[[step]]\nid = "union"\ntitle = "President"\npost = "union-president"\nwithin = "2 working days"\n'
    'may = ["approve", "approve with conditions", "refuse"]\n'
)
AT_WORK = [
    *("bursar", "principal", "security", "secretary", "accountable", "visitor", "ines", "union_officer"),
    *("president", "organiser", "prevent"),
]
OTHERS = ["outsider", "stranger", "member"]
HAZARDS = [
    HazardFacts("Doors blocked", "possible", "serious"),
    HazardFacts("", "possible", "serious"),
    HazardFacts("A fall on the stairs", "rare", "grave", "rare", "slight"),
]
MITIGATIONS = [
    MitigationFacts("Six stewards", code="stewards", owner="Head of security", owner_post="head-of-security"),
    MitigationFacts("A rail", owner="Bursar"),
    MitigationFacts("", owner=""),
]
CHANGES = [
    {"people": 300},
    {"venue": "The great hall"},
    {"title": "Ours now"},
    {"people": 90, "venue": "Room 2"},
]
YES = [DECISIONS[1], DECISIONS[3]]
homes = st.sampled_from(["college", "union", "provider"])
persons = st.sampled_from([*AT_WORK, *OTHERS])
decisions = st.sampled_from(DECISIONS)
complete = st.sampled_from(
    [
        each
        for each in DECISIONS
        if each.without_checks and not what_a_decision_lacks(each, checks_open=("x",))
    ]
)
which = st.integers(min_value=0, max_value=9)
mostly = st.sampled_from([True, True, False])


class World:
    """A federation with a union before the university, advisers, and a contact of the local network."""

    def __init__(self) -> None:
        self.made = f.a_federation()
        town = self.made.town
        a_post_kind("union-president", "President of the union", "events.read", "events.decide")
        a_post_kind("advisers", "Advisers", "events.advise")
        a_post_kind(
            "prevent-lead",
            "Prevent lead",
            "events.mark",
            "events.partner_contacts",
            "events.take_over",
            "events.read",
        )
        f.a_procedure(
            town.provider,
            f.UNIVERSITY.replace('id = "secretary"', ADVISED) + KIT + JOINED,
            starts=date(2020, 2, 1),
        )
        let("union-officer", "events.check")
        let("bursar", "events.take_over")
        self.president = a_person("Pat Lowe", town.union)
        self.ines = a_person("Ines Moor", town.provider)
        self.prevent = a_person("Ruth Adair", town.provider)
        give(self.president, "union-president", town.union)
        give(self.ines, "advisers", town.provider)
        give(self.prevent, "prevent-lead", town.provider)
        f.a_procedure(town.union, UNION + f.INHERITED + f.AFTER)
        fields = ContactFields("Ada Lowe", "Seaford College", "ada@seaford.example", date(2027, 9, 1))
        keep_contact(by=self.prevent, unit=town.provider, fields=fields, now=f.SENT)

    def person(self, name: str) -> Person:
        for place in (self, self.made, self.made.town):
            if hasattr(place, name):
                found: Person = getattr(place, name)
                return found
        raise LookupError(name)


class OfBodies(Anybody):
    """One or two requests, each before one body or several."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.stands: Counter[Any] = Counter()
        self.said: dict[Any, str] = {}

    # --- who, and what of -----------------------------------------------------------------------------------

    def person(self, name: str) -> Person:
        return self.fresh(self.world.person(name))

    def rows(self) -> list[EventRequest]:
        """The requests and the parts of them that bodies have, in the order in which they came."""
        mains = [each.pk for each in self.requests]
        rows = EventRequest.objects.filter(Q(pk__in=mains) | Q(main__in=mains)).select_related(
            "main", "edition", "unit"
        )
        return list(rows.order_by("created_at", "number", "track", "pk"))

    def row(self, number: int) -> EventRequest:
        """Mostly one on which work stands, now and then a main row, where there is none."""
        rows = self.rows()
        working = [each for each in rows if not each.bodies]
        return rows[0] if number == 9 else working[number % len(working)]

    def whose(self, row: EventRequest) -> Person:
        turn = Turn.objects.filter(request=row, left_at=None).first()
        people = whose_turn(turn, row, self.now.date()) if turn else []
        return self.fresh(people[0]) if people else self.person("secretary")

    def act(self, command: Any, *, reopens: bool = False, **arguments: Any) -> bool:
        """An attempt, after which new parts are noticed: those that have begun, and one that took over from the whole."""
        done = self.attempt(command, reopens=reopens, **arguments)
        self.notice()
        return done

    def notice(self) -> None:
        for row in self.rows():
            if row.bodies and row.pk in self.open_for:
                home = EventRequest.objects.get(main=row, track="home").pk
                self.open_for[home], self.stood[home] = self.open_for.pop(row.pk), self.stood.pop(row.pk)
            elif not row.bodies:
                self.open_for.setdefault(row.pk, timedelta())
                self.stood.setdefault(row.pk, (row.status, row.outcome))
            if row.bodies:
                self.stands[row.pk] += row.outcome in APPROVED and self.said.get(row.pk) != row.outcome
            if row.main_id is None:
                self.said[row.pk] = row.outcome

    # --- what people do -------------------------------------------------------------------------------------

    @initialize(where=homes, days=st.integers(5, 40), far=st.sampled_from([0, 2, 6, 12]))
    def somebody_asks(self, where: str, days: int, far: int) -> None:
        self.send(where, days)
        self.it_comes_so_far(far)

    @rule(where=homes, days=st.integers(5, 40), far=st.sampled_from([0, 2, 6, 12]))
    def somebody_asks_again(self, where: str, days: int, far: int) -> None:
        if len(self.requests) < 2:
            self.send(where, days)
            self.it_comes_so_far(far)

    def it_comes_so_far(self, far: int) -> None:
        """So many steps of ordinary work, the bodies in turn, so that the others meet requests in every state."""
        for step in range(far):
            self.work_goes_on(number=step % 3, decision=YES[step % len(YES)])

    def send(self, where: str, days: int) -> None:
        made, by = self.world.made, self.person("organiser")
        unit = {"college": made.college, "union": made.town.union, "provider": made.town.politics}[where]
        fields = f.fields(made, unit=unit, place=None, day=(self.now + timedelta(days=days)).date())
        draft = start_draft(by=by, fields=fields, now=self.now)
        with Ear():
            self.requests.append(sending.send(pk=draft.pk, by=Organiser(by), now=self.now))
        self.notice()

    @rule(number=which, decision=complete)
    def work_goes_on(self, number: int, decision: DecisionFacts) -> None:
        """Those whose turn it is do what comes next, so that the others meet requests in every state."""
        row = self.row(number)
        waiting = row.checks.filter(state="waiting").first()
        proposal = row.decisions.filter(state="proposed").first()
        if row.status == "returned":
            self.act(asking.answer, pk=row.pk, by=Organiser(row.organiser), text="The north door.")
        elif waiting is not None and row.is_open:
            people = whose_turn(waiting, row, self.now.date())
            by = self.fresh(people[0]) if people else self.person("secretary")
            self.act(checking.record_check, pk=waiting.pk, by=by, finding="clear", text="Fine.")
        elif proposal is not None:
            people = confirmers(row, proposal, self.now.date()) or [self.person("accountable")]
            self.act(deciding.confirm_refusal, pk=row.pk, by=self.fresh(people[0]), note="Agreed.")
        elif row.is_open:
            self.act(deciding.decide, pk=row.pk, by=self.whose(row), decision=decision)
        else:
            self.act(appealing.lodge_appeal, pk=row.pk, by=Organiser(row.organiser), grounds="Look again.")

    @rule(far=st.sampled_from([2, 6]))
    def work_goes_on_for_a_while(self, far: int) -> None:
        self.it_comes_so_far(far)

    @rule(number=which, by=persons, finding=st.sampled_from(["clear", "concern"]))
    def somebody_checks(self, number: int, by: str, finding: str) -> None:
        for check in Check.objects.filter(request=self.row(number), state="waiting"):
            self.act(checking.record_check, pk=check.pk, by=self.person(by), finding=finding, text="Seen.")

    @rule(number=which, right=mostly, by=persons, decision=decisions)
    def somebody_decides(self, number: int, right: bool, by: str, decision: DecisionFacts) -> None:
        row = self.row(number)
        person = self.whose(row) if right else self.person(by)
        self.act(deciding.decide, pk=row.pk, by=person, decision=decision)

    @rule(number=which, by=persons, agrees=mostly)
    def somebody_is_the_second_person(self, number: int, by: str, agrees: bool) -> None:
        command = deciding.confirm_refusal if agrees else deciding.do_not_confirm
        self.act(command, pk=self.row(number).pk, by=self.person(by), note="So I think.")

    @rule(number=which, by=st.sampled_from(["prevent", "prevent", "principal", "outsider"]))
    def somebody_marks(self, number: int, by: str) -> None:
        self.act(asking.mark_designated, pk=self.row(number).pk, by=self.person(by))

    @rule(number=which, right=mostly, by=persons, takes_back=mostly)
    def somebody_asks_the_organiser(self, number: int, right: bool, by: str, takes_back: bool) -> None:
        row = self.row(number)
        person = self.whose(row) if right else self.person(by)
        self.act(asking.return_for_information, pk=row.pk, by=person, question="Which door?")
        if takes_back:
            self.act(asking.take_back, pk=row.pk, by=person)

    @rule(number=which, by=st.sampled_from(["", "bursar"]))
    def the_organiser_withdraws_or_appeals(self, number: int, by: str) -> None:
        row = self.row(number)
        who = Organiser(self.person(by) if by else row.organiser)
        if not self.act(appealing.lodge_appeal, pk=row.pk, by=who, grounds="Look again.") and number == 0:
            why = {"whose": "organiser", "why": "plans", "note": ""}
            self.act(sending.withdraw, reopens=True, pk=row.pk, by=who, **why)

    @rule(by=st.sampled_from(["visitor", "visitor", "secretary"]), decision=decisions, eases=mostly)
    def somebody_hears_appeals(self, by: str, decision: DecisionFacts, eases: bool) -> None:
        for appeal in Appeal.objects.filter(result=""):
            told: dict[str, Any] = {"pk": appeal.pk, "by": self.person(by)}
            if eases:
                self.act(appealing.change_decision, reopens=True, decision=decision, **told)
            else:
                self.act(appealing.let_stand, reasons="It is right.", **told)

    @rule(number=which, right=mostly, by=persons, change=st.sampled_from(CHANGES), later=st.integers(0, 9))
    def a_request_follows_its_booking(
        self, number: int, right: bool, by: str, change: dict[str, Any], later: int
    ) -> None:
        row = self.row(number)
        changes = change | ({"day": row.day + timedelta(days=later)} if later > 4 and row.day else {})
        person = self.person("prevent" if right else by)
        self.act(amending.take_over_booking_change, reopens=True, pk=row.pk, by=person, changes=changes)

    @rule(number=which, later=st.integers(0, 9), protest=mostly)
    def the_organiser_changes_it(self, number: int, later: int, protest: bool) -> None:
        """A telephone number, which nobody has to look at; and then perhaps the day and what was answered."""
        whole = self.row(number).whole
        assert whole.day is not None
        answers = {**f.ANSWERS, "designated-by-college": protest, "under-18s": not protest}
        more = {"day": whole.day + timedelta(days=later), "answers": answers}
        for changes in ({"on_the_day": f"Kit, {self.now:%d%H}"}, more if later > 4 else {}):
            fields = amending.with_changes(amending.fields_of(whole), changes)
            who = Organiser(whole.organiser)
            self.act(amending.amend, reopens=True, pk=whole.pk, by=who, fields=fields)
            whole.refresh_from_db()

    @rule(
        number=which,
        right=mostly,
        by=persons,
        hazard=st.sampled_from(HAZARDS),
        mitigation=st.sampled_from(MITIGATIONS),
    )
    def somebody_notes_risks(
        self, number: int, right: bool, by: str, hazard: HazardFacts, mitigation: MitigationFacts
    ) -> None:
        row = self.row(number)
        person = self.whose(row) if right else self.person(by)
        self.act(risk.note_hazard, pk=row.pk, by=person, hazard=hazard)
        for noted in Hazard.objects.filter(request=row.whole, off_at=None).order_by("-noted_at")[:1]:
            told: dict[str, Any] = {"request": row.pk, "by": person}
            self.act(risk.note_mitigation, pk=noted.pk, mitigation=mitigation, **told)
            if not right:
                self.act(risk.change_hazard, pk=noted.pk, hazard=HAZARDS[0], **told)
                for each in Mitigation.objects.filter(hazard=noted, off_at=None)[:1]:
                    self.act(risk.take_mitigation_off, pk=each.pk, **told)
                self.act(risk.take_hazard_off, pk=noted.pk, **told)

    @rule(number=which, right=mostly, by=persons, words=st.sampled_from(["Go ahead.", ""]))
    def somebody_advises(self, number: int, right: bool, by: str, words: str) -> None:
        row = self.row(number)
        turn = Turn.objects.filter(request=row, left_at=None).exclude(advice_post="").first()
        asked = advisers(turn, self.now.date()) if turn else []
        person = self.fresh(asked[0]) if right and asked else self.person(by)
        said = {"risks": "A queue.", "mitigations": "", "recommendation": words}
        self.act(advising.advise, pk=row.pk, by=person, **said)

    @rule(number=which, right=mostly, by=persons, answer=st.sampled_from(["yes", "no", "speak", "", "back"]))
    def a_partner_is_asked(self, number: int, right: bool, by: str, answer: str) -> None:
        """Nothing about the request moves, whatever is answered."""
        row = self.row(number)
        person = self.whose(row) if right else self.person(by)
        contacts = list(PartnerContact.objects.values_list("pk", flat=True))
        stood = list(
            EventRequest.objects.order_by("pk").values("status", "outcome", "marks", "step", "decide_by")
        )
        self.act(partner.ask_partners, pk=row.pk, by=person, speaker="Morwenna Skeats", contacts=contacts)
        for question in PartnerQuestion.objects.filter(answered_at=None, withdrawn_at=None):
            token = token_for(catalogue.PARTNER_CHECK, question.ref, self.now)
            link = find(catalogue.PARTNER_CHECK, token, self.now) if token else None
            if answer == "back":
                self.act(partner.take_question_back, pk=question.pk, by=person)
            elif link is not None:
                self.act(partner.answer_partner, link=link, answer=answer, text="In March.", source="")
        assert stood == list(
            EventRequest.objects.order_by("pk").values("status", "outcome", "marks", "step", "decide_by")
        )

    @rule(by=persons, does=st.sampled_from(["check off", "confirm", "drop"]))
    def somebody_sees_to_a_condition(self, by: str, does: str) -> None:
        for action in Action.objects.all():
            person = action.owner if does == "check off" and action.owner else self.person(by)
            told: dict[str, Any] = {"pk": action.pk, "by": self.fresh(person)}
            if does == "check off":
                self.act(actions.check_off, note="", **told)
            elif does == "confirm":
                self.act(actions.confirm, held=True, note="", **told)
            else:
                self.act(actions.drop, why="Not needed.", **told)

    @rule(number=which, by=persons, aftermath=st.sampled_from(["took-place", "cancelled-speaker"]))
    def somebody_says_what_became_of_it(self, number: int, by: str, aftermath: str) -> None:
        row, person = self.row(number), self.person(by)
        who = Organiser(person) if row.organiser_id == person.pk else person
        self.act(ending.record_aftermath, pk=row.whole.pk, by=who, aftermath=aftermath, note="", attended=40)

    @rule(hours=st.sampled_from([1, 24, 72, 24 * 8, 24 * 21]))
    def time_passes_and_the_worker_ticks(self, hours: int) -> None:
        self.pass_time(hours)
        self.notice()

    @rule(
        number=which,
        who=st.sampled_from(["outsider", "stranger"]),
        page=st.sampled_from(["request", "decide", "risk", "record-pdf"]),
    )
    def a_stranger_looks(self, number: int, who: str, page: str) -> None:
        client = Client()
        client.force_login(self.person(who).user)  # type: ignore[arg-type]
        assert client.get(reverse(f"events:{page}", args=[self.row(number).pk])).status_code == 404

    # --- what the bodies say together ------------------------------------------------------------------------

    @invariant()
    def it_stands_only_when_every_body_has_approved(self) -> None:
        for main in self.rows():
            if not main.bodies:
                continue
            rows = {row.track: row for row in main.tracks.exclude(status="withdrawn")}
            said = [rows[each["code"]].outcome if each["code"] in rows else "" for each in main.bodies]
            assert all(each in APPROVED for each in said) == (main.outcome in APPROVED)
            assert main.outcome not in APPROVED or (APPROVED[1] in said) == (main.outcome == APPROVED[1])
            any_open = any(row.is_open for row in rows.values())
            assert main.outcome != "refused" or ("refused" in said and not any_open)
            # One no is no: what the others said neither outvotes it nor leaves it undecided.
            assert (
                main.is_open
                or main.status == "withdrawn"
                or "refused" not in said
                or main.outcome == "refused"
            )
            assert main.is_open or not any_open
            # The work stands on the parts, and nowhere else; the number on the whole.
            assert not [work for work in (main.checks, main.turns, main.decisions) if work.exists()]
            assert main.number is not None
            assert not [row for row in main.tracks.all() if row.number is not None]

    @invariant()
    def the_organiser_is_told_once_each_time_that_it_stands(self) -> None:
        told = Counter(Message.objects.filter(kind=catalogue.STANDS).values_list("about_id", flat=True))
        assert told == Counter({str(pk): number for pk, number in self.stands.items() if number})

    @invariant()
    def each_request_is_counted_once(self) -> None:
        if self.requests:
            seen = visible_to(self.person("prevent"), self.now.date())
            assert sorted(seen.values_list("pk", flat=True)) == sorted(each.pk for each in self.requests)


@pytest.mark.django_db
def test_whatever_people_do_to_what_several_bodies_decide_the_promises_hold() -> None:
    OfBodies.world = World()
    run_state_machine_as_test(OfBodies, settings=usual_settings(8, 3, steps=16))

"""The clock: pauses, climbing, the undecided day, amendments, appeals."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from dueregard.events.choices import Outcome, Status
from dueregard.events.commands import clock
from dueregard.events.commands.amending import amend
from dueregard.events.commands.appealing import change_decision, let_stand, lodge_appeal
from dueregard.events.commands.asking import answer, mark_designated, return_for_information, take_back
from dueregard.events.commands.deciding import confirm_refusal, decide
from dueregard.events.commands.ending import lapse, record_aftermath, widen
from dueregard.events.commands.hiring import begin_hire
from dueregard.events.commands.locking import Organiser
from dueregard.events.messages import WORDS, writer
from dueregard.events.models import EventRequest
from dueregard.events.queries.facts import whose_turn
from dueregard.events.rules.facts import SpeakerFacts
from dueregard.kernel.dates import WorkingCalendar, today_in_london
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.organisation.commands import end_post
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.timers.models import Timer
from tests.events import desk as d
from tests.people import BUILDER, NOON, TODAY, a_person, give, stand_in

pytestmark = pytest.mark.django_db
ENGLAND = WorkingCalendar("ENG")


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def reload(request: EventRequest) -> EventRequest:
    return EventRequest.objects.get(pk=request.pk)


def working_days_later(count: int) -> datetime:
    return datetime.combine(ENGLAND.after(TODAY, count), NOON.timetz())


def test_asking_stops_the_clock_and_the_answer_starts_it_where_it_stood(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    before = {check.code: check.due for check in request.checks.all()}
    return_for_information(pk=request.pk, by=desk.security, question="Which door?", now=NOON)
    assert reload(request).status == Status.RETURNED
    later = working_days_later(3)
    answer(pk=request.pk, by=Organiser(desk.organiser), text="The north door.", now=later)
    after = reload(request)
    assert after.status == Status.SUBMITTED
    assert after.decide_by == ENGLAND.after(request.decide_by, 3)  # type: ignore[arg-type]
    assert {c.code: c.due for c in after.checks.all()} == {k: ENGLAND.after(v, 3) for k, v in before.items()}
    assert after.questions.get().days_paused == 3


def test_while_the_clock_stands_nobody_is_reminded_but_the_day_still_comes(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    return_for_information(pk=request.pk, by=desk.head, question="Which door?", now=NOON)
    assert set(Timer.objects.values_list("kind", flat=True)) == {clock.LAPSE}


def test_a_question_can_be_taken_back(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    return_for_information(pk=request.pk, by=desk.head, question="Which door?", now=NOON)
    take_back(pk=request.pk, by=desk.head, now=NOON)
    assert reload(request).status == Status.SUBMITTED


def test_somebody_without_work_on_the_request_cannot_ask(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    with pytest.raises(Refused):
        return_for_information(pk=request.pk, by=desk.prevent_lead, question="Which door?", now=NOON)
    with pytest.raises(NotAllowed):
        return_for_information(pk=request.pk, by=desk.town.administrator, question="Which door?", now=NOON)


def test_work_that_nobody_does_climbs_to_the_deputy_and_then_to_the_next_step(desk: d.Desk) -> None:
    stand_in(desk.town.deputy, "head-of-unit", desk.town.politics)
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    turn = request.turns.get()
    day = turn.due + timedelta(days=5)
    assert whose_turn(turn, request, day) == [desk.head]
    reminders = Timer.objects.filter(kind__startswith="events.remind", about_id=str(turn.pk))
    reminders.delete()  # as on the morning of its day
    widen(item=turn, now=NOON)
    assert whose_turn(turn, request, day) == [desk.head, desk.town.deputy]
    widen(item=turn, now=NOON)
    assert whose_turn(turn, request, day) == [desk.head, desk.town.deputy, desk.secretary]
    assert Message.objects.filter(kind="events.climbed").count() == 2
    assert not reminders.exists()  # it is late: nobody is told again that it is due today


def test_a_day_that_comes_undecided_is_not_a_refusal(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    assert lapse(pk=request.pk, now=NOON) is None
    morning = datetime.combine(d.DAY, NOON.timetz()).replace(hour=0, tzinfo=UTC)
    lapse(pk=request.pk, now=morning)
    after = reload(request)
    assert (after.status, after.outcome) == (Status.NOT_DECIDED, "")
    record_aftermath(
        pk=request.pk, by=desk.secretary, aftermath="took-place", note="", attended=90, now=morning
    )
    assert reload(request).aftermath == "took-place"


def test_an_amendment_reopens_only_the_checks_that_it_touches(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    organiser = Organiser(desk.organiser)
    two = (SpeakerFacts("Morwenna Skeats"), SpeakerFacts("Ines Falk"))
    amendment = amend(pk=request.pk, by=organiser, fields=d.fields(desk, speakers=two), now=NOON)
    assert amendment.reopened == ["security", "free-speech"]
    assert request.checks.filter(code="room", state="done").exists()
    assert request.checks.filter(code="security", state="waiting", round=2).exists()


def test_an_amendment_that_changes_nothing_is_refused(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    with pytest.raises(Refused) as refused:
        amend(pk=request.pk, by=Organiser(desk.organiser), fields=d.fields(desk), now=NOON)
    assert refused.value.reasons == ["Nothing has been changed."]


def test_amending_an_approved_event_takes_it_back_to_the_step_that_decided(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    first = decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    amend(pk=request.pk, by=Organiser(desk.organiser), fields=d.fields(desk, venue="Great hall"), now=NOON)
    again = reload(request)
    assert (again.status, again.outcome, again.step) == (Status.SUBMITTED, "", "head-of-unit")
    first.refresh_from_db()
    assert first.state == "final"
    d.all_checks(desk, again)
    second = decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    first.refresh_from_db()
    assert (first.state, second.replaces) == ("replaced", first)


def refused(desk: d.Desk) -> EventRequest:
    answers = d.ANSWERS | {"anyone-unsafe": True, "unsafe-details": "A protest is likely."}
    request = d.a_sent_request(desk, answers=answers)
    d.all_checks(desk, request)
    decide(pk=request.pk, by=desk.secretary, decision=d.refusal(), now=NOON)
    confirm_refusal(pk=request.pk, by=desk.accountable, note="", now=NOON)
    return reload(request)


def test_an_appeal_is_heard_by_another_person_and_can_ease_the_decision(desk: d.Desk) -> None:
    request = refused(desk)
    appeal = lodge_appeal(pk=request.pk, by=Organiser(desk.organiser), grounds="Stewards will do.", now=NOON)
    assert appeal.post == "vice-chancellor"
    with pytest.raises(NotAllowed):
        change_decision(pk=appeal.pk, by=desk.secretary, decision=d.approval(), now=NOON)
    change_decision(pk=appeal.pk, by=desk.vice_chancellor, decision=d.approval(), now=NOON)
    after = reload(request)
    assert after.outcome == Outcome.APPROVED
    assert "Your appeal was heard. Your event can go ahead" in after.decisions.get(state="final").letter


def test_an_appeal_can_let_the_decision_stand_but_never_refuse_anew(desk: d.Desk) -> None:
    request = refused(desk)
    appeal = lodge_appeal(pk=request.pk, by=Organiser(desk.organiser), grounds="Stewards will do.", now=NOON)
    with pytest.raises(Refused):
        change_decision(pk=appeal.pk, by=desk.vice_chancellor, decision=d.refusal(), now=NOON)
    let_stand(pk=appeal.pk, by=desk.vice_chancellor, reasons="The hall cannot be made safe.", now=NOON)
    assert reload(request).outcome == Outcome.REFUSED
    with pytest.raises(Refused):
        lodge_appeal(pk=request.pk, by=Organiser(desk.organiser), grounds="Again.", now=NOON)


def test_an_appeal_after_its_time_is_refused_with_the_reason(desk: d.Desk) -> None:
    request = refused(desk)
    with pytest.raises(Refused) as too_late:
        lodge_appeal(pk=request.pk, by=Organiser(desk.organiser), grounds="Late.", now=working_days_later(6))
    assert too_late.value.reasons[0].startswith("The time for an appeal has passed.")


def test_a_person_marks_a_designated_event_and_its_checks_are_added(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    mark_designated(pk=request.pk, by=desk.prevent_lead, now=NOON)
    after = reload(request)
    assert "designated" in after.marks
    assert after.checks.filter(code="prevent", state="waiting").exists()


def test_an_address_can_begin_only_so_many_requests_in_a_day(desk: d.Desk) -> None:
    made = [
        begin_hire(name="Jo Finch", email="jo@slate.example", phone="", unit=desk.town.society, now=NOON)
        for _ in range(6)
    ]
    assert [request is None for request in made] == [False] * 5 + [True]


def test_the_day_of_the_town_is_the_day_of_the_tests() -> None:
    assert today_in_london(NOON) == TODAY


def test_a_post_held_without_an_account_is_asked_by_a_one_time_link(desk: d.Desk) -> None:
    chair = a_person("Chris Abara", desk.town.provider, signs_in=False)
    end_all(desk.vice_chancellor)
    give(chair, "vice-chancellor", desk.town.provider)
    request = refused(desk)
    appeal = lodge_appeal(pk=request.pk, by=Organiser(desk.organiser), grounds="Stewards will do.", now=NOON)
    mail = writer(WORDS["events.appeal-to-hear"])(appeal.ref, chair.ref, {})
    address = re.search(r"https?://[^/]+(/events/asked/\S+)", mail.text)
    assert address
    browser = Client()
    for _ in range(2):
        assert browser.get(address[1]).status_code == 200
    answer = browser.post(address[1], {"do": "approve", "note": "Stewards will do indeed."})
    assert answer.status_code == 200
    assert reload(request).outcome == Outcome.APPROVED
    assert browser.get(address[1]).status_code == 404


def test_the_link_of_somebody_whose_post_has_ended_opens_nothing_any_more(desk: d.Desk) -> None:
    chair = a_person("Chris Abara", desk.town.provider, signs_in=False)
    give(chair, "vice-chancellor", desk.town.provider)
    request = refused(desk)
    appeal = lodge_appeal(pk=request.pk, by=Organiser(desk.organiser), grounds="Stewards will do.", now=NOON)
    mail = writer(WORDS["events.appeal-to-hear"])(appeal.ref, chair.ref, {})
    address = re.search(r"https?://[^/]+(/events/asked/\S+)", mail.text)
    assert address
    assert Client().get(address[1]).status_code == 200
    end_post(pk=chair.holdings.get().pk, by=BUILDER, on=date(2021, 1, 1), now=NOON)
    assert Client().get(address[1]).status_code == 404
    assert Client().post(address[1], {"do": "approve", "note": "Stewards will do."}).status_code == 404


def end_all(person: Person) -> None:
    for holding in person.holdings.all():
        end_post(pk=holding.pk, by=BUILDER, on=TODAY - timedelta(days=1), now=NOON)

"""One event, several bodies that decide: each decides for itself, and the event stands when all have approved."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dueregard.events.commands.amending import Lacking, amend
from dueregard.events.commands.appealing import change_decision, lodge_appeal
from dueregard.events.commands.asking import answer, mark_designated, return_for_information
from dueregard.events.commands.deciding import confirm_refusal, decide
from dueregard.events.commands.ending import lapse, record_aftermath
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import withdraw
from dueregard.events.commands.tracks import FACTS
from dueregard.events.models import Check, Decision, EventRequest
from dueregard.kernel.errors import Refused
from dueregard.ledger.models import Entry
from dueregard.outbox.models import Message
from tests.events import desk
from tests.events import federation as f
from tests.people import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
OWN = {
    "id", "main", "track", "track_title", "bodies", "number", "unit", "answers", "status", "outcome", "edition", "marks",
    "marked_by_person", "late", "notice", "lead_time", "step", "step_title", "step_due", "decide_by", "submitted_at",
    "decided_at", "ended_at", "withdrawn_by", "why_withdrawn", "withdrawal_note", "brought_in", "original", "row_key",
    "words", "version", "created_at", "changed_at", "designated",
}  # fmt: skip
"""What each row has for itself. A new field of requests goes either here or among the facts that are carried over."""


@pytest.fixture
def made() -> f.Federation:
    return f.a_federation()


def stands(request: EventRequest) -> tuple[str, str]:
    found = f.fresh(request)
    return found.status, found.outcome


def told(kind: str) -> int:
    return Message.objects.filter(kind=f"events.{kind}").count()


# --- sending -------------------------------------------------------------------------------------------------


def test_a_request_goes_to_every_body_at_once(made: f.Federation) -> None:
    request = f.sent(made)
    college, university = f.body(request, "home"), f.body(request, "university")
    assert [each["code"] for each in request.bodies] == ["home", "university"]
    assert (college.unit, university.unit) == (made.college, made.town.provider)
    assert [check.code for check in college.checks.all()] == ["room"]
    assert [check.code for check in university.checks.all()] == ["security"]
    assert (college.step, university.step) == ("college-principal", "secretary")
    assert (f.fresh(request).step, Check.objects.filter(request=request).count()) == ("", 0)


def test_the_number_is_given_once_and_each_body_says_its_name_with_it(made: f.Federation) -> None:
    request = f.sent(made)
    assert request.shown_number == "E-0001"
    assert f.body(request, "university").shown_number == "E-0001 (University)"
    assert f.body(request, "home").shown_number == "E-0001 (St Anne’s College)"
    assert f.sent(made).shown_number == "E-0002"


def test_the_main_row_shows_the_latest_date_and_the_longest_lead_time(made: f.Federation) -> None:
    request = f.fresh(f.sent(made))
    dates = [f.body(request, track).decide_by for track in ("home", "university")]
    assert request.decide_by == max(dates)
    assert request.lead_time == 15
    assert request.step_title == "St Anne’s College, University"


def test_a_procedure_without_other_bodies_has_one_row() -> None:
    made = f.a_federation("")
    request = f.sent(made)
    assert EventRequest.objects.count() == 1
    assert (request.bodies, request.step) == ([], "college-principal")


def test_a_body_that_has_the_event_already_does_not_decide_it_twice() -> None:
    """The university names the college; the college, which inherits that, does not name itself."""
    college = '[[track]]\nid = "college"\ntitle = "St Anne’s"\nunit = "st-annes"\n'
    made = f.a_federation("", university=college)
    assert f.sent(made).bodies == []
    assert [each["code"] for each in f.sent(made, unit=made.town.politics).bodies] == ["home", "college"]


def test_a_college_that_is_a_provider_of_its_own_shares_an_event_too() -> None:
    made = f.a_federation(apart=True)
    request = f.sent(made)
    assert f.body(request, "university").unit == made.town.provider
    assert f.body(request, "home").edition != f.body(request, "university").edition


def test_the_body_whose_place_it_is_decides_too() -> None:
    made = f.a_federation(
        "", university='[[track]]\nid = "place"\ntitle = "The college whose hall it is"\nfrom = "place"\n'
    )
    request = f.sent(made, unit=made.town.politics)
    assert f.body(request, "place").unit == made.college
    assert [check.post for check in f.body(request, "place").checks.all()] == ["bursar"]
    elsewhere = f.sent(made, unit=made.town.politics, place=None)
    assert elsewhere.bodies == []


def test_a_body_takes_part_only_where_a_mark_asks_for_it() -> None:
    made = f.a_federation(f.AT_ONCE + 'when = ["designated"]\n')
    assert f.sent(made).bodies == []
    marked = f.sent(made, answers={**f.ANSWERS, "designated-by-college": True})
    assert [each["code"] for each in marked.bodies] == ["home", "university"]


def test_nothing_is_sent_before_the_questions_of_all_bodies_are_answered(made: f.Federation) -> None:
    with pytest.raises(Refused) as no:
        f.sent(made, answers={"under-18s": False, "designated-by-college": False})
    assert no.value.reasons == ["Answer: Will it be filmed?"]


def test_each_body_keeps_the_answers_to_its_own_questions(made: f.Federation) -> None:
    request = f.sent(made)
    assert f.fresh(request).answers == f.ANSWERS
    assert f.body(request, "home").answers == {"under-18s": False, "designated-by-college": False}
    assert f.body(request, "university").answers == {"under-18s": False, "filmed": True}


# --- facts ---------------------------------------------------------------------------------------------------


def test_every_field_of_a_request_is_either_a_fact_or_a_bodys_own() -> None:
    fields = {field.name for field in EventRequest._meta.concrete_fields}
    assert fields == OWN | set(FACTS)
    assert not OWN & set(FACTS)


def test_every_fact_is_carried_over_on_sending_and_at_each_change(made: f.Federation) -> None:
    request = f.sent(made)
    assert_same_facts(request)
    changed = f.fields(
        made, title="Islands", summary="Other", kind="debate", place=None, where="elsewhere", venue="Town hall",
        day=date(2027, 1, 21), starts=time(19), ends=time(21), people=200, audience="guests", on_the_day="Bea",
    )  # fmt: skip
    amend(pk=request.pk, by=Organiser(made.organiser), fields=changed, now=LATER)
    assert f.body(request, "university").title == "Islands"
    assert_same_facts(request)


def assert_same_facts(request: EventRequest) -> None:
    main = f.fresh(request)
    for companion in main.tracks.all():
        assert {name: getattr(companion, name) for name in FACTS} == {
            name: getattr(main, name) for name in FACTS
        }


# --- what they say together ----------------------------------------------------------------------------------


def test_the_event_stands_only_when_both_have_approved(made: f.Federation) -> None:
    request = f.sent(made)
    f.college_says(made, request)
    assert stands(request) == ("submitted", "")
    assert told("stands") == 0
    f.university_says(made, request, f.with_conditions())
    assert stands(request) == ("decided", "approved-with-conditions")
    assert told("stands") == 1
    assert told("decision-made") == 2


def test_each_body_writes_its_own_letter(made: f.Federation) -> None:
    request = f.sent(made)
    f.college_says(made, request)
    letter = Decision.objects.get().letter
    assert letter.startswith("E-0001 (St Anne’s College): Island towns and work")
    assert "For St Anne’s College, your event can go ahead as you asked." in letter
    assert "University decides for itself. Your event stands when all have approved it." in letter


def test_one_refusal_refuses_the_whole_once_all_have_decided(made: f.Federation) -> None:
    request = f.sent(made)
    f.college_says(made, request, desk.refusal())
    college = f.body(request, "home")
    confirm_refusal(pk=college.pk, by=made.accountable, note="", now=NOON)
    assert stands(request) == ("submitted", "")
    f.university_says(made, request)
    assert stands(request) == ("decided", "refused")
    assert told("stands") == 0


def test_an_appeal_that_eases_a_refusal_lets_the_event_stand(made: f.Federation) -> None:
    request = f.sent(made)
    f.university_says(made, request)
    f.college_says(made, request, desk.refusal())
    college = f.body(request, "home")
    confirm_refusal(pk=college.pk, by=made.accountable, note="", now=NOON)
    assert stands(request) == ("decided", "refused")
    appeal = lodge_appeal(pk=college.pk, by=Organiser(made.organiser), grounds="Think again.", now=NOON)
    change_decision(pk=appeal.pk, by=made.visitor, decision=desk.approval(), now=NOON)
    assert stands(request) == ("decided", "approved")
    assert told("stands") == 1


def test_a_body_that_waits_for_another_begins_when_that_has_approved() -> None:
    made = f.a_federation(f.AFTER)
    request = f.sent(made)
    assert list(request.tracks.values_list("track", flat=True)) == ["home"]
    assert f.fresh(request).step_title == "St Anne’s College, University"
    f.college_says(made, request, now=LATER)
    university = f.body(request, "university")
    assert (university.status, university.submitted_at) == ("submitted", LATER)
    assert stands(request) == ("submitted", "")
    f.university_says(made, request, now=LATER)
    assert stands(request) == ("decided", "approved")


def test_a_body_that_begins_later_is_not_late_because_another_took_long() -> None:
    made = f.a_federation(f.AFTER)
    request = f.sent(made)
    f.college_says(made, request, now=NOON + timedelta(days=30))
    university = f.body(request, "university")
    assert not university.late
    assert university.notice == f.body(request, "home").notice


def test_a_body_that_waits_for_one_that_refused_never_begins() -> None:
    made = f.a_federation(f.AFTER)
    request = f.sent(made)
    f.college_says(made, request, desk.refusal())
    confirm_refusal(pk=f.body(request, "home").pk, by=made.accountable, note="", now=NOON)
    assert stands(request) == ("decided", "refused")
    assert request.tracks.count() == 1


def test_a_day_that_comes_undecided_in_one_body_is_not_decided_in_time(made: f.Federation) -> None:
    request = f.sent(made)
    f.college_says(made, request)
    on_the_day = datetime.combine(f.DAY, time(0, 5), tzinfo=ZoneInfo("Europe/London"))
    lapse(pk=f.body(request, "university").pk, now=on_the_day)
    assert stands(request) == ("not-decided", "")
    assert f.fresh(request).ended_at == on_the_day


def test_the_organiser_withdraws_the_whole(made: f.Federation) -> None:
    request = f.sent(made)
    f.college_says(made, request)
    withdraw(pk=request.pk, by=Organiser(made.organiser), whose="organiser", why="plans", note="", now=NOON)
    assert {each.status for each in EventRequest.objects.all()} == {"withdrawn"}
    assert not Check.objects.filter(state="waiting").exists()
    assert told("request-withdrawn") == 2


def test_a_question_of_one_body_stops_only_its_clock(made: f.Federation) -> None:
    request = f.sent(made)
    university = f.body(request, "university")
    return_for_information(pk=university.pk, by=made.security, question="Which door?", now=NOON)
    assert stands(request) == ("returned", "")
    assert f.body(request, "home").status == "submitted"
    answer(pk=university.pk, by=Organiser(made.organiser), text="The north one.", now=LATER)
    assert stands(request) == ("submitted", "")


def test_what_became_of_it_is_recorded_once_for_all(made: f.Federation) -> None:
    request = f.sent(made)
    f.college_says(made, request)
    f.university_says(made, request)
    after = datetime.combine(f.DAY + timedelta(days=1), time(9), tzinfo=ZoneInfo("Europe/London"))
    record_aftermath(
        pk=request.pk, by=Organiser(made.organiser), aftermath="took-place", note="", attended=80, now=after
    )
    assert {each.aftermath for each in EventRequest.objects.all()} == {"took-place"}


# --- changes -------------------------------------------------------------------------------------------------


def test_a_change_reopens_only_the_checks_that_it_touches_in_each_body(made: f.Federation) -> None:
    request = f.sent(made)
    f.college_says(made, request)
    f.university_checks(made, request)
    answers = {**f.ANSWERS, "filmed": False}
    amend(pk=request.pk, by=Organiser(made.organiser), fields=f.fields(made, answers=answers), now=LATER)
    assert f.body(request, "home").status == "decided"
    assert f.body(request, "university").answers["filmed"] is False
    amendment = amend(
        pk=request.pk,
        by=Organiser(made.organiser),
        fields=f.fields(made, answers=answers, people=300),
        now=LATER,
    )
    assert sorted(amendment.reopened) == ["room", "security"]
    assert {f.body(request, each).status for each in ("home", "university")} == {"submitted"}
    assert stands(request) == ("submitted", "")


def test_a_change_that_leaves_an_answer_out_says_so_for_every_body(made: f.Federation) -> None:
    request = f.sent(made)
    short = {"under-18s": False, "designated-by-college": False}
    with pytest.raises(Lacking) as no:
        amend(pk=request.pk, by=Organiser(made.organiser), fields=f.fields(made, answers=short), now=LATER)
    assert [each.field for each in no.value.missing] == ["answer-filmed"]


def test_a_change_can_bring_another_body_in() -> None:
    """What the one body had done stands; the other begins."""
    made = f.a_federation(f.AT_ONCE + 'when = ["designated"]\n')
    request = f.sent(made)
    f.college_checks_of_one(made, request)
    answers = {**f.ANSWERS, "designated-by-college": True}
    amend(pk=request.pk, by=Organiser(made.organiser), fields=f.fields(made, answers=answers), now=LATER)
    home = f.body(request, "home")
    assert [check.state for check in home.checks.all()] == ["done"]
    assert f.body(request, "university").status == "submitted"
    assert (f.fresh(request).number, f.fresh(request).step, request.checks.count()) == (1, "", 0)
    f.college_says(made, request, now=LATER)
    f.university_says(made, request, now=LATER)
    assert stands(request) == ("decided", "approved")


def test_a_person_who_marks_an_event_can_bring_another_body_in() -> None:
    made = f.a_federation(f.AT_ONCE + 'when = ["designated"]\n')
    request = f.sent(made)
    mark_designated(pk=request.pk, by=made.principal, now=NOON)
    assert [each["code"] for each in f.fresh(request).bodies] == ["home", "university"]
    assert f.body(request, "home").marks == ["designated"]
    assert f.body(request, "university").marks == []


def test_a_body_whose_place_it_no_longer_is_is_let_off() -> None:
    made = f.a_federation("", university='[[track]]\nid = "place"\ntitle = "Place"\nfrom = "place"\n')
    politics = made.town.politics
    request = f.sent(made, unit=politics)
    changes = f.fields(made, unit=politics, place=None)
    amend(pk=request.pk, by=Organiser(made.organiser), fields=changes, now=LATER)
    assert f.body(request, "place").status == "withdrawn"
    assert [each["code"] for each in f.fresh(request).bodies] == ["home"]
    decide(
        pk=f.body(request, "home").pk,
        by=made.secretary,
        decision=desk.approval(without_checks="Seen."),
        now=LATER,
    )
    assert stands(request) == ("decided", "approved")


# --- the main row has no work of its own ---------------------------------------------------------------------


def test_nobody_decides_asks_or_marks_on_the_main_row(made: f.Federation) -> None:
    request = f.sent(made)
    said = "Several bodies decide about this request. Open the page of the one for which you work."
    for act in (
        lambda: decide(pk=request.pk, by=made.principal, decision=desk.approval(), now=NOON),
        lambda: mark_designated(pk=request.pk, by=made.principal, now=NOON),
        lambda: return_for_information(pk=request.pk, by=made.principal, question="?", now=NOON),
    ):
        with pytest.raises(Refused) as no:
            act()
        assert no.value.reasons == [said]


def test_the_ledger_tells_when_each_body_began_and_what_all_said(made: f.Federation) -> None:
    request = f.sent(made)
    f.college_says(made, request)
    f.university_says(made, request)
    actions = list(Entry.objects.filter(action__startswith="events.").values_list("action", flat=True))
    assert actions.count("events.body-began") == 2
    assert actions.count("events.settled") == 1
    assert actions.count("events.sent") == 1

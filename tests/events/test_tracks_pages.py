"""The pages of an event that several bodies decide: what the organiser, each body and strangers see."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dueregard.accounts.links import token_for
from dueregard.events import catalogue
from dueregard.events.commands import asking, deciding, risk
from dueregard.events.commands.drafting import save_draft
from dueregard.events.commands.hiring import begin_hire, confirm_address
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import send
from dueregard.events.models import EventRequest
from dueregard.events.papers import record_paper
from dueregard.events.queries.record import record_of
from dueregard.events.queries.register import Filters, filtered
from dueregard.events.queries.visible import may_see
from dueregard.events.rules.risk import HazardFacts, MitigationFacts
from dueregard.events.waiting import waiting_for
from dueregard.organisation.models import Person
from tests.events import desk
from tests.events import federation as f
from tests.events.test_pages import ENGLAND, as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> f.Federation:
    return f.a_federation()


def sent(made: f.Federation, **changes: object) -> EventRequest:
    day = ENGLAND.after(timezone.now().date(), 25)
    return f.sent(made, now=timezone.now(), **({"day": day} | changes))


def page(person: Any, request: EventRequest, name: str = "request") -> str:
    answer = as_(person).get(reverse(f"events:{name}", args=[request.pk]))
    return answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"


def now() -> datetime:
    return timezone.now()


# --- who sees what -------------------------------------------------------------------------------------------


def test_the_organiser_sees_each_body_who_has_it_and_by_when(made: f.Federation) -> None:
    request = sent(made)
    shown = page(made.organiser, request)
    assert "Each body decides for itself on the same facts." in shown
    assert "With Bursar (room, health and safety)." in shown
    assert "With Head of security (security and stewarding)." in shown
    assert "With St Anne’s College and University." in shown


def test_risks_and_conditions_of_all_bodies_stand_together_on_the_main_page_and_its_pdf(
    made: f.Federation,
) -> None:
    request = sent(made)
    doors = HazardFacts("Doors blocked by a crowd", "possible", "serious")
    stairs = HazardFacts("A fall on the chapel stairs", "rare", "serious")
    college = f.body(request, "home")
    risk.note_hazard(pk=f.body(request, "university").pk, by=made.security, hazard=doors, now=now())
    noted = risk.note_hazard(pk=college.pk, by=made.bursar, hazard=stairs, now=now())
    rail = MitigationFacts("A second rail", owner="Bursar")
    risk.note_mitigation(pk=noted.pk, request=college.pk, by=made.bursar, mitigation=rail, now=now())
    f.university_says(made, request, f.with_conditions(), now=now())
    lamps = replace(f.CONDITION, what="Lamps on the stairs", owner="Bursar", owner_post="bursar")
    outcome = {
        "outcome": "approved-with-conditions",
        "reasons": "The college’s own words.",
        "conditions": (lamps,),
    }
    f.college_says(made, request, desk.approval(**outcome), now=now())

    # Whoever works in one body sees the risks, outcomes and conditions of both, and not what was written in the other.
    for person, private in ((made.principal, "A lawful talk"), (made.secretary, "The college’s own words.")):
        shown = page(person, request)
        for words in (doors.what, stairs.what, "A second rail", "Tickets only", "Lamps on the stairs"):
            assert words in shown
        assert private not in shown
        stand = shown.split("Where the conditions stand", 1)[1].split("</table>")[0]
        for title, words in (("University", "Tickets only"), ("St Anne’s College", "Lamps on the stairs")):
            assert (
                f'{words}</a><span class="dr-sub">{title}<' in stand
                or f'{words}<span class="dr-sub">{title}<' in stand
            )
        assert "To do" in stand or "Open" in stand

    # The organiser sees what the event depends on and where it stands, and not the assessment of risks.
    own = page(made.organiser, request)
    assert "Where the conditions stand" in own
    assert "Lamps on the stairs" in own
    assert doors.what not in own

    def paper(person: Person) -> str:
        record = record_of(may_see(person, request.pk, now().date()), person, now().date())
        return str(record_paper(record, made=now()))

    for words in (
        doors.what,
        stairs.what,
        "A second rail",
        "University, condition 1",
        "St Anne’s College, condition 1",
    ):
        assert words in paper(made.principal)
        assert ("condition" in words) == (words in paper(made.organiser))
    for person in (made.organiser, made.bursar):
        pdf = as_(person).get(reverse("events:record-pdf", args=[request.pk]))
        assert pdf.content.startswith(b"%PDF")


def test_a_body_sees_of_another_its_outcome_and_conditions_and_nothing_that_is_private(
    made: f.Federation,
) -> None:
    request = sent(made)
    f.university_checks(made, request, now=now())
    deciding.decide(
        pk=f.body(request, "university").pk,
        by=made.secretary,
        decision=desk.approval(
            outcome="approved-with-conditions",
            conditions=(f.CONDITION,),
            reasons="The Secretary’s own words.",
        ),
        now=now(),
    )
    asking.return_for_information(
        pk=f.body(request, "home").pk, by=made.bursar, question="Which piano, please?", now=now()
    )
    college = page(made.principal, f.body(request, "home"))
    assert "Tickets only" in college
    assert "The other bodies" in college
    assert "Which piano, please?" in college
    for secret in ("The back door sticks.", "The Secretary’s own words.", "Security and stewarding"):
        assert secret not in college
        assert secret not in page(made.principal, request)
    university = page(made.secretary, f.body(request, "university"))
    assert "The back door sticks." in university
    assert "Which piano, please?" not in university
    assert "Which piano, please?" not in page(made.secretary, request)


def test_each_body_opens_its_own_page_and_not_the_others(made: f.Federation) -> None:
    """The university's register reaches over the college; the college's work is private all the same."""
    request = sent(made)
    college, university = f.body(request, "home"), f.body(request, "university")
    assert page(made.bursar, college) != "404"
    assert page(made.keeper, college) != "404"
    assert page(made.security, university) != "404"
    assert page(made.secretary, university) != "404"
    for person in (made.security, made.secretary):
        assert page(person, college) == "404"
    for person in (made.bursar, made.principal, made.keeper):
        assert page(person, university) == "404"
    for person in (made.bursar, made.principal, made.keeper, made.security, made.secretary):
        assert "Who decides" in page(person, request)


@pytest.mark.parametrize("apart", [False, True])
def test_a_stranger_sees_none_of_the_rows(apart: bool) -> None:
    made = f.a_federation(apart=apart)
    request = sent(made)
    for person in (made.outsider, made.town.stranger, made.town.member):
        for row in (request, f.body(request, "home"), f.body(request, "university")):
            assert page(person, row) == "404"


def test_a_university_that_only_decides_sees_the_whole_of_a_college_apart() -> None:
    made = f.a_federation(apart=True)
    request = sent(made)
    assert "Who decides" in page(made.secretary, request)
    assert "Who decides" in page(made.security, request)
    assert page(made.secretary, f.body(request, "home")) == "404"


def test_a_check_of_another_body_is_not_there(made: f.Federation) -> None:
    request = sent(made)
    check = f.body(request, "university").checks.get()
    assert as_(made.security).get(reverse("events:check", args=[check.pk])).status_code == 200
    assert as_(made.principal).get(reverse("events:check", args=[check.pk])).status_code == 404
    assert as_(made.organiser).get(reverse("events:check", args=[check.pk])).status_code == 404


def test_whoever_confirms_a_refusal_of_one_body_sees_the_whole(made: f.Federation) -> None:
    request = sent(made)
    f.university_says(made, request, desk.refusal(), now=now())
    assert "A refusal is proposed" in page(made.accountable, f.body(request, "university"))
    assert "Who decides" in page(made.accountable, request)
    assert page(made.accountable, f.body(request, "home")) == "404"


def test_answers_are_seen_by_the_organiser_and_by_the_body_that_asked(made: f.Federation) -> None:
    request = sent(made)
    film, protest = "Will it be filmed?", "Does the fellowship expect a protest?"
    both = page(made.organiser, request)
    assert film in both
    assert protest in both
    assert film not in page(made.principal, request)
    assert protest not in page(made.secretary, request)
    assert film in page(made.secretary, f.body(request, "university"))


def test_the_organiser_of_one_body_is_led_to_the_whole(made: f.Federation) -> None:
    request = sent(made)
    answer = as_(made.organiser).get(reverse("events:request", args=[f.body(request, "university").pk]))
    assert answer.headers["Location"] == reverse("events:request", args=[request.pk])


# --- lists, counts, downloads, what waits ---------------------------------------------------------------------


def test_a_request_is_listed_counted_and_downloaded_once(made: f.Federation) -> None:
    request = sent(made)
    f.college_says(made, request, now=now())
    f.university_says(made, request, f.with_conditions(), now=now())
    for person in (made.keeper, made.secretary, made.security, made.bursar):
        assert list(filtered(person, Filters(), now().date())) == [request]
        assert list(filtered(person, Filters(words="island"), now().date())) == [request]
    rows = b"".join(as_(made.keeper).get(reverse("events:export", args=["csv"])).streaming_content).decode()
    assert rows.count("E-0001") == 1
    assert "Priya Nair; Tom Ferris" in rows
    assert page(made.organiser, request, "request").count("E-0001 (") == 0
    mine = as_(made.organiser).get(reverse("events:mine")).content.decode()
    assert mine.count("Island towns and work") == 1


def test_what_waits_comes_from_each_body(made: f.Federation) -> None:
    request = sent(made)
    found = {
        person.name: [(item.what, item.detail) for item in waiting_for(person, now().date())]
        for person in (made.bursar, made.security)
    }
    (check,) = found["Col Reed"]
    assert check[0] == "Check ‘Room, health and safety’: Island towns and work"
    assert check[1].startswith("E-0001 (St Anne’s College), St Anne’s College")
    (check,) = found["Sid Rowe"]
    assert check[1].startswith("E-0001 (University), St Anne’s College")
    assert not list(waiting_for(made.organiser, now().date()))
    asking.return_for_information(
        pk=f.body(request, "university").pk, by=made.security, question="Which door?", now=now()
    )
    (item,) = waiting_for(made.organiser, now().date())
    assert item.address == reverse("events:answer", args=[f.body(request, "university").pk])


# --- what the organiser does ---------------------------------------------------------------------------------


def test_the_organiser_answers_one_body_and_appeals_to_it(made: f.Federation) -> None:
    request = sent(made)
    university = f.body(request, "university")
    asking.return_for_information(pk=university.pk, by=made.security, question="Which door?", now=now())
    answer = reverse("events:answer", args=[university.pk])
    shown = page(made.organiser, request)
    assert "Which door?" in shown
    assert answer in shown
    client = as_(made.organiser)
    went = client.post(answer, {"note": "The north one."})
    assert went.headers["Location"] == reverse("events:request", args=[request.pk])
    f.university_says(made, request, f.with_conditions(), now=now())
    appeal = reverse("events:appeal", args=[university.pk])
    assert appeal in page(made.organiser, request)
    assert client.post(appeal, {"note": "Tickets cost us."}).status_code == 302
    assert university.appeals.count() == 1
    assert appeal not in page(made.organiser, request)
    assert (
        "For University, your event can go ahead."
        in client.get(reverse("events:letter", args=[university.pk])).content.decode()
    )


def test_a_hirer_follows_the_whole_by_link_and_answers_a_body(made: f.Federation) -> None:
    moment = now()
    draft = begin_hire(name="Bea Fox", email="bea@fox.example", phone="1", unit=made.college, now=moment)
    assert draft is not None
    link = Organiser(link="x", request=draft.pk)
    confirm_address(pk=draft.pk, by=link, now=moment)
    day = ENGLAND.after(moment.date(), 25)
    save_draft(pk=draft.pk, by=link, fields=f.fields(made, day=day), now=moment)
    request = send(pk=draft.pk, by=link, now=moment)
    token = token_for(catalogue.HIRER, request.ref, moment)
    client = Client()
    shown = client.get(reverse("events:by-link", args=[token])).content.decode()
    assert "Each body decides for itself" in shown
    university = f.body(request, "university")
    asking.return_for_information(pk=university.pk, by=made.security, question="Which door?", now=moment)
    address = reverse("events:by-link-answer", args=[token]) + "?of=university"
    assert address in client.get(reverse("events:by-link", args=[token])).content.decode()
    assert client.get(address).status_code == 200
    went = client.post(address, {"note": "The north one."})
    assert went.headers["Location"] == reverse("events:by-link", args=[token])
    assert university.questions.get().answer == "The north one."
    assert client.get(reverse("events:by-link-answer", args=[token]) + "?of=nobody").status_code == 404


# --- the form ------------------------------------------------------------------------------------------------


def test_the_form_asks_each_question_of_all_bodies_once_and_shows_each_ladder(made: f.Federation) -> None:
    shown = as_(made.organiser).get(reverse("events:new")).content.decode()
    assert shown.count("Will children or young people under 18 be there?") == 1
    assert "Will it be filmed?" in shown
    assert "Does the fellowship expect a protest?" in shown
    day = ENGLAND.after(now().date(), 25)
    panel = as_(made.organiser).post(
        reverse("events:new-route"),
        {"unit": str(made.college.pk), "day_day": day.day, "day_month": day.month, "day_year": day.year},
    )
    said = panel.content.decode()
    assert "Several bodies decide about this event, each for itself." in said
    assert said.index("St Anne’s College") < said.index(">University<")


def test_a_question_that_only_a_marked_event_is_asked_comes_when_it_is_marked() -> None:
    made = f.a_federation(f.AT_ONCE + 'when = ["designated"]\n')
    client = as_(made.organiser)
    assert "Will it be filmed?" not in client.get(reverse("events:new")).content.decode()
    typed = {"do": "send", "unit": str(made.college.pk), "answer-designated-by-college": "yes"}
    assert "Will it be filmed?" in client.post(reverse("events:new"), typed).content.decode()


# --- cost ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "name"), [("organiser", "request"), ("keeper", "request"), ("principal", "request")]
)
def test_the_main_page_asks_at_most_fifteen_times(
    made: f.Federation, who: str, name: str, django_assert_max_num_queries: Any
) -> None:
    request = sent(made)
    doors = HazardFacts("Doors blocked by a crowd", "possible", "serious")
    risk.note_hazard(pk=f.body(request, "university").pk, by=made.security, hazard=doors, now=now())
    f.university_says(made, request, f.with_conditions(), now=now())
    client = as_(getattr(made, who))
    with django_assert_max_num_queries(15):
        assert client.get(reverse(f"events:{name}", args=[request.pk])).status_code == 200


@pytest.mark.parametrize("name", ["request", "decide", "record-pdf"])
def test_the_page_of_one_body_asks_at_most_fifteen_times(
    made: f.Federation, name: str, django_assert_max_num_queries: Any
) -> None:
    request = sent(made)
    f.university_says(made, request, f.with_conditions(), now=now())
    f.college_checks(made, request, now=now())
    client = as_(made.principal)
    with django_assert_max_num_queries(15):
        assert client.get(reverse(f"events:{name}", args=[f.body(request, "home").pk])).status_code == 200

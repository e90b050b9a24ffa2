"""The pages of events as their users meet them, over HTTP with the real middleware."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dueregard.events.commands.deciding import decide as decide_command
from dueregard.events.commands.deciding import pass_up
from dueregard.events.models import EventRequest
from dueregard.events.queries.record import record_of
from dueregard.events.views.record import links_of, way_to
from dueregard.kernel.dates import WorkingCalendar, today_in_london
from dueregard.organisation.models import Person
from tests.events import desk as d

pytestmark = pytest.mark.django_db
ENGLAND = WorkingCalendar("ENG")


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def as_(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def typed(desk: d.Desk, **changes: Any) -> dict[str, Any]:
    """What a browser sends of a complete form, five working weeks ahead of the real today."""
    day = ENGLAND.after(today_in_london(timezone.now()), 25)
    values = {
        "title": "Island towns and work",
        "kind": "talk",
        "unit": str(desk.town.politics.pk),
        "day_day": day.day,
        "day_month": day.month,
        "day_year": day.year,
        "starts": "18:30",
        "where": "on-premises",
        "venue": "Lecture room 4",
        "people": "120",
        "audience": "members",
        "speaker-1-name": "Morwenna Skeats",
        "speaker-1-body": "Islands Work Trust",
        "answer-stopped-before": "no",
        "answer-anyone-unsafe": "no",
        "answer-code-accepted": "yes",
        "answer-media": "no",
        "answer-who-else": "nobody-else",
        "answer-under-18s": "no",
    }
    return values | changes


def sent(desk: d.Desk) -> EventRequest:
    return d.a_sent_request(desk, now=timezone.now(), day=ENGLAND.after(today_in_london(timezone.now()), 25))


def test_an_organiser_asks_sees_the_route_and_sends(desk: d.Desk) -> None:
    client = as_(desk.organiser)
    assert client.get(reverse("events:new")).status_code == 200
    shown = client.post(reverse("events:new-route"), typed(desk)).content.decode()
    assert "Decided by" in shown
    assert "In time: 25 working days" in shown
    answer = client.post(reverse("events:new"), typed(desk, do="send"))
    request = EventRequest.objects.get()
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == reverse("events:request", args=[request.pk])
    assert request.status == "submitted"
    page = client.get(answer["Location"]).content.decode()
    assert "Your request is sent. Its number is E-0001." in page
    assert "With Conference office" in page or "Security" in page


def test_saving_for_later_asks_for_nothing(desk: d.Desk) -> None:
    client = as_(desk.organiser)
    answer = client.post(reverse("events:new"), {"title": "Half an idea", "do": "save"})
    draft = EventRequest.objects.get()
    assert answer["Location"] == reverse("events:edit", args=[draft.pk])
    assert "Half an idea" in client.get(answer["Location"]).content.decode()


def test_what_is_missing_stands_at_its_field_and_nothing_typed_is_lost(desk: d.Desk) -> None:
    client = as_(desk.organiser)
    answer = client.post(reverse("events:new"), typed(desk, people="", venue="Lecture room 4", do="send"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_people"' in page
    assert "Say how many people you expect. A good guess will do." in page
    assert "Morwenna Skeats" in page
    assert EventRequest.objects.get().status == "draft"


def test_an_event_of_several_days_keeps_them_when_something_else_is_changed(desk: d.Desk) -> None:
    day = ENGLAND.after(today_in_london(timezone.now()), 25)
    request = d.a_sent_request(desk, now=timezone.now(), day=day, last_day=day + timedelta(days=2))
    client, address = as_(desk.organiser), reverse("events:amend", args=[request.pk])

    def until(last: date) -> dict[str, Any]:
        return {"last_day_day": last.day, "last_day_month": last.month, "last_day_year": last.year}

    early = client.post(address, typed(desk, do="send", **until(day - timedelta(days=1))))
    assert "The last day comes before the first." in early.content.decode()
    (box,) = re.findall(r'<input[^>]*name="last_day_day"[^>]*>', client.get(address).content.decode())
    assert f'value="{request.last_day.day}"' in box  # type: ignore[union-attr]
    same = typed(desk, do="send", about="About work.", **until(day + timedelta(days=2)))
    assert client.post(address, same).status_code == 302
    after = EventRequest.objects.get(pk=request.pk)
    assert (after.last_day, after.amendments.get().reopened) == (day + timedelta(days=2), [])


def test_a_time_that_the_clocks_skip_is_told(desk: d.Desk) -> None:
    client = as_(desk.organiser)
    spring = typed(desk, day_day=28, day_month=3, day_year=2027, starts="01:30", do="save")
    page = client.post(reverse("events:new"), spring).content.decode()
    assert "The clocks go forward on Sunday 28 March 2027, so there is no 01:30 that day." in page


def test_another_speaker_is_added_without_losing_the_first(desk: d.Desk) -> None:
    client = as_(desk.organiser)
    page = client.post(reverse("events:new"), typed(desk, do="speaker")).content.decode()
    assert 'name="speaker-2-name"' in page
    assert "Morwenna Skeats" in page
    assert EventRequest.objects.count() == 0


def test_the_organiser_sees_who_has_it_but_not_what_checkers_write(desk: d.Desk) -> None:
    request = sent(desk)
    d.check(
        desk, request, "security", desk.security, text="Between ourselves: two doors.", now=timezone.now()
    )
    page = as_(desk.organiser).get(reverse("events:request", args=[request.pk])).content.decode()
    assert "Helen Marsh" in page
    assert "Between ourselves" not in page
    page = as_(desk.head).get(reverse("events:request", args=[request.pk])).content.decode()
    assert "Between ourselves: two doors." in page


def test_a_checker_records_a_check(desk: d.Desk) -> None:
    request = sent(desk)
    waiting = request.checks.get(code="security")
    client = as_(desk.security)
    address = reverse("events:check", args=[waiting.pk])
    assert "Record the check" in client.get(address).content.decode()
    assert client.post(address, {"finding": "clear", "text": ""}).status_code == 422
    assert client.post(address, {"finding": "clear", "text": "Two stewards."}).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.text) == ("done", "Two stewards.")


def test_a_decision_with_a_poor_condition_is_shown_again_with_what_was_typed(desk: d.Desk) -> None:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    client = as_(desk.head)
    address = reverse("events:decide", args=[request.pk])
    assert "Your decision" in client.get(address).content.decode()
    typed_ = {
        "outcome": "approved-with-conditions",
        "reasons": "Good.",
        "condition-1-what": "Six stewards",
        "do": "decide",
    }
    answer = client.post(address, typed_)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why a lesser condition would not do (condition 1)." in page
    assert "Six stewards" in page
    answer = client.post(address, {"outcome": "approved", "reasons": "Good.", "do": "decide"})
    assert answer.status_code == 302
    request.refresh_from_db()
    assert request.outcome == "approved"


def test_two_people_deciding_get_one_decision_and_one_clear_message(desk: d.Desk) -> None:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    client = as_(desk.head)
    decide_command(pk=request.pk, by=desk.head, decision=d.approval(), now=timezone.now())
    typed_ = {"outcome": "approved", "reasons": "My careful words.", "do": "decide"}
    answer = client.post(reverse("events:decide", args=[request.pk]), typed_)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "This request has already been decided." in page
    assert "My careful words." in page


def test_a_stranger_gets_the_same_answer_as_for_nothing(desk: d.Desk) -> None:
    request = sent(desk)
    client = as_(desk.town.stranger)
    for name in (
        "request",
        "decide",
        "confirm",
        "ask",
        "mark",
        "withdraw",
        "answer",
        "appeal",
        "amend",
        "letter",
    ):
        assert client.get(reverse(f"events:{name}", args=[request.pk])).status_code == 404


def test_every_page_of_the_work_opens(desk: d.Desk) -> None:
    request = sent(desk)
    for person, name in (
        (desk.organiser, "mine"),
        (desk.organiser, "amend"),
        (desk.organiser, "withdraw"),
        (desk.head, "ask"),
        (desk.prevent_lead, "mark"),
    ):
        args = [] if name == "mine" else [request.pk]
        assert as_(person).get(reverse(f"events:{name}", args=args)).status_code == 200, name
    assert Client().get(reverse("events:hire")).status_code == 200


def test_a_form_that_is_sent_twice_makes_one_request(desk: d.Desk) -> None:
    """A double click, and sending again from the page that says what is missing."""
    client = as_(desk.organiser)
    key = client.get(reverse("events:new")).context["ask"].key
    missing = client.post(reverse("events:new"), typed(desk, people="", do="send", key=key))
    assert missing.status_code == 422
    first = client.post(reverse("events:new"), typed(desk, do="send", key=key))
    second = client.post(reverse("events:new"), typed(desk, do="send", key=key))
    assert first["Location"] == second["Location"]
    assert [request.shown_number for request in EventRequest.objects.all()] == ["E-0001"]


def test_whoever_sees_but_may_not_decide_is_told_whose_turn_it_is(desk: d.Desk) -> None:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    page = as_(desk.security).get(reverse("events:decide", args=[request.pk]))
    assert page.status_code == 200
    assert "It is not your turn. It is with Helen Marsh." in page.content.decode()
    assert "Record the decision" not in page.content.decode()


def test_an_organiser_cannot_decide_and_others_cannot_change_a_request(desk: d.Desk) -> None:
    request = sent(desk)
    page = as_(desk.organiser).get(reverse("events:decide", args=[request.pk])).content.decode()
    assert "Someone else must decide a request that you made yourself." in page
    for name in ("amend", "withdraw", "answer", "appeal", "discard"):
        answer = as_(desk.head).get(reverse(f"events:{name}", args=[request.pk]))
        assert answer.status_code == 403, name
        assert "Only the organiser of this request can do this." in answer.content.decode()


def test_the_organiser_sees_the_steps_and_their_dates_but_no_note_from_inside(desk: d.Desk) -> None:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    pass_up(pk=request.pk, by=desk.head, note="Too big for me, between us.", now=timezone.now())
    address = reverse("events:request", args=[request.pk])
    page = as_(desk.organiser).get(address).content.decode()
    assert "Security assessment: done" in page
    assert "Passed up by Head of the unit that puts it on" in page
    assert "between us" not in page
    assert "between us" in as_(desk.secretary).get(address).content.decode()


def test_a_change_without_a_day_is_told_at_its_field(desk: d.Desk) -> None:
    request = sent(desk)
    emptied = typed(desk, day_day="", day_month="", day_year="", do="send")
    answer = as_(desk.organiser).post(reverse("events:amend", args=[request.pk]), emptied)
    assert answer.status_code == 422
    assert "Enter the day of the event." in answer.content.decode()


def test_the_record_of_an_ordinary_request_is_one_page_on_paper(desk: d.Desk) -> None:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    decide_command(pk=request.pk, by=desk.head, decision=d.approval(), now=timezone.now())
    pdf = as_(desk.head).get(reverse("events:record-pdf", args=[request.pk])).content
    assert len(pikepdf.open(BytesIO(pdf)).pages) == 1


def test_a_change_is_offered_until_the_day_and_not_after_it(desk: d.Desk) -> None:
    request = sent(desk)
    assert request.day is not None
    for today, offered in ((request.day, True), (request.day + timedelta(days=1), False)):
        record = record_of(request, desk.organiser, today)
        assert ("amend" in links_of(record, way_to(record))) is offered, today

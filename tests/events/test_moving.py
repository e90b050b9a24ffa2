"""A request moved to a later version of its procedure: by a person, with a reason, and only what differs is done again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dueregard.events.commands.asking import return_for_information
from dueregard.events.commands.deciding import decide
from dueregard.events.commands.moving import move
from dueregard.events.models import EventRequest, VersionMove
from dueregard.events.queries.record import record_of
from dueregard.events.queries.visible import may_see
from dueregard.events.rules.facts import RequestFacts
from dueregard.events.rules.moving import plan, why_not_move
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.procedures import commands as procedures
from dueregard.procedures.rules import parse
from dueregard.timers.models import Timer
from tests.events import desk as d
from tests.people import NOON, a_post_kind, give

LATER = NOON + timedelta(days=1)
TEXT = (files("dueregard.presets") / "central-register" / "events.toml").read_text("utf-8")
database = pytest.mark.django_db

# --- The rules, as arithmetic --------------------------------------------------------------------------------


def of(text: str, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "done": frozenset({"security"}),
        "waiting": {"free-speech": "Free speech", "room": "Room"},
        "at": "head-of-unit",
        "passed": frozenset(),
    }
    return plan(parse(TEXT), parse(text), frozenset(), **(values | changes))


def ids(found: Any) -> list[str]:
    return [each.id for each in found]


def with_(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_the_same_words_ask_for_nothing_again() -> None:
    found = of(TEXT)
    assert not found.anything
    assert not found.other_times
    assert list(found.sentences()) == []


def test_a_check_that_another_post_does_is_done_again_and_the_others_stand() -> None:
    found = of(with_('post = "head-of-security"', 'post = "conference-office"'))
    assert ids(found.again) == ["security"]
    assert ids(found.kept) == ["free-speech", "room"]
    assert not found.step_is_new


def test_another_time_is_no_other_work() -> None:
    found = of(with_('within = "2 working days"', 'within = "1 working day"'))
    assert (found.anything, found.other_times) == (False, True)
    assert list(found.sentences()) == ["Some of what is still to do has another date."]


def test_a_step_that_is_gone_leaves_the_request_at_the_next_one_that_is_left() -> None:
    start = TEXT.index('[[step]]\nid = "head-of-unit"')
    end = TEXT.index('[[step]]\nid = "university-secretary"')
    found = of(TEXT[:start] + TEXT[end:])
    assert found.step_is_new
    assert found.step.id == "university-secretary"


@pytest.mark.parametrize(
    ("changes", "more", "sentence"),
    [
        ({}, {"newer": False}, "It runs by the version that is in force. There is no later one."),
        ({}, {"reason": " "}, "Say why it is moved."),
        ({}, {"of_a_body": True}, "Several bodies decide about this request. Each keeps the version under which it began."),
        ({"status": "decided"}, {}, "Only a request that waits for a decision can be moved. A closed one keeps its version."),
        ({"status": "returned"}, {}, "The organiser has been asked and the clock stands still. Wait for the answer first."),
        ({"organiser_id": "me"}, {}, "Someone else must move a request that you made yourself."),
        ({"proposed_by": "somebody"}, {}, "A refusal waits for a second person. Let it be settled first."),
    ],
)  # fmt: skip
def test_why_a_request_stays_where_it_is(
    changes: dict[str, Any], more: dict[str, Any], sentence: str
) -> None:
    values: dict[str, Any] = {"by": "me", "newer": True, "of_a_body": False, "reason": "A better way"}
    assert why_not_move(
        RequestFacts(**({"status": "submitted", "day": d.DAY, "organiser_id": "olu"} | changes)),
        **(values | more),
    ) == [sentence]


# --- The command ---------------------------------------------------------------------------------------------


@pytest.fixture
def desk() -> d.Desk:
    found = d.a_desk()
    a_post_kind("keeper", "Keeper of procedures", "procedures.draft", "events.read")
    a_post_kind("approver", "Approver of procedures", "procedures.approve")
    give(found.prevent_lead, "keeper", found.town.provider)
    give(found.secretary, "approver", found.town.provider)
    return found


def in_force_now(desk: d.Desk, text: str, *, now: datetime = NOON) -> None:
    """A later version, written and put in force by people."""
    keeper, provider = desk.prevent_lead, desk.town.provider
    draft = procedures.start_draft(by=keeper, kind="events", unit=provider, now=now)
    procedures.save_draft(pk=draft.pk, by=keeper, text=text, reason="Better", revision=1, now=now)
    procedures.approve(pk=draft.pk, by=desk.secretary, revision=2, now=now)
    procedures.put_in_force(pk=draft.pk, by=desk.secretary, starts=today_in_london(now), now=now)


def state_of(request: EventRequest) -> dict[str, tuple[str, str, date]]:
    rows = request.checks.exclude(state="replaced")
    return {each.code: (each.post, each.state, each.due) for each in rows}


def told(request: EventRequest) -> list[str]:
    return list(Message.objects.filter(about_id=str(request.pk)).values_list("kind", flat=True))


def moved(desk: d.Desk, request: EventRequest, *, now: datetime = LATER) -> VersionMove:
    return move(pk=request.pk, by=desk.prevent_lead, reason="The new version is fairer.", now=now)


@database
def test_only_what_differs_is_done_again_and_the_organiser_is_told(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    d.check(desk, request, "security", desk.security)
    d.check(desk, request, "free-speech", desk.secretariat)
    before = state_of(request)
    turn = request.turns.get(left_at=None)
    in_force_now(desk, with_('post = "head-of-security"', 'post = "conference-office"'))
    made = moved(desk, request)
    request.refresh_from_db()
    after = state_of(request)
    assert made.reopened == ["security"]
    assert after["security"][:2] == ("conference-office", "waiting")
    assert after["free-speech"] == before["free-speech"]
    assert after["room"] == before["room"]
    assert request.checks.get(code="security", state="replaced").text == "Fine."
    assert request.turns.get(left_at=None).pk == turn.pk
    assert request.edition_id == made.after_id != made.before_id
    assert "events.moved-on" in told(request)
    entry = Entry.objects.get(action="events.moved")
    assert "fairer" not in entry.data
    record = record_of(may_see(desk.organiser, request.pk, today_in_london(LATER)), desk.organiser, today_in_london(LATER))  # fmt: skip
    assert record.happened[0].title == "Moved to version 2 of the procedure"
    assert record.happened[0].text == "The new version is fairer."


@database
def test_a_version_with_other_words_only_tells_nobody_and_moves_no_date(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    before, promised = state_of(request), request.decide_by
    in_force_now(desk, with_('title = "External speakers and events"', 'title = "Speakers and events"'))
    made = moved(desk, request)
    request.refresh_from_db()
    assert made.reopened == []
    assert (state_of(request), request.decide_by) == (before, promised)
    assert "events.moved-on" not in told(request)


@database
def test_a_shorter_time_moves_what_is_left_to_do_and_the_promise(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    promised, due = request.decide_by, request.checks.get(code="free-speech").due
    in_force_now(desk, TEXT.replace('within = "4 working days"', 'within = "2 working days"'))
    moved(desk, request)
    request.refresh_from_db()
    assert request.checks.get(code="free-speech").due < due
    assert request.decide_by is not None
    assert promised is not None
    assert request.decide_by < promised
    assert request.step_due == request.turns.get(left_at=None).due
    assert "events.moved-on" in told(request)


@database
def test_a_check_that_nobody_asks_for_any_more_waits_for_nobody(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    room = request.checks.get(code="room")
    start, end = TEXT.index('[[check]]\nid = "room"'), TEXT.index('[[check]]\nid = "prevent"')
    in_force_now(desk, TEXT[:start] + TEXT[end:])
    moved(desk, request)
    room.refresh_from_db()
    assert room.state == "not-needed"
    assert not Timer.objects.filter(about_id=str(room.pk)).exists()


@database
def test_a_step_that_waited_only_for_what_nobody_asks_for_any_more_is_told(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    for code, by in (("security", desk.security), ("free-speech", desk.secretariat)):
        d.check(desk, request, code, by)
    turn = request.turns.get(left_at=None)
    waits = Message.objects.filter(kind="events.waiting", about_id=str(turn.pk))
    assert not waits.exists()
    start, end = TEXT.index('[[check]]\nid = "room"'), TEXT.index('[[check]]\nid = "prevent"')
    in_force_now(desk, TEXT[:start] + TEXT[end:])
    moved(desk, request)
    assert waits.count() == 1


@database
def test_a_request_whose_step_is_gone_goes_on_at_the_next_and_can_be_decided_there(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    start = TEXT.index('[[step]]\nid = "head-of-unit"')
    end = TEXT.index('[[step]]\nid = "university-secretary"')
    in_force_now(desk, TEXT[:start] + TEXT[end:])
    moved(desk, request)
    request.refresh_from_db()
    assert request.step == "university-secretary"
    assert request.turns.get(step="head-of-unit").result == "ended"
    decide(pk=request.pk, by=desk.secretary, decision=d.approval(), now=LATER)


@database
def test_what_was_late_or_in_time_on_sending_stays_so(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    in_force_now(desk, with_('lead_time = "15 working days"', 'lead_time = "60 working days"'))
    moved(desk, request)
    request.refresh_from_db()
    assert (request.late, request.lead_time) == (False, 15)
    assert "late" not in request.marks


@database
def test_answers_to_questions_that_are_no_longer_asked_stay_on_the_record(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    start, end = TEXT.index('[[question]]\nid = "code-accepted"'), TEXT.index('[[question]]\nid = "media"')
    in_force_now(desk, TEXT[:start] + TEXT[end:])
    moved(desk, request)
    today = today_in_london(LATER)
    record = record_of(may_see(desk.secretariat, request.pk, today), desk.secretariat, today)
    assert "code-accepted" in [each.question.id for each in record.answers]


@database
def test_who_may_not_move_a_request_changes_nothing(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    in_force_now(desk, with_('post = "head-of-security"', 'post = "conference-office"'))
    with pytest.raises(NotAllowed):
        move(pk=request.pk, by=desk.secretariat, reason="Because", now=LATER)
    return_for_information(pk=request.pk, by=desk.security, question="Which room?", now=LATER)
    with pytest.raises(Refused, match="the clock stands still"):
        moved(desk, request)
    assert not VersionMove.objects.exists()


# --- The page ------------------------------------------------------------------------------------------------


def as_(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


@database
def test_the_page_says_what_would_change_and_asks_why(
    desk: d.Desk, django_assert_max_num_queries: Any
) -> None:
    today = today_in_london(timezone.now())
    request = d.a_sent_request(desk, now=timezone.now() - timedelta(days=3), day=today + timedelta(days=60))
    client, address = as_(desk.prevent_lead), reverse("events:move", args=[request.pk])
    assert client.get(address).status_code == 409
    in_force_now(desk, with_('post = "head-of-security"', 'post = "conference-office"'), now=timezone.now())
    page = client.get(reverse("events:request", args=[request.pk])).content.decode()
    assert address in page
    assert address not in as_(desk.secretariat).get(reverse("events:request", args=[request.pk])).content.decode()  # fmt: skip
    with django_assert_max_num_queries(15):
        page = client.get(address).content.decode()
    assert "Looked at again: " in page
    assert client.post(address, {"note": ""}).status_code == 422
    assert client.post(address, {"note": "It is fairer."}).status_code == 302
    assert client.get(address).status_code == 409
    with django_assert_max_num_queries(15):
        assert "It is fairer." in client.get(reverse("events:request", args=[request.pk])).content.decode()

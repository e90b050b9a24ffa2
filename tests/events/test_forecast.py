"""Clock honesty: what will be late is said before it is, and what is late climbs at once."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dueregard.events.choices import Status
from dueregard.events.commands.deciding import decide
from dueregard.events.commands.ending import break_promise, lapse
from dueregard.events.models import EventRequest
from dueregard.events.queries.facts import whose_turn
from dueregard.events.queries.record import record_of
from dueregard.events.queries.visible import may_see
from dueregard.events.rules.forecast import Pace, forecast
from dueregard.events.waiting import waiting_for
from dueregard.kernel.dates import LONDON, WorkingCalendar
from dueregard.ledger.models import Entry
from dueregard.outbox.models import Message
from tests.events import desk as d
from tests.people import TODAY

ENGLAND = WorkingCalendar("ENG")
MON, TUE, WED, THU, FRI = (date(2026, 11, 23) + timedelta(days=count) for count in range(5))


def pace(**changes) -> Pace:
    values = {
        "today": MON,
        "day": date(2026, 12, 18),
        "promised": date(2026, 12, 1),
        "waiting": [],
        "ready": MON,
        "due": date(2026, 11, 26),
        "days": [3],
        "stopped": None,
    }
    return Pace(**(values | changes))


def test_a_step_on_its_date_breaks_nothing() -> None:
    found = forecast(pace(), ENGLAND)
    assert (found.on, found.breaks, found.why) == (THU, "", "")
    assert found.sentence == "At today’s pace this will be decided on Thursday 26 November 2026."


def test_a_check_past_its_date_takes_the_steps_after_it_along() -> None:
    found = forecast(pace(today=FRI, waiting=[("Security assessment", WED)], due=THU, days=[3]), ENGLAND)
    assert (found.on, found.breaks) == (date(2026, 12, 2), "promise")
    assert found.sentence.endswith("after the date promised, Tuesday 1 December 2026.")
    assert found.why == "‘Security assessment’ is past its date, and the steps after still need their time."


def test_what_comes_after_the_event_says_so_though_the_date_was_cut_short_by_its_day() -> None:
    found = forecast(pace(day=WED, promised=TUE, due=TUE, days=[3]), ENGLAND)
    assert (found.on, found.breaks) == (THU, "event")
    assert (
        found.sentence
        == "At today’s pace this will be decided on Thursday 26 November 2026, after the event."
    )
    assert found.why == "The steps still to come have 3 working days by the procedure."
    on_the_day = forecast(pace(day=THU, promised=WED, due=WED, days=[3]), ENGLAND)
    assert on_the_day.sentence.endswith("on the day of the event.")


def test_a_step_that_cannot_decide_hands_on_to_one_that_needs_its_own_days() -> None:
    assert forecast(pace(days=[2, 3]), ENGLAND).on == date(2026, 12, 1)


def test_a_step_that_is_past_its_date_is_done_today_at_the_earliest() -> None:
    assert forecast(pace(today=FRI, ready=MON, due=TUE, days=[1]), ENGLAND).on == FRI


def test_a_clock_that_stands_still_moves_the_promise_but_not_the_event() -> None:
    still = forecast(pace(today=date(2026, 12, 10), stopped=TUE, days=[3], due=FRI), ENGLAND)
    assert still.breaks == ""
    assert forecast(pace(today=date(2026, 12, 16), stopped=TUE, days=[3], due=FRI), ENGLAND).breaks == "event"


def test_nothing_is_decided_on_a_day_that_is_no_working_day() -> None:
    saturday = date(2026, 11, 28)
    assert forecast(pace(today=saturday, due=FRI, days=[0]), ENGLAND).on == date(2026, 11, 30)


# --- On the pages --------------------------------------------------------------------------------------------


@pytest.fixture
def desk(db) -> d.Desk:
    return d.a_desk()


def fresh(request: EventRequest) -> EventRequest:
    return EventRequest.objects.select_related("unit", "edition", "organiser", "place").get(pk=request.pk)


def note_on_the_record(request: EventRequest, reader, today: date) -> str:
    pieces = record_of(fresh(request), reader, today).pieces
    return next((piece.data.sentence for piece in pieces if piece.template == "events/_forecast.html"), "")


def at_home(person, today: date) -> dict[str, str]:
    return {item.what: item.note for item in waiting_for(person, today)}


def test_who_decides_reads_of_it_before_a_date_is_broken(desk) -> None:
    request = d.a_sent_request(desk)
    assert note_on_the_record(request, desk.head, TODAY) == ""
    assert at_home(desk.head, TODAY) == {}, "its step still waits for checks, and nothing is late"
    overdue = ENGLAND.after(request.checks.get(code="security").due, 3)
    sentence = note_on_the_record(request, desk.head, overdue)
    assert sentence.startswith("At today’s pace this will be decided on")
    assert "after the date promised" in sentence
    held_up = at_home(desk.head, overdue)["See what holds up: Island towns and work"]
    assert sentence in held_up


def test_the_organiser_reads_the_promise_and_not_our_reckoning(desk) -> None:
    request = d.a_sent_request(desk)
    overdue = ENGLAND.after(request.checks.get(code="security").due, 3)
    assert note_on_the_record(request, desk.organiser, overdue) == ""


def test_a_late_request_says_at_once_that_the_days_of_the_procedure_do_not_suffice(desk) -> None:
    request = d.a_sent_request(desk, day=ENGLAND.after(TODAY, 2))
    assert "the event" in note_on_the_record(request, desk.secretary, TODAY)
    assert fresh(request).status == Status.SUBMITTED


def morning_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(8), tzinfo=LONDON)


def test_a_broken_promise_climbs_at_once_and_everybody_is_told(desk) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    assert break_promise(pk=request.pk, now=morning_after(TODAY)) is None
    now = morning_after(request.decide_by)
    assert break_promise(pk=request.pk, now=now) is not None
    turn = request.turns.select_related("unit", "request__edition").get()
    assert desk.secretary in whose_turn(turn, turn.request, now.date())
    assert [item for item in at_home(desk.secretary, now.date()) if item.startswith("Decide")]
    told = set(Message.objects.values_list("kind", flat=True))
    assert {"events.we-are-late", "events.sorry-we-are-late"} <= told
    assert Entry.objects.filter(action="events.promise-broken").count() == 1
    assert fresh(request).status == Status.SUBMITTED, "nothing is refused for it"


def test_a_promise_that_was_kept_breaks_nothing(desk) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=d.SENT)
    assert break_promise(pk=request.pk, now=morning_after(request.decide_by)) is None


def test_a_day_that_comes_undecided_is_the_next_steps_matter_too(desk) -> None:
    request = d.a_sent_request(desk)
    now = datetime.combine(d.DAY, time(0, 5), tzinfo=LONDON)
    lapse(pk=request.pk, now=now)
    assert "Record what happened: Island towns and work" in at_home(desk.head, d.DAY)
    assert "Record what happened: Island towns and work" in at_home(desk.secretary, d.DAY)
    assert may_see(desk.secretary, request.pk, d.DAY) == request


def test_the_record_shows_the_note_to_whoever_decides(desk) -> None:
    now = timezone.now()
    request = d.a_sent_request(desk, now=now, day=(now + timedelta(days=3)).date())
    client = Client()
    client.force_login(desk.secretariat.user)
    assert "At today’s pace" in client.get(f"/events/{request.pk}/").content.decode()

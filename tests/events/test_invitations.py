"""An approved event in its organiser's calendar, by a real mail server and a real iCalendar parser."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar, Event

from dueregard.events.commands.amending import amend
from dueregard.events.commands.deciding import confirm_refusal, decide, pass_up
from dueregard.events.commands.ending import record_aftermath
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import withdraw
from dueregard.events.models import EventRequest
from dueregard.kernel.dates import LONDON, today_in_london
from dueregard.outbox.tasks import deliver
from tests.events import desk as d

pytestmark = pytest.mark.django_db
OLU = "olu.adeyemi@northmoor.example"


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


@pytest.fixture
def day() -> date:
    return today_in_london(timezone.now()) + timedelta(days=60)


def now() -> datetime:
    return timezone.now()


def to_olu(sink) -> list:
    """What the worker sends; Olu's mails."""
    while deliver(timezone.now() + timedelta(seconds=1)):
        pass
    return [mail for mail in sink.mails if mail["X-Envelope-To"] == OLU]


def entries(sink) -> list[tuple[str, Event]]:
    """The calendar entries that came to Olu, with their methods."""
    found = []
    for mail in to_olu(sink):
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_content())
                (event,) = calendar.walk("VEVENT")
                assert part.get_param("method") == calendar["method"]
                found.append((str(calendar["method"]), event))
    return found


def approved(desk: d.Desk, day: date, sink, **changes: object) -> EventRequest:
    """A request that is approved, and the mails about it sent."""
    request = d.a_sent_request(desk, now=now(), day=day, **changes)
    d.all_checks(desk, request, now=now())
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=now())
    to_olu(sink)
    return EventRequest.objects.get(pk=request.pk)


def test_an_approval_brings_the_event_for_the_organisers_calendar(desk, day, smtp_sink, settings) -> None:
    settings.MAIL_REPLY_TO = "Events <events@northmoor.example>"
    request = approved(desk, day, smtp_sink)
    [(method, event)] = entries(smtp_sink)
    assert method == "REQUEST"
    assert str(event["uid"]).startswith(f"events.request-{request.pk}@")
    assert (event["summary"], event["location"], event["status"]) == (
        request.title,
        "Lecture room 4",
        "CONFIRMED",
    )
    assert event["dtstart"].dt == datetime.combine(day, time(18, 30), tzinfo=LONDON)
    assert event["organizer"] == "mailto:events@northmoor.example"
    assert event["attendee"] == f"mailto:{OLU}", "only the one to whom it goes is named"


def test_a_change_of_day_or_place_moves_the_same_entry(desk, day, smtp_sink) -> None:
    request = approved(desk, day, smtp_sink)
    later = day + timedelta(days=1)
    changed = d.fields(desk, day=later, venue="Great hall")
    amend(pk=request.pk, by=Organiser(desk.organiser), fields=changed, now=now())
    d.all_checks(desk, request, now=now())
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=now())
    found = entries(smtp_sink)
    (_, before), (method, after) = found[0], found[-1]
    assert method == "REQUEST"
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert (after["dtstart"].dt.date(), after["location"]) == (later, "Great hall")


def test_another_end_of_what_stands_moves_the_entry_without_a_decision(desk, day, smtp_sink) -> None:
    request = approved(desk, day, smtp_sink)
    longer = d.fields(desk, day=day, ends=time(21, 45))
    amend(pk=request.pk, by=Organiser(desk.organiser), fields=longer, now=now())
    assert EventRequest.objects.get(pk=request.pk).outcome == "approved"
    (_, before), (method, after) = entries(smtp_sink)
    assert (method, after["uid"]) == ("REQUEST", before["uid"])
    assert after["sequence"] > before["sequence"]
    assert after["dtend"].dt == datetime.combine(day, time(21, 45), tzinfo=LONDON)


def test_a_change_that_is_then_withdrawn_takes_the_event_out(desk, day, smtp_sink) -> None:
    request = approved(desk, day, smtp_sink)
    amend(
        pk=request.pk,
        by=Organiser(desk.organiser),
        fields=d.fields(desk, day=day, venue="Great hall"),
        now=now(),
    )
    withdraw(pk=request.pk, by=Organiser(desk.organiser), whose="organiser", why="plans", note="", now=now())
    method, event = entries(smtp_sink)[-1]
    assert (method, event["status"]) == ("CANCEL", "CANCELLED")


def test_a_change_that_is_refused_takes_the_event_out(desk, day, smtp_sink) -> None:
    request = approved(desk, day, smtp_sink)
    amend(pk=request.pk, by=Organiser(desk.organiser), fields=d.fields(desk, day=day, people=900), now=now())
    d.all_checks(desk, request, now=now())
    pass_up(pk=request.pk, by=desk.head, note="Too many for us.", now=now())
    decide(pk=request.pk, by=desk.secretary, decision=d.refusal(), now=now())
    assert [method for method, _ in entries(smtp_sink)] == ["REQUEST"], "a proposal changes nothing"
    confirm_refusal(pk=request.pk, by=desk.accountable, note="", now=now())
    assert [method for method, _ in entries(smtp_sink)] == ["REQUEST", "CANCEL"]


def test_a_cancelled_event_is_taken_out(desk, day, smtp_sink) -> None:
    request = approved(desk, day, smtp_sink)
    who = Organiser(desk.organiser)
    record_aftermath(pk=request.pk, by=who, aftermath="cancelled-speaker", note="", attended=None, now=now())
    (_, before), (method, after) = entries(smtp_sink)
    assert (method, after["uid"]) == ("CANCEL", before["uid"])
    assert after["sequence"] > before["sequence"]
    assert "takes the event out of your calendar" in to_olu(smtp_sink)[-1].get_body(("plain",)).get_content()


def test_a_refusal_of_what_was_never_approved_touches_no_calendar(desk, day, smtp_sink) -> None:
    answers = d.ANSWERS | {"anyone-unsafe": True, "unsafe-details": "A protest is likely."}
    request = d.a_sent_request(desk, now=now(), day=day, answers=answers)
    d.all_checks(desk, request, now=now())
    decide(pk=request.pk, by=desk.secretary, decision=d.refusal(), now=now())
    confirm_refusal(pk=request.pk, by=desk.accountable, note="", now=now())
    assert entries(smtp_sink) == []


def test_the_mails_of_one_request_are_one_conversation(desk, day, smtp_sink) -> None:
    approved(desk, day, smtp_sink)
    approved(desk, day, smtp_sink, title="Another one")
    mails = to_olu(smtp_sink)
    conversations = {mail["References"] for mail in mails}
    assert (len(mails), len(conversations)) == (4, 2)
    assert all(mail["Auto-Submitted"] == "auto-generated" for mail in mails)
    assert all(mail["List-Unsubscribe"] is None for mail in mails)

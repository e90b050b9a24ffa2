"""iCalendar feeds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from dueregard.documents.calendar import CalendarItem, feed

UPDATED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TALK = CalendarItem(
    uid="events.request-1@northmoor.example",
    summary="Evidence; in public, debate",
    updated=UPDATED,
    starts=datetime(2026, 7, 10, 17, 30, tzinfo=UTC),
    ends=datetime(2026, 7, 10, 19, 0, tzinfo=UTC),
    location="Hall 2",
    description="Two speakers\nOne chair",
    url="https://northmoor.example/events/1",
)
DUE = CalendarItem(
    uid="due-1@northmoor.example", summary="Decide: request 1", updated=UPDATED, day=date(2026, 7, 3)
)


def events(*items: CalendarItem) -> list[object]:
    return [dict(each.property_items()) for each in Calendar.from_ical(feed("Events", items)).walk("VEVENT")]


def test_a_feed_reads_back_as_it_was_meant() -> None:
    [talk, due] = Calendar.from_ical(feed("Events", [TALK, DUE])).walk("VEVENT")
    assert (talk["uid"], talk["summary"], talk["location"]) == (TALK.uid, TALK.summary, TALK.location)
    assert talk["description"] == "Two speakers\nOne chair"
    assert (talk["dtstart"].dt, talk["dtend"].dt, talk["dtstamp"].dt) == (TALK.starts, TALK.ends, UPDATED)
    assert talk["url"] == TALK.url
    assert (due["dtstart"].dt, due["dtend"].dt) == (date(2026, 7, 3), date(2026, 7, 4))


def test_times_are_of_london_and_the_zone_is_in_the_feed() -> None:
    text = feed("Events", [TALK]).decode()
    assert "DTSTART;TZID=Europe/London:20260710T183000" in text
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text


def test_equal_items_give_equal_bytes() -> None:
    assert feed("Events", [TALK, DUE]) == feed("Events", [TALK, DUE])


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_nothing_typed_can_add_a_line_to_the_feed(line_end: str) -> None:
    typed = f"x{line_end}ATTENDEE:mailto:eve@example.org{line_end}END:VEVENT"
    made = feed(
        typed,
        [
            CalendarItem(
                uid=typed,
                summary=typed,
                updated=UPDATED,
                day=date(2026, 7, 3),
                location=typed,
                description=typed,
                url=f"https://northmoor.example/{typed}",
            )
        ],
    )
    lines = made.decode().replace("\r\n ", "").split("\r\n")
    assert not [line for line in lines if line.startswith(("ATTENDEE", "ORGANIZER"))]
    assert lines.count("END:VEVENT") == 1
    assert "\r" not in made.decode().replace("\r\n", "")


def test_no_line_is_longer_than_75_bytes_and_no_character_is_cut() -> None:
    long = "Žluťoučký kůň 中文 " * 40
    made = feed("Events", [CalendarItem("u@x", long, UPDATED, day=date(2026, 7, 3), description=long)])
    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    [event] = Calendar.from_ical(made).walk("VEVENT")
    assert event["description"].strip() == long.strip()


def test_control_characters_are_shown_as_a_mark_and_break_nothing() -> None:
    [event] = Calendar.from_ical(
        feed("Events", [CalendarItem("u@x", "a\0b\x07\ud800", UPDATED, day=date(2026, 7, 3))])
    ).walk("VEVENT")
    assert event["summary"] == "a\ufffdb\ufffd\\ud800"


def test_a_time_in_the_hour_that_comes_twice_keeps_its_moment() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    made = feed("E", [CalendarItem("u@x", "s", UPDATED, starts=second, ends=second + timedelta(hours=1))])
    assert "DTEND;TZID=Europe/London:20261025T023000" in made.decode()


def test_an_empty_feed_is_a_calendar() -> None:
    assert Calendar.from_ical(feed("Events", [])).walk("VEVENT") == []


def test_an_item_without_a_day_or_a_start_is_a_fault() -> None:
    with pytest.raises(ValueError, match="a day or a start"):
        feed("Events", [CalendarItem("u@x", "s", UPDATED)])

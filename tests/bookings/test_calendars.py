"""Calendars as they come, and calendars made to do harm: every good booking is read, nothing hangs, nothing leaks."""

from datetime import date, time
from pathlib import Path

import pytest
from icalendar import Calendar as Theirs

from dueregard.bookings.rules.calendars.moments import PERIODS
from dueregard.bookings.rules.calendars.reading import ALONE, NOT_READ, OWN_RULE, PRIOR, is_calendar, read
from dueregard.bookings.rules.calendars.text import without_attendees
from dueregard.bookings.rules.lines import Line, Reading, Window
from dueregard.documents.tables import Unreadable
from tests.bookings.hall import calendar, event
from tests.people import TODAY

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.ics"))
WINDOW = Window.around(TODAY)


def told(content: bytes) -> Reading:
    return read(content, WINDOW)


def of(name: str) -> Reading:
    return told((Path(__file__).parent / "corpus" / f"{name}.ics").read_bytes())


def lines(reading: Reading, title: str) -> list[Line]:
    return sorted(
        (line for line in reading.lines.values() if line.title == title),
        key=lambda line: (line.day, line.starts or time(0)),
    )


def one(reading: Reading, title: str) -> Line:
    (found,) = lines(reading, title)
    return found


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_whatever_else_stands_in_a_calendar_its_good_booking_comes_in(path: Path) -> None:
    content = path.read_bytes()
    assert is_calendar(content)
    assert one(told(content), "Good").day == date(2027, 1, 14)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_who_comes_is_nowhere_in_what_was_read(path: Path) -> None:
    reading = told(path.read_bytes())
    assert "anary" not in repr(reading)
    assert b"anary Guest" not in without_attendees(path.read_bytes())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_no_reason_repeats_what_stood_in_the_file(path: Path) -> None:
    for fault in told(path.read_bytes()).faults:
        assert fault.line > 0
        assert not any(word in fault.reason for word in ("harmless", "Broken", "Cut", "\0", "\u202e"))


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("endless-every-second", 1), ("endless-never-holds", 0), ("absurd-numbers", 7), ("never-ended", 1), ("nul-and-bidi", 2),
        ("no-start", 1), ("more-days-than-anybody-books", 1), ("ends-before-it-begins", 3), ("events-within-events", 0), ("deep", 0),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_line(name: str, refused: int) -> None:
    reading = of(name)
    assert reading.refused == refused
    assert len(reading.faults) == refused


def test_an_endless_rule_ends_with_the_days_that_are_read() -> None:
    found = lines(of("endless-daily-since-1970"), "Every day")
    assert (found[0].day, found[-1].day) == (WINDOW.first, WINDOW.last)
    assert len(found) == 431


def test_a_rule_that_never_holds_gives_its_first_day_alone() -> None:
    assert [line.day for line in lines(of("endless-never-holds"), "30 February")] == [date(2027, 1, 14)]


def test_a_calendar_of_nothing_but_long_counts_is_refused_rather_than_counted_out() -> None:
    many = [
        event("SUMMARY:x", "RRULE:FREQ=DAILY;COUNT=100000", uid=str(at), start="DTSTART:19700101T090000")
        for at in range(2_000)
    ]
    with pytest.raises(Unreadable, match="more counting than any real one"):
        told(calendar(*many))


def test_a_letter_that_a_fold_splits_is_whole_again() -> None:
    assert one(of("folded-in-a-letter"), "Café").starts == time(18, 0)


@pytest.mark.parametrize("name", ["windows-1252", "utf-16"])
def test_other_encodings_are_read(name: str) -> None:
    assert one(of(name), "Café société")


def test_zones_are_those_of_the_world_of_windows_or_of_the_calendar_itself() -> None:
    found = of("strange-zones")
    assert one(found, "Windows").starts == time(18, 0)
    assert one(found, "Path").starts == time(18, 0)
    assert one(found, "UTC").starts == time(18, 0)
    assert one(found, "Unknown").starts == time(18, 0)
    assert any("not known" in note for note in found.told())
    own = of("a-zone-of-its-own")
    assert one(own, "Winter").starts == time(18, 0)
    assert one(own, "Summer").starts == time(18, 0)


def test_the_highest_sequence_of_a_uid_counts() -> None:
    found = of("same-uid-twice")
    assert [line.title for line in found.lines.values() if line.reference == "a"] == ["New"]


def test_what_is_within_an_event_is_not_the_events() -> None:
    found = of("events-within-events")
    assert one(found, "Outer").ends is None
    assert not lines(found, "Inner")


def test_escapes_and_quoted_parameters_are_read_as_the_standard_says() -> None:
    found = of("colons-and-quotes")
    assert one(found, "A: b; c, d\\e f").venue == "Hall 2"


def test_a_floating_time_is_londons_and_an_all_day_booking_has_none() -> None:
    found = told(calendar(event("SUMMARY:Fair", uid="f", start="DTSTART;VALUE=DATE:20270601"),
                          event("SUMMARY:Two days", "DTEND;VALUE=DATE:20270603", uid="t", start="DTSTART;VALUE=DATE:20270601"),
                          event("SUMMARY:Late", "DTEND:20270602T000000", uid="l", start="DTSTART:20270601T200000")))  # fmt: skip
    assert (one(found, "Fair").starts, one(found, "Fair").last_day) == (None, None)
    assert one(found, "Two days").last_day == date(2027, 6, 2)
    assert (one(found, "Late").last_day, one(found, "Late").ends) == (None, time(0, 0))


def test_a_series_keeps_its_clock_over_the_change_of_the_clocks() -> None:
    weekly, start = "RRULE:FREQ=WEEKLY;UNTIL={}Z", "DTSTART;TZID=Europe/London:20270318T180000"
    until_then = told(calendar(event("SUMMARY:Choir", weekly.format("20270401T170000"), start=start)))
    days = [(line.day, line.starts) for line in lines(until_then, "Choir")]
    assert days == [(date(2027, 3, day), time(18)) for day in (18, 25)] + [(date(2027, 4, 1), time(18))]
    before = told(calendar(event("SUMMARY:Choir", weekly.format("20270401T165959"), start=start)))
    assert len(lines(before, "Choir")) == 2


def test_days_of_a_series_are_left_out_moved_added_and_cancelled() -> None:
    series = event(
        "SUMMARY:Reading",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE:20270121T180000",
        "RDATE:20270301T180000",
        uid="s",
    )
    moved = event("SUMMARY:Moved", "RECURRENCE-ID:20270128T180000", uid="s", start="DTSTART:20270129T190000")
    off = event(
        "SUMMARY:Off",
        "STATUS:CANCELLED",
        "RECURRENCE-ID:20270204T180000",
        uid="s",
        start="DTSTART:20270204T180000",
    )
    found = told(calendar(off, series, moved))
    assert [line.day for line in lines(found, "Reading")] == [date(2027, 1, 14), date(2027, 3, 1)]
    assert one(found, "Moved").day == date(2027, 1, 29)
    assert one(found, "Off").cancelled


def test_a_series_told_at_another_hour_keeps_the_identity_of_its_days() -> None:
    early = told(calendar(event("SUMMARY:Choir", "RRULE:FREQ=WEEKLY;COUNT=3", uid="c")))
    late = told(
        calendar(
            event("SUMMARY:Choir", "RRULE:FREQ=WEEKLY;COUNT=3", uid="c", start="DTSTART:20270114T200000")
        )
    )
    assert set(early.lines) == set(late.lines)


def test_a_change_of_this_day_and_all_later_ones_changes_them_all_until_the_next() -> None:
    found = of("this-and-future")
    days = [(line.day, line.starts, line.ends, line.venue, line.cancelled) for line in lines(found, "Choir")]
    assert days == [
        (date(2027, 1, 14), time(18), time(19), "Hall", False),
        (date(2027, 1, 21), time(18), time(19), "Hall", False),
        (date(2027, 1, 29), time(20), time(21, 30), "Chapel", False),
        (date(2027, 2, 5), time(20), time(21, 30), "Chapel", False),
        (date(2027, 2, 18), time(18), None, "", True),
    ]
    assert (one(found, "Concert").day, one(found, "Concert").starts) == (date(2027, 2, 11), time(17))
    plain = told(calendar(event("SUMMARY:Choir", "RRULE:FREQ=WEEKLY;COUNT=6", uid="s")))
    assert set(plain.lines) <= set(found.lines)  # each day keeps its identity


def test_a_series_that_moves_far_comes_into_the_days_that_are_read() -> None:
    weekly = event("SUMMARY:Old", "RRULE:FREQ=WEEKLY;COUNT=60", uid="s", start="DTSTART:20260101T180000")
    later = "RECURRENCE-ID;RANGE=THISANDFUTURE:20260108T180000"
    moved = event("SUMMARY:New", later, uid="s", start="DTSTART:20261008T180000")
    found = lines(told(calendar(weekly, moved)), "New")
    assert found[0].day == date(2026, 10, 29)
    assert len(found) == 56


def test_what_of_a_changed_series_is_not_read_is_said() -> None:
    found = of("this-and-future-without-the-series")
    said = " ".join(found.told())
    for sentence in (ALONE, PRIOR, NOT_READ, OWN_RULE):
        assert f"{sentence} (1 booking)" in said
    assert [line.day.day for line in lines(found, "Alone")] == [28]
    assert len(lines(found, "Far")) == 5
    assert len(lines(found, "Prior")) == 6
    assert [fault.column for fault in found.faults] == ["DTSTART"]
    assert {"s", "none"} <= found.spared
    off = event(
        "STATUS:CANCELLED",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20270128T180000",
        uid="s",
        start="DTSTART:20270128T180000",
    )
    assert told(calendar(off, method="CANCEL")).ended_from == {"s": date(2027, 1, 28)}


def test_a_rule_that_takes_days_out_and_a_second_rule_are_followed() -> None:
    found = of("rules-taken-out")
    thursdays = [date(2027, 1, 14), date(2027, 1, 21), date(2027, 1, 28)]
    thursdays += [date(2027, 2, 11), date(2027, 2, 18), date(2027, 2, 25)]
    assert [line.day for line in lines(found, "Thursdays")] == thursdays
    assert [line.day.day for line in lines(found, "Two rules")] == [13, 18, 20]
    assert lines(found, "Nothing left") == []
    assert [(fault.column, "more often than once a day" in fault.reason) for fault in found.faults] == [
        ("EXRULE", True)
    ]
    assert "passed over: 2." in " ".join(found.told())
    assert f"{PERIODS} (1 booking)" in found.told()


def test_a_cancelling_calendar_ends_what_it_names() -> None:
    found = told(calendar(event("SUMMARY:Supper", uid="s"), method="CANCEL"))
    assert found.ended == {"s"}
    assert found.partial


def test_facts_in_a_description_are_read_and_the_rest_of_it_is_not_kept() -> None:
    words = r"DESCRIPTION:Expected: 250\nOpen to the public: yes\nBooked for: Politics\nSpeaker: Morwenna Skeats\nE-0412"
    found = one(told(calendar(event("SUMMARY:Talk", words))), "Talk")
    assert (found.people, found.public, found.body, found.number) == (250, True, "Politics", 412)
    assert "Skeats" not in repr(found)


def test_the_same_as_the_library_reads_from_an_ordinary_calendar() -> None:
    content = calendar(
        event("SUMMARY:One\\, two", "LOCATION:Hall\\; 2", "DTEND:20270114T193000", uid="1"),
        event(
            "SUMMARY:Long line that a program folds somewhere in", "  the middle", "DURATION:PT90M", uid="2"
        ),
        event("SUMMARY:In UTC", "DTEND:20270714T183000Z", uid="3", start="DTSTART:20270714T170000Z"),
    )
    ours = {line.reference: line for line in told(content).lines.values()}
    for theirs in Theirs.from_ical(content).walk("VEVENT"):
        line = ours[str(theirs["UID"])]
        assert line.title == str(theirs["SUMMARY"])
        starts, ends = theirs.start, theirs.end
        if starts.tzinfo is not None:
            from dueregard.kernel.dates import LONDON

            starts, ends = starts.astimezone(LONDON), ends.astimezone(LONDON)
        assert (line.day, line.starts, line.ends) == (starts.date(), starts.time(), ends.time())


def test_what_is_no_calendar_is_said_to_be_none() -> None:
    with pytest.raises(Unreadable, match="no line BEGIN:VCALENDAR"):
        told(b"BEGIN:VEVENT\r\nEND:VEVENT\r\n")

"""A calendar as bookings: recurring events counted out within the window, single days put in their place."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from dueregard.bookings.rules.calendars.events import Calendar, Event, read_calendar
from dueregard.bookings.rules.calendars.facts import Facts, facts_in
from dueregard.bookings.rules.calendars.moments import Moments, PropertyIsWrong
from dueregard.bookings.rules.calendars.repeats import Budget, TooMuch
from dueregard.bookings.rules.calendars.series import Later, Span, in_order, later_for
from dueregard.bookings.rules.calendars.text import ContentLine, plain_text
from dueregard.bookings.rules.calendars.values import (
    Value,
    When,
    Zones,
    clock,
    day_of,
    read_length,
    read_when,
)
from dueregard.bookings.rules.lines import (
    Fault,
    Line,
    PlaceIsWrong,
    Reading,
    Window,
    key_of,
    number_in,
    shown_text,
)
from dueregard.documents.tables import Unreadable

LARGEST = 120_000_000
MOST_EVENTS = 200_000
MOST_BOOKINGS = 300_000
LONGEST = timedelta(days=366)
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
UNTITLED = "Booking without a title"
TWICE = "Told twice; the latest telling counts"
ALONE = "All later days of a series were changed, but the series is not in the file: only the first of them was read"
PRIOR = "All earlier days of a series were changed, which the standard has withdrawn: only the day itself was read"
NOT_READ = "A change of several days of a series could not be read: only the day itself was"
OWN_RULE = "A changed day of a series has a rule of its own, which was not read: only the day itself was"


def is_calendar(content: bytes) -> bool:
    """Whether the file is meant to be a calendar: it begins like one, whatever its encoding."""
    return b"BEGIN:VCALENDAR" in content[:2000].replace(b"\0", b"").upper()


def read(content: bytes, window: Window) -> Reading:
    """Every booking within the window. Raises `Unreadable` for what is no calendar, or is none that anybody keeps."""
    if len(content) > LARGEST:
        raise Unreadable(
            f"The calendar is larger than {LARGEST // 1_000_000} MB. Split it into several files."
        )
    budget = Budget()
    try:
        calendar = read_calendar(content, window, budget)
        _refuse_other_things(calendar)
        reader = _Reader(calendar.zones, window, budget, calendar.method == "CANCEL")
        found = _by_uid(calendar.events, reader.reading)
        calendar.events = []
        while found:
            # Each event is let go as soon as it is read: a year of them is large.
            reader.take(*found.pop())
    except TooMuch:
        raise Unreadable(
            "This calendar asks for more counting than any real one: it recurs too often, or too many of its events do."
        ) from None
    reader.reading.partial = calendar.method not in ("", "PUBLISH")
    _tell(reader.reading, calendar)
    return reader.reading


def _refuse_other_things(calendar: Calendar) -> None:
    if not calendar.is_one:
        raise Unreadable(
            "This is no calendar: it has no line BEGIN:VCALENDAR. Export it as iCalendar (.ics)."
        )
    if len(calendar.events) > MOST_EVENTS:
        raise Unreadable(f"The calendar has more than {MOST_EVENTS:,} events. Split it into several files.")


def _tell(reading: Reading, calendar: Calendar) -> None:
    if calendar.guessed:
        reading.notes.append(
            "Some lines are not UTF-8; they were read as Windows-1252. Check names with accents."
        )
    if not calendar.is_whole:
        reading.notes.append("The file breaks off before its end. Check that it was exported to the end.")
        reading.partial = True
    if calendar.passed_over:
        reading.notes.append(
            f"Tasks, journals and free-busy times are no bookings and were passed over: {calendar.passed_over:,}."
        )
    for name in sorted(calendar.zones.unknown)[:5]:
        shown = "".join(each if each.isprintable() else "�" for each in name[:60])
        reading.notes.append(f"The time zone ‘{shown}’ is not known; its times were read as London’s.")


def _by_uid(events: list[Event], reading: Reading) -> list[tuple[str, list[Event]]]:
    """The events of each UID, the last first; one without a UID stands alone."""
    found: dict[str, list[Event]] = {}
    for event in events:
        if not event.whole:
            reading.refuse(Fault(event.line, "VEVENT", "", "This booking is not ended. It was left out."))
            continue
        uid = event.text("UID").strip()
        found.setdefault(uid or f"\0{event.line}", []).append(event)
    return [("" if uid.startswith("\0") else uid, group) for uid, group in reversed(found.items())]


def _order(event: Event) -> tuple[int, str, int]:
    """Which of two tellings of the same event counts: the higher SEQUENCE, the later stamp, the later line."""
    return _sequence(event), event.text("DTSTAMP"), event.line


def _sequence(event: Event) -> int:
    text = event.text("SEQUENCE").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


class _Reader:
    def __init__(self, zones: Zones, window: Window, budget: Budget, cancelling: bool) -> None:  # noqa: FBT001
        self.zones, self.window, self.budget, self.cancelling = zones, window, budget, cancelling
        self.reading = Reading()
        self.count = self.reading.counted
        self.moments = Moments(zones, window, budget, self.count)

    def take(self, uid: str, events: list[Event]) -> None:
        """One event with all its days: the latest telling of the whole, and of each day that differs."""
        whole: Event | None = None
        single: dict[Value, Event] = {}
        for event in sorted(events, key=_order):
            try:
                if "RECURRENCE-ID" not in event.one:
                    self.count.update([TWICE] if whole is not None else [])
                    whole = event
                else:
                    meant = self._day_meant(event)
                    self.count.update([TWICE] if meant in single else [])
                    single[meant] = event
            except PlaceIsWrong as wrong:
                self._refuse(event, "RECURRENCE-ID", wrong)
        if whole is not None and self._is_off(whole) and uid:
            self.reading.ended.add(shown_reference(uid))
        spans = {meant: span for meant, each in single.items() if (span := self._span(each, uid))}
        later = sorted(self._later(spans), key=lambda each: in_order(each.meant))
        taken: set[str] = set()
        if whole is None:
            self._without_the_series(uid, later)
        elif span := self._span(whole, uid):
            self._days(span, uid, single, later, taken)
        for meant, span in spans.items():
            self._keep(span, span.begins, self._key(uid, span.fields, day_of(meant), taken), taken)

    def _later(self, spans: dict[Value, Span]) -> Iterator[Later]:
        """The changes of all later days among the changes of single ones. What is not read of them is said."""
        for meant, span in spans.items():
            reach = span.event.one["RECURRENCE-ID"].parameters.get("RANGE", "").upper()
            found = Later(meant, span)
            if reach == "THISANDFUTURE" and abs(found.days) <= LONGEST:
                yield found
            elif reach:
                self.count[PRIOR if reach == "THISANDPRIOR" else NOT_READ] += 1
            if span.event.text("RRULE") or any(line.name != "EXDATE" for line in span.event.many):
                self.count[OWN_RULE] += 1

    def _without_the_series(self, uid: str, later: list[Later]) -> None:
        """Later days that only an earlier file has told of: they end with a cancellation, and else stay as they are."""
        reference = shown_reference(uid)
        for change in later:
            if change.span.fields.cancelled and reference:
                self.reading.ended_from[reference] = day_of(change.meant)
            else:
                self.count[ALONE] += 1
                self.reading.spared.add(reference)

    def _day_meant(self, event: Event) -> Value:
        line = event.one["RECURRENCE-ID"]
        return self.zones.in_london(read_when(line.value, line.parameters))

    def _is_off(self, event: Event) -> bool:
        return self.cancelling or event.text("STATUS").strip().upper() == "CANCELLED"

    def _span(self, event: Event, uid: str) -> Span | None:
        """Raises nothing: what is wrong is a fault, and the event stays out."""
        name = "DTSTART"
        try:
            if name not in event.one:
                raise PlaceIsWrong("It does not say when it begins.")
            starts = read_when(event.one[name].value, event.one[name].parameters)
            begins = self.zones.in_london(starts)
            name = "DTEND" if "DTEND" in event.one else "DURATION"
            length = self._length(event, starts, begins)
            name = "SUMMARY"
            fields = self._fields(event, uid, begins)
        except PlaceIsWrong as wrong:
            self._refuse(event, name, wrong)
            return None
        return Span(event, starts, begins, length, fields)

    def _refuse(self, event: Event, name: str, wrong: PlaceIsWrong) -> None:
        line = event.one[name].line if name in event.one else event.line
        reference = shown_reference(event.text("UID").strip())
        self.reading.refuse(Fault(line, name, "", str(wrong)), reference=reference)

    def _length(self, event: Event, starts: When, begins: Value) -> timedelta:
        all_day = not isinstance(begins, datetime)
        if "DTEND" in event.one:
            line = event.one["DTEND"]
            ends = self.zones.in_london(read_when(line.value, line.parameters))
            if all_day != (not isinstance(ends, datetime)):
                raise PlaceIsWrong("One end is a day and the other a time of day.")
            length = ends - begins
        elif "DURATION" in event.one:
            length = read_length(event.one["DURATION"].value)
        else:
            length = timedelta(days=1) if all_day else timedelta()
        if length < timedelta():
            raise PlaceIsWrong("It ends before it begins.")
        if length > LONGEST:
            raise PlaceIsWrong("It lasts more than a year.")
        return length

    def _fields(self, event: Event, uid: str, begins: Value) -> Line:
        title = shown_text(plain_text(event.text("SUMMARY")), 300)
        venue = shown_text(plain_text(event.text("LOCATION")), 200)
        words = plain_text(event.text("DESCRIPTION"))
        said = facts_in(words) if ":" in words else Facts()
        name, address = self._who_booked(event.one.get("ORGANIZER"))
        return Line(
            line=event.line,
            key="",
            title=title or UNTITLED,
            day=day_of(begins),
            venue=venue,
            people=said.people,
            body=said.body,
            public=said.public,
            external=said.external,
            contact_name=name or said.contact_name,
            contact_email=address or said.contact_email,
            reference=shown_reference(uid),
            number=number_in(title, venue, words[:20_000]),
            sequence=_sequence(event),
            cancelled=self._is_off(event),
        )

    def _who_booked(self, line: ContentLine | None) -> tuple[str, str]:
        """Name and address of the organiser of the booking, as far as they can be used."""
        if line is None:
            return "", ""
        found = _MAIL.search(line.value[:400])
        address = found[0] if found and len(found[0]) <= 254 else ""
        try:
            name = shown_text(line.parameters.get("CN", ""), 200)
        except PlaceIsWrong:
            self.count["The name of whoever booked cannot be shown and was left out"] += 1
            name = ""
        return ("" if name == address else name), address

    def _days(
        self, span: Span, uid: str, single: dict[Value, Event], later: list[Later], taken: set[str]
    ) -> None:
        """Every day of the whole event, but for those that are told singly or taken out."""
        if not span.event.text("RRULE") and not span.event.many:
            self._told_whole(span)
            self._keep(span, span.begins, self._key(uid, span.fields, None, taken), taken)
            return
        moves = max((abs(each.days) for each in later), default=timedelta())
        try:
            moments = self.moments.of(span, moves)
        except PropertyIsWrong as wrong:
            self._refuse(span.event, wrong.name, wrong)
            return
        self._told_whole(span)
        for begins in moments:
            if begins in single or day_of(begins) in single:
                continue
            key, change = self._key(uid, span.fields, day_of(begins), taken), later_for(later, begins)
            if change is None:
                self._keep(span, begins, key, taken)
            else:
                self._keep(change.span, change.moved(begins), key, taken)
            if len(self.reading.lines) > MOST_BOOKINGS:
                raise TooMuch

    def _told_whole(self, span: Span) -> None:
        if span.fields.reference and not span.fields.cancelled:
            self.reading.whole[span.fields.reference] = span.fields.sequence

    def _key(self, uid: str, fields: Line, day: date | None, taken: set[str]) -> str:
        """The same for the same booking in every file: its UID, and of a recurring one the day it was meant for."""
        parts = [uid, day or ""] if uid else ["", fields.title, fields.venue, day or fields.day]
        key = key_of(*parts)
        again = 2
        while key in taken:
            key = key_of(*parts, again)
            again += 1
        taken.add(key)
        return key

    def _keep(self, span: Span, begins: Value, key: str, taken: set[str]) -> None:
        ends = begins + span.length
        day = last_day = day_of(begins)
        if span.length:
            # What ends at midnight ends with the day before; so does what lasts whole days.
            step = timedelta(microseconds=1) if isinstance(ends, datetime) else timedelta(days=1)
            last_day = max(day_of(ends - step), day)
        if not self.window.has(day, last_day):
            self.reading.outside += 1
            return
        if not span.event.text("UID").strip() and key in self.reading.lines:
            self.count[TWICE] += 1
        self.reading.lines[key] = replace(
            span.fields,
            key=key,
            day=day,
            last_day=last_day if last_day > day else None,
            starts=clock(begins),
            ends=clock(ends) if span.length and isinstance(ends, datetime) else None,
        )


def shown_reference(uid: str) -> str:
    """A UID as it is kept: itself where it can be shown on one line, else its hash."""
    return uid if len(uid) <= 200 and uid.isascii() and uid.isprintable() else (key_of(uid) if uid else "")

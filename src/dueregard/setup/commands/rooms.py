"""The calendars of the demonstration: files as timetabling and conferences would write them, brought in twice."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from dueregard.bookings.choices import FileKind
from dueregard.bookings.commands.bringing_in import bring_in
from dueregard.bookings.commands.sources import make_source
from dueregard.bookings.fields import SourceFields
from dueregard.bookings.models import Source
from dueregard.events.models import EventRequest
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.lookup import calendar_of, who_may_act
from dueregard.organisation.models import Person, Unit
from dueregard.setup.commands.days import working_day
from dueregard.setup.demo.script import address

KEEPER = "conference-office"
FIRST, SECOND = -9, -1
"""Days from today on which a file came in: the second says what has changed since, and what was booked late."""
HEADER = (
    "Reference", "Title", "Date", "Start time", "End time", "Room", "Numbers", "Department", "Booked by", "Email",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Room:
    """One booking as its calendar tells it."""

    number: int
    title: str
    venue: str
    day: date
    starts: time
    ends: time
    people: int
    body: str
    booked_by: str


def rooms_booked(plans: Iterable[Mapping[str, Any]], root: Unit, domain: str, *, now: datetime) -> None:
    """`plans` are the tables `bookings` of a script: a source each, and what stands in its two files."""
    for plan in plans:
        then = working_day(root, now, FIRST, 8, 40)
        by = who_may_act(KEEPER, root, today_in_london(then))[0]
        source = make_source(by=by, fields=_source(plan, root), now=then)
        first = [*_of_requests(plan, root), *_told(plan["lines"], root, 100, now)]
        _bring(source, first, plan, by, domain, then)
        moved = plan.get("moved", {})
        second = [replace(each, venue=moved.get(each.title, each.venue)) for each in first]
        second += _told(plan.get("late", ()), root, 200, now)
        _bring(source, second, plan, by, domain, working_day(root, now, SECOND, 17, 30))


def _source(plan: Mapping[str, Any], root: Unit) -> SourceFields:
    return SourceFields(name=plan["name"], unit=root, kind=plan["kind"], outside=plan.get("outside", False))


def _of_requests(plan: Mapping[str, Any], root: Unit) -> list[Room]:
    """The bookings of events that were asked for, under the name that the calendar has for them."""
    called: Mapping[str, str] = plan["requests"]
    rows = EventRequest.objects.filter(title__in=called, unit__path__startswith=root.path, main=None)
    found = []
    for number, row in enumerate(rows.select_related("unit", "organiser").order_by("day", "number"), 1):
        assert row.day is not None
        assert row.starts is not None
        assert row.ends is not None
        by = row.organiser.name if row.organiser else plan["keeper"]
        body = row.unit.name if row.unit else ""
        title = called[row.title] or row.title
        found.append(Room(number, title, row.venue, row.day, row.starts, row.ends, row.people or 0, body, by))
    return found


def _told(lines: Iterable[str], root: Unit, number: int, now: datetime) -> list[Room]:
    """'title | room | days from today | from | to | people | for whom | who booked'."""
    calendar, today = calendar_of(root), today_in_london(now)
    found = []
    for at, line in enumerate(lines, number):
        title, venue, days, starts, ends, people, body, by = (part.strip() for part in line.split("|"))
        day = calendar.on_or_after(today + timedelta(days=int(days)))
        begins, until = time.fromisoformat(starts), time.fromisoformat(ends)
        found.append(Room(at, title, venue, day, begins, until, int(people), body, by))
    return found


def _bring(
    source: Source, rooms: list[Room], plan: Mapping[str, Any], by: Person, domain: str, now: datetime
) -> None:
    write = _table if source.kind == FileKind.TABLE else _calendar
    bring_in(source=source.pk, content=write(rooms, domain), name=plan["file"], by=by, now=now)


def _table(rooms: Iterable[Room], domain: str) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(HEADER)
    for each in rooms:
        times = (f"{each.day:%d/%m/%Y}", f"{each.starts:%H:%M}", f"{each.ends:%H:%M}")
        who = (each.body, each.booked_by, address(each.booked_by, domain))
        lines.writerow([f"TT-{each.number:04d}", each.title, *times, each.venue, each.people, *who])
    return text.getvalue().encode()


def _calendar(rooms: Iterable[Room], domain: str) -> bytes:
    events = (
        f"BEGIN:VEVENT\r\nUID:{each.number}@conferences.{domain}\r\nSUMMARY:{each.title}\r\nLOCATION:{each.venue}\r\n"
        f"DTSTART;TZID=Europe/London:{each.day:%Y%m%d}T{each.starts:%H%M}00\r\n"
        f"DTEND;TZID=Europe/London:{each.day:%Y%m%d}T{each.ends:%H%M}00\r\n"
        f"ORGANIZER;CN={each.booked_by}:mailto:{address(each.booked_by, domain)}\r\n"
        f"DESCRIPTION:Expected: {each.people}\\nBooked for: {each.body}\r\nEND:VEVENT"
        for each in rooms
    )
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]).encode()

"""A sweep of room bookings against a register of 100,000 requests: from CSV, from iCalendar, and the same file again.

One booking in twenty is that of a request; the others are none's. The peak of memory is that of
each sweep with the program around it: it begins anew where the system can (Linux).
"""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any

from django.db import connection
from django.utils import timezone
from tests.bookings.hall import criteria
from tests.events import desk as d

from benchmarks.figures import Figure, forget_peak, peak
from dueregard.bookings.commands.bringing_in import bring_in
from dueregard.bookings.commands.planning import Report
from dueregard.bookings.commands.sources import make_source
from dueregard.bookings.fields import SourceFields
from dueregard.bookings.models import Source
from dueregard.events.models import EventRequest
from dueregard.kernel.refs import system
from dueregard.setup.commands.bulk import fill

ROWS = (5_000, 50_000)
REQUESTS = 100_000
BY = system("benchmarks")
GOALS = {"csv": 20.0, "ics": 60.0, "again": 5.0}
HEADER = [
    "Booking reference",
    "Event title",
    "Date",
    "Start time",
    "End time",
    "Room",
    "Expected numbers",
    "Booked by",
    "Email",
]


def run(rows: int) -> Iterator[Figure]:
    now = timezone.now()
    desk = d.a_desk()
    criteria(desk.town.provider)
    fill(REQUESTS, root=desk.town.provider, now=now)
    connection.cursor().execute("ANALYZE")
    forget_peak()
    before = peak()
    yield Figure("bookings", rows, "memory before the sweeps", before, "MiB")
    for kind, made in (("csv", _csv), ("ics", _ics)):
        content = made(_bookings(rows, now.date()))
        source = _source(desk, kind)
        forget_peak()
        took, report = _timed(source, content, f"bookings.{kind}", now)
        assert len(report.new) == rows, (len(report.new), report.reading.faults[:3], report.reading.told())
        yield from _promised(rows, f"sweep from {kind}", took, GOALS[kind])
        yield Figure("bookings", rows, f"{kind}: linked with requests", float(report.swept.linked), "")
        yield Figure("bookings", rows, f"{kind}: proposed to a person", float(report.swept.proposed), "")
        yield Figure("bookings", rows, f"{kind}: to look at", float(report.swept.to_look_at), "")
        took, again = _timed(source, content, f"bookings.{kind}", now)
        assert not again.anything, "the same file changed something"
        yield from _promised(rows, f"the same {kind} again", took, GOALS["again"])
        source.refresh_from_db()
        Source.objects.filter(pk=source.pk).update(digest="")
        took, again = _timed(source, content, f"bookings.{kind}", now)
        assert not again.anything, "the same file, read anew, changed something"
        yield Figure("bookings", rows, f"the same {kind} again, read anew (as after a day)", took, "s")
        yield Figure(
            "bookings",
            rows,
            f"peak memory of the sweeps from {kind}",
            peak(),
            "MiB",
            "what we promise",
            500.0,
            1.0,
        )
        del report, again, content


def _promised(rows: int, what: str, took: float, goal: float) -> Iterator[Figure]:
    yield Figure("bookings", rows, what, took, "s", "what we promise", goal, 1.0)


def _timed(source: Source, content: bytes, name: str, now: datetime) -> tuple[float, Report]:
    began = perf_counter()
    report = bring_in(source=source.pk, content=content, name=name, by=BY, now=now)
    return perf_counter() - began, report


def _source(desk: d.Desk, kind: str) -> Source:
    of = "table" if kind == "csv" else "calendar"
    fields = SourceFields(name=f"Rooms, {kind}", unit=desk.town.provider, kind=of)
    return make_source(by=BY, fields=fields, now=timezone.now())


def _bookings(rows: int, today: date) -> Iterator[dict[str, Any]]:
    """Bookings of the next year: every twentieth is a request's, with its room, day and time."""
    dice = random.Random(11)
    coming = EventRequest.objects.filter(day__gte=today, day__lte=today + timedelta(days=390)).order_by("pk")
    requests = list(coming.values_list("title", "venue", "day", "starts")[: rows // 20])
    for at in range(rows):
        booking: dict[str, Any] = {
            "reference": f"R{at:06}",
            "title": f"Seminar group {dice.randint(1, 900)} of module {dice.randint(100, 999)}",
            "venue": f"Teaching room {dice.randint(1, 120)}",
            "day": today + timedelta(days=dice.randint(0, 380)),
            "starts": f"{dice.randint(8, 19):02}:00",
            "people": dice.choice((12, 20, 30, 60, 90, 140, 250)),
            "who": f"person{at % 700}@northmoor.example",
        }
        if at % 20 == 0 and at // 20 < len(requests):
            title, venue, day, starts = requests[at // 20]
            booking |= {"title": title, "venue": venue, "day": day, "starts": f"{starts:%H:%M}"}
        booking["ends"] = f"{int(booking['starts'][:2]) + 2:02}:{booking['starts'][3:]}"
        yield booking


def _csv(bookings: Iterator[dict[str, Any]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for each in bookings:
        writer.writerow(
            [each["reference"], each["title"], f"{each['day']:%d/%m/%Y}", each["starts"], each["ends"], each["venue"],
             each["people"], "Jo Marsh", each["who"]]
        )  # fmt: skip
    return file.getvalue().encode()


def _ics(bookings: Iterator[dict[str, Any]]) -> bytes:
    """One VEVENT a booking, as a booking system writes it: folded, with a zone, and three people who come."""
    parts = ["BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Rooms//EN\r\n"]
    for each in bookings:
        day = f"{each['day']:%Y%m%d}"
        starts, ends = each["starts"].replace(":", ""), each["ends"].replace(":", "")
        came = "".join(
            f"ATTENDEE;CN=Guest {n};PARTSTAT=ACCEPTED:mailto:guest{n}@northmoor.\r\n example\r\n"
            for n in range(3)
        )
        parts.append(
            f"BEGIN:VEVENT\r\nUID:{each['reference']}@rooms.northmoor.example\r\nDTSTAMP:20261101T100000Z\r\nSEQUENCE:2\r\n"
            f"SUMMARY:{each['title']}\r\nLOCATION:{each['venue']}\r\nDTSTART;TZID=Europe/London:{day}T{starts}00\r\n"
            f"DTEND;TZID=Europe/London:{day}T{ends}00\r\nORGANIZER;CN=Jo Marsh:mailto:{each['who']}\r\n{came}"
            f"DESCRIPTION:Expected: {each['people']}\\nSet up: rows\r\nEND:VEVENT\r\n"
        )
    return "".join([*parts, "END:VCALENDAR\r\n"]).encode()

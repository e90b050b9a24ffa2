"""The desk of tests.events with a hall: its calendar comes in as a file, and somebody looks after it.

Bea Lund looks after bookings at Northmoor; Hal Grove looks after those of the Students' Union alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dueregard.bookings.commands.bringing_in import bring_in
from dueregard.bookings.commands.planning import Report
from dueregard.bookings.commands.sources import make_source
from dueregard.bookings.fields import SourceFields
from dueregard.bookings.models import Booking, Source
from dueregard.bookings.queries.files import Choices
from dueregard.organisation.models import Person, Unit
from dueregard.procedures.commands import take_preset
from tests.events.desk import Desk, a_desk
from tests.people import BUILDER, NOON, a_person, a_post_kind, give

ALL = (
    "bookings.read",
    "bookings.import",
    "bookings.match",
    "bookings.review",
    "events.read",
    "events.take_over",
)


@dataclass
class Hall:
    desk: Desk
    keeper: Person
    union_keeper: Person
    table: Source
    calendar: Source


def criteria(provider: Unit) -> None:
    """A procedure of the provider that names plain facts: the desk's own with a wider `when`."""
    from importlib.resources import files

    text = (files("dueregard.presets") / "central-register" / "events.toml").read_text("utf-8")
    before = 'when = ["designated"]'
    assert before in text
    wide = 'when = ["designated", "over 200 people", "open to the public", "external organiser", "outside opening hours"]'
    take_preset(
        by=BUILDER,
        preset="central-register",
        kind="events",
        unit=provider,
        text=text.replace(before, wide, 1),
        starts=date(2020, 2, 1),
        now=NOON,
    )


def a_hall() -> Hall:
    desk = a_desk()
    criteria(desk.town.provider)
    a_post_kind("bookings-office", "Bookings office", *ALL)
    keeper = a_person("Bea Lund", desk.town.provider)
    give(keeper, "bookings-office", desk.town.provider)
    union_keeper = a_person("Hal Grove", desk.town.union)
    give(union_keeper, "bookings-office", desk.town.union)
    return Hall(
        desk,
        keeper,
        union_keeper,
        table=a_source(desk.town.provider, "Room bookings", kind="table"),
        calendar=a_source(desk.town.provider, "Conference calendar", kind="calendar"),
    )


def a_source(unit: Unit, name: str, **said: object) -> Source:
    fields = SourceFields(**({"name": name, "unit": unit, "kind": "table"} | said))  # type: ignore[arg-type]
    return make_source(by=BUILDER, fields=fields, now=NOON)


def table(
    *lines: str, header: str = "Reference,Title,Date,Start time,End time,Room,Numbers,Booked by,Email"
) -> bytes:
    return "\r\n".join([header, *lines]).encode()


def event(*lines: str, uid: str = "one@rooms.example", start: str = "DTSTART:20270114T180000") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", start, *lines, "END:VEVENT"])


def calendar(*events: str, method: str = "") -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", *([f"METHOD:{method}"] if method else [])]
    return ("\r\n".join([*head, *events, "END:VCALENDAR"]) + "\r\n").encode()


def bring(
    hall: Hall,
    content: bytes,
    *,
    source: Source | None = None,
    now: datetime = NOON,
    dry_run: bool = False,
    **said: object,
) -> Report:
    """Bring a file into the hall's table, or into its calendar where it is one."""
    of = source or (hall.calendar if content[:200].upper().find(b"VCALENDAR") >= 0 else hall.table)
    choices = Choices(**said)  # type: ignore[arg-type]
    return bring_in(
        source=of.pk, content=content, name="rooms", by=hall.keeper, choices=choices, dry_run=dry_run, now=now
    )


def the_booking(**which: object) -> Booking:
    return Booking.objects.get(**which)

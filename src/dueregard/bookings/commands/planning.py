"""What a file would change, found out before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from dueregard.bookings.choices import FileKind, State
from dueregard.bookings.commands.marking import SETTLED, criteria_of, hours_of
from dueregard.bookings.commands.pairing import Here, by_day_of_a_series, by_number_and_day
from dueregard.bookings.commands.sweeping import Swept
from dueregard.bookings.models import Booking, Import, Source
from dueregard.bookings.queries.files import Choices, Look, read
from dueregard.bookings.rules.lines import Line, Reading
from dueregard.bookings.rules.marking import marks_of
from dueregard.kernel.dates import today_in_london

PART = 500
SAID = (
    "reference", "sequence", "title", "venue", "day", "last_day", "starts", "ends", "people", "body", "public", "external",
    "contact_name", "contact_email", "number",
)  # fmt: skip
OLDER = "Older than what is here already, and left as it is"


@dataclass(slots=True)
class Report:
    """What came of a file, or would. `new` are its lines (the rows of a whole year at once would be large), `changed` and
    `gone` the bookings; `unchanged` counts the others."""

    look: Look | None = None
    build: "Builder | None" = None
    new: list[Line] = field(default_factory=list)
    changed: list[Booking] = field(default_factory=list)
    gone: list[Booking] = field(default_factory=list)
    quietly: list[Booking] = field(default_factory=list)
    """Changed in nothing that anybody sees, such as the number of their telling."""
    before: dict[UUID, dict[str, object]] = field(default_factory=dict)
    missing: list[UUID] = field(default_factory=list)
    """Those of the gone that a file of everything does not hold; the others were cancelled outright."""
    unchanged: int = 0
    reading: Reading = field(default_factory=Reading)
    swept: Swept = field(default_factory=Swept)
    brought: Import | None = None
    why_not: list[str] = field(default_factory=list)
    """Why it would be refused as it is; only in a dry run."""

    @property
    def anything(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.quietly)

    def first(self, count: int) -> list[Booking]:
        """The first of the new ones as the bookings that they would be."""
        return [self.build.new(line) for line in self.new[:count]] if self.build else []

    def as_json(self) -> dict[str, Any]:
        return {
            "came": len(self.new),
            "changed": len(self.changed),
            "gone": len(self.gone),
            "unchanged": self.unchanged,
            "refused": self.reading.refused,
            "linked": self.swept.linked,
            "proposed": self.swept.proposed,
            "to_look_at": self.swept.to_look_at,
            "faults": [fault.as_json() for fault in self.reading.faults],
            "notes": self.reading.told(),
            "columns": self.look.columns() if self.look else {},
        }


def compared_with_what_is_here(source: Source, seen: Look, choices: Choices, *, now: datetime) -> Report:
    today = today_in_london(now)
    reading = read(seen, choices, today)
    report = Report(seen, reading=reading)
    here = {each.key: each for each in _here(source, reading, choices, today)}
    if source.kind == FileKind.CALENDAR:
        here = by_day_of_a_series(here, reading)
    else:
        by_number_and_day(here, reading, today=today)
    build = report.build = Builder(source, today, now)
    different: dict[UUID, Line] = {}
    gone: set[UUID] = set()
    for key, line in reading.lines.items():
        known = here.get(key)
        if known is None:
            report.new += [] if line.cancelled else [line]
        elif line.sequence < known.sequence:
            reading.counted[OLDER] += 1
            report.unchanged += 1
        elif line.cancelled:
            gone |= {known.pk} if known.stands else set()
            report.unchanged += int(not known.stands)
        elif known.digest == line.digest and known.stands and known.key == key:
            report.unchanged += 1
        else:
            different[known.pk] = line
    report.missing = _missing(source, here, reading, today)
    gone |= set(report.missing) | _ended(here, reading, today) | _taken_out(here, reading, today)
    for booking in _loaded(list(different)):
        _differ(report, build, booking, different[booking.pk])
    for booking in _loaded(list(gone)):
        build.cancel(booking)
        report.gone.append(booking)
    return report


def _differ(report: Report, build: "Builder", booking: Booking, line: Line) -> None:
    before = {name: getattr(booking, name) for name in SAID} | {"state": booking.state}
    build.change(booking, line)
    shown = any(before[name] != getattr(booking, name) for name in before if name != "sequence")
    report.before[booking.pk] = before
    (report.changed if shown else report.quietly).append(booking)


def _loaded(pks: list[UUID]) -> Iterator[Booking]:
    for start in range(0, len(pks), PART):
        yield from Booking.objects.filter(pk__in=pks[start : start + PART]).order_by("day", "pk")


def _here(source: Source, reading: Reading, choices: Choices, today: date) -> Iterator[Here]:
    """The source's bookings of the days that are read, and any other that the file names."""
    window = choices.window(today)
    mine = Booking.objects.filter(source=source)
    found: set[str] = set()
    inside = mine.filter(day__gte=window.first, day__lte=window.last)
    for row in inside.values_list(*Here._fields).iterator(chunk_size=2_000):
        found.add(row[1])
        yield Here(*row)
    if not mine.exclude(day__gte=window.first, day__lte=window.last).exists():
        return
    others = [key for key in reading.lines if key not in found]
    for start in range(0, len(others), PART):
        for row in mine.filter(key__in=others[start : start + PART]).values_list(*Here._fields):
            yield Here(*row)


def _taken_out(here: dict[str, Here], reading: Reading, today: date) -> set[UUID]:
    """Days still to come of a series that is told anew without them, whatever else the file holds."""
    return {
        each.pk
        for key, each in here.items()
        if each.stands
        and key not in reading.lines
        and each.day >= today
        and each.reference not in reading.spared
        and each.sequence <= reading.whole.get(each.reference, -1)
    }


def _missing(source: Source, here: dict[str, Here], reading: Reading, today: date) -> list[UUID]:
    """What stood, lies between the file's first and last day, is still to come, and is not in the file."""
    if not source.full or reading.partial or not reading.lines:
        return []
    if reading.spare_all:
        reading.notes.append(
            "Something was refused that has no number, so nothing that is missing was taken as cancelled."
        )
        return []
    first = max(today, min(line.day for line in reading.lines.values()))
    last = max(line.day for line in reading.lines.values())
    return [
        each.pk
        for key, each in here.items()
        if key not in reading.lines
        and each.stands
        and first <= each.day <= last
        and not (each.reference and each.reference in reading.spared | reading.ended)
    ]


def _ended(here: dict[str, Here], reading: Reading, today: date) -> set[UUID]:
    """Every day still to come of what was cancelled as a whole."""
    return {
        each.pk
        for key, each in here.items()
        if each.stands
        and each.day >= (today if each.reference in reading.ended else _ends(each, reading, today))
        and (key not in reading.lines or reading.lines[key].cancelled)
    }


def _ends(booking: Here, reading: Reading, today: date) -> date:
    """The day from which its series is cancelled; none ever, for all others."""
    return max(today, reading.ended_from.get(booking.reference, date.max))


class Builder:
    """Puts what a file says on the rows of bookings, marks included. Saves nothing."""

    def __init__(self, source: Source, today: date, now: datetime) -> None:
        self.source, self.now = source, now
        self.criteria, self.hours = criteria_of(source, today), hours_of(source)

    def new(self, line: Line, brought: Import | None = None) -> Booking:
        booking = Booking(id=uuid4(), source=self.source, key=line.key, came_at=self.now, brought_by=brought)
        self._put(booking, line)
        return booking

    def change(self, booking: Booking, line: Line) -> None:
        before = set(booking.marks)
        self._put(booking, line)
        booking.key = line.key
        booking.state, booking.cancelled_at, booking.changed_at = State.STANDS, None, self.now
        if not set(booking.marks) <= before and booking.review in SETTLED:
            # A new mark is a new question, whatever was settled before.
            booking.review, booking.look_by = "", None

    def cancel(self, booking: Booking) -> None:
        booking.state, booking.cancelled_at, booking.changed_at = State.CANCELLED, self.now, self.now

    def _put(self, booking: Booking, line: Line) -> None:
        for name in SAID:
            setattr(booking, name, getattr(line, name))
        booking.digest = line.digest
        booking.marks = marks_of(
            self.criteria, self.hours, people=line.people, public=line.public, external=line.external, day=line.day,
            starts=line.starts, ends=line.ends,
        )  # fmt: skip
        booking.marked = bool(booking.marks)

"""Bringing a file of bookings in: what came, what changed, what has gone, what was refused.

The same content again changes nothing. Nothing is ever sent from here: what a file causes waits for a person.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import transaction

from dueregard.bookings import catalogue
from dueregard.bookings.choices import ChangeState, State
from dueregard.bookings.commands.locking import locked_source
from dueregard.bookings.commands.marking import SETTLED, criteria_of, hours_of
from dueregard.bookings.commands.sweeping import Swept, compared, record_sweep, sweep
from dueregard.bookings.models import Booking, Change, Import, Source
from dueregard.bookings.queries.files import Choices, Look, look, read
from dueregard.bookings.rules.differing import MATERIAL, as_json, material
from dueregard.bookings.rules.lines import Line, Reading
from dueregard.bookings.rules.marking import marks_of
from dueregard.bookings.rules.reviewing import why_not_let_go
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person

PART = 500
SAID = (
    "reference", "sequence", "title", "venue", "day", "last_day", "starts", "ends", "people", "body", "public", "external",
    "contact_name", "contact_email", "number",
)  # fmt: skip
WRITTEN = (*SAID, "digest", "state", "cancelled_at", "changed_at", "marks", "marked", "review", "look_by")
OLDER = "Older than what is here already, and left as it is"


@dataclass(slots=True)
class Report:
    """What came of a file, or would. `new`, `changed` and `gone` are the bookings; `unchanged` counts the others."""

    look: Look | None = None
    new: list[Booking] = field(default_factory=list)
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


@transaction.atomic
def bring_in(
    *,
    source: UUID,
    content: bytes,
    name: str,
    by: Person | Actor,
    choices: Choices | None = None,
    dry_run: bool = False,
    now: datetime,
) -> Report:
    """Bring a file into a source. Raises `Unreadable` for what cannot be read, `Refused` while a needed column is not
    known or while most bookings are missing from a file that should hold them all."""
    into = locked_source(source)
    today = today_in_london(now)
    actor = require(by, catalogue.IMPORT, unit=into.unit, today=today)
    said = choices or Choices()
    digest = _digest(content, into, said, today)
    if digest == into.digest:
        return _the_same(into, actor, dry_run=dry_run, now=now)
    seen = look(content, name, into, said)
    refuse_if([seen.problem] if seen.problem else [])
    report = _compared_with_what_is_here(into, seen, said, now=now)
    why_not = _why_not(into, report, said, today)
    if dry_run:
        report.why_not = why_not
        _foresee(into, report)
        return report
    refuse_if(why_not)
    if report.anything or report.reading.refused:
        report.brought = _remember(into, report, content, name, by, said, now=now)
    _write(into, report, now=now)
    report.swept = sweep(into, [*report.new, *report.changed, *report.gone], now=now)
    columns = seen.columns()
    digest = _digest(content, into, replace(said, columns=columns), today)
    _finish(into, report, columns, digest, actor, now=now)
    return report


def _digest(content: bytes, source: Source, choices: Choices, today: date) -> str:
    """The file with everything on which its reading depends: the same again cannot change anything."""
    window = choices.window(today)
    columns = source.columns if choices.columns is None else choices.columns
    said = [
        hashlib.sha256(content).hexdigest(), source.kind, source.full, sorted(columns.items()), choices.month_first,
        choices.partial, str(window.first), str(window.last),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _the_same(source: Source, actor: Actor, *, dry_run: bool, now: datetime) -> Report:
    """Nothing to read again; but requests may have come since."""
    report = Report(unchanged=source.kept)
    report.reading.notes.append("This file has come in already, as it is.")
    if not dry_run:
        report.swept = sweep(source, [], now=now)
        if report.swept:
            record_sweep(source, report.swept, by=actor, now=now)
    return report


class Here(NamedTuple):
    """What is known of a booking before it is looked at more closely."""

    pk: UUID
    key: str
    digest: str
    state: str
    sequence: int
    day: date
    reference: str

    @property
    def stands(self) -> bool:
        return self.state == State.STANDS


def _compared_with_what_is_here(source: Source, seen: Look, choices: Choices, *, now: datetime) -> Report:
    today = today_in_london(now)
    reading = read(seen, choices, today)
    report = Report(seen, reading=reading)
    here = {each.key: each for each in _here(source, reading, choices, today)}
    build = _Builder(source, today, now)
    different: dict[UUID, Line] = {}
    gone: set[UUID] = set()
    for key, line in reading.lines.items():
        known = here.get(key)
        if known is None:
            report.new += [] if line.cancelled else [build.new(line)]
        elif line.sequence < known.sequence:
            reading.counted[OLDER] += 1
            report.unchanged += 1
        elif line.cancelled:
            gone |= {known.pk} if known.stands else set()
            report.unchanged += int(not known.stands)
        elif known.digest == line.digest and known.stands:
            report.unchanged += 1
        else:
            different[known.pk] = line
    report.missing = _missing(source, here, reading, today)
    gone |= set(report.missing) | _ended(here, reading, today)
    for booking in _loaded(list(different)):
        _differ(report, build, booking, different[booking.pk])
    for booking in _loaded(list(gone)):
        build.cancel(booking)
        report.gone.append(booking)
    return report


def _differ(report: Report, build: "_Builder", booking: Booking, line: Line) -> None:
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
        if each.reference in reading.ended
        and each.stands
        and each.day >= today
        and (key not in reading.lines or reading.lines[key].cancelled)
    }


def _why_not(source: Source, report: Report, choices: Choices, today: date) -> list[str]:
    if choices.let_go or not report.missing:
        return []
    standing = Booking.objects.filter(source=source, state=State.STANDS, day__gte=today).count()
    return why_not_let_go(len(report.missing), standing)


class _Builder:
    """Puts what a file says on the rows of bookings, marks included. Saves nothing."""

    def __init__(self, source: Source, today: date, now: datetime) -> None:
        self.source, self.now = source, now
        self.criteria, self.hours = criteria_of(source, today), hours_of(source)

    def new(self, line: Line) -> Booking:
        booking = Booking(id=uuid4(), source=self.source, key=line.key, came_at=self.now)
        self._put(booking, line)
        return booking

    def change(self, booking: Booking, line: Line) -> None:
        before = set(booking.marks)
        self._put(booking, line)
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


def _foresee(source: Source, report: Report) -> None:
    """What the comparison would find, for a dry run."""
    touched = [*report.new, *report.changed]
    pairs = compared(source, touched)
    certain = {pair.booking for pair in pairs if pair.sure == "certain"}
    report.swept.linked = len(certain)
    report.swept.proposed = len({pair.booking for pair in pairs} - certain)
    report.swept.to_look_at = sum(
        1 for each in touched if each.marked and each.pk not in certain and each.request_id is None
    )


def _remember(
    source: Source,
    report: Report,
    content: bytes,
    name: str,
    by: Person | Actor,
    choices: Choices,
    *,
    now: datetime,
) -> Import:
    window = choices.window(today_in_london(now))
    return Import.objects.create(
        source=source,
        file_name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        first=window.first,
        last=window.last,
        by=by if isinstance(by, Person) else None,
        at=now,
        came=len(report.new),
        changed=len(report.changed),
        gone=len(report.gone),
        unchanged=report.unchanged,
        refused=report.reading.refused,
        faults=[fault.as_json() for fault in report.reading.faults],
        notes=report.reading.told(),
    )


def _write(source: Source, report: Report, *, now: datetime) -> None:
    if report.brought is None:
        return
    for booking in report.new:
        booking.brought_by = report.brought
    Booking.objects.bulk_create(report.new, batch_size=PART)
    Booking.objects.bulk_update([*report.changed, *report.quietly], WRITTEN, batch_size=PART)
    Booking.objects.bulk_update(report.gone, ("state", "cancelled_at", "changed_at"), batch_size=PART)
    Change.objects.bulk_create(list(_changes(report, report.brought, now)), batch_size=PART)


def _changes(report: Report, brought: Import, now: datetime) -> Iterator[Change]:
    """What matters to a request and is different now. It waits for a person where there is a request."""
    for booking in report.changed:
        before = report.before[booking.pk]
        after = {name: getattr(booking, name) for name in (*MATERIAL, "state")}
        names = material(before, after) + (["state"] if before["state"] != booking.state else [])
        if names:
            yield Change(
                booking=booking,
                brought_by=brought,
                at=now,
                before={name: as_json(before[name]) for name in names},
                after={name: as_json(after[name]) for name in names},
                state=ChangeState.OPEN if booking.request_id else "",
            )
    for booking in report.gone:
        yield Change(
            booking=booking,
            brought_by=brought,
            at=now,
            before={"state": State.STANDS.value},
            after={"state": State.CANCELLED.value},
            state=ChangeState.OPEN if booking.request_id else "",
        )


def _finish(
    source: Source, report: Report, columns: dict[str, str], digest: str, actor: Actor, *, now: datetime
) -> None:
    """Keep what the next file needs, and record it, where anything is different now."""
    if report.brought is None:
        return
    kept = report.unchanged + len(report.new) + len(report.changed) + len(report.quietly)
    source.columns, source.digest, source.kept = columns, digest, kept
    source.save(update_fields=["digest", "columns", "kept"])
    report.brought.linked, report.brought.proposed = report.swept.linked, report.swept.proposed
    report.brought.to_look_at = report.swept.to_look_at
    report.brought.save(update_fields=["linked", "proposed", "to_look_at"])
    facts = {
        "came": len(report.new), "changed": len(report.changed), "gone": len(report.gone), "unchanged": report.unchanged,
        "refused": report.reading.refused,
    }  # fmt: skip
    record(catalogue.IMPORTED, by=actor, on=report.brought.ref, data=facts, at=now)
    if report.swept:
        record_sweep(source, report.swept, by=actor, now=now)

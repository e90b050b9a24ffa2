"""Bringing last year's register in from a provider's own spreadsheet, and undoing that.

A brought-in record is not held to the rules for decisions: what its sheet lacks, it lacks.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from dueregard.documents.tables import Sheet
from dueregard.events import catalogue
from dueregard.events.commands.drafting import words_of
from dueregard.events.commands.locking import lock_the_series, next_numbers
from dueregard.events.models import EventRequest, RegisterImport, Speaker, speaker_row
from dueregard.events.queries.bringing_in import (
    Choices,
    Look,
    known_keys,
    look,
    owned,
    sheets_of,
    units_by_name,
    worked_on_of,
)
from dueregard.events.rules.bringing_in.lines import Fault, Line, Reading
from dueregard.events.rules.bringing_in.rows import read
from dueregard.kernel.dates import LONDON, today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit

PART = 1000
NOON = time(12)


@dataclass(slots=True)
class Report:
    """What came in, or would. `new` are the lines that come in, `unchanged` counts lines that are here already."""

    look: Look
    new: list[Line] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    refused: int = 0
    notes: list[str] = field(default_factory=list)
    brought: RegisterImport | None = None

    @property
    def imported(self) -> int:
        return len(self.new)

    def as_json(self) -> dict[str, Any]:
        return {
            "imported": self.imported,
            "unchanged": self.unchanged,
            "refused": [fault.as_json() for fault in self.faults],
            "refused_lines": self.refused,
            "sheet": self.look.sheet.name,
            "header_line": self.look.layout.line,
            "columns": self.look.layout.columns(),
            "notes": self.notes,
        }


@transaction.atomic
def bring_in(
    *,
    content: bytes,
    name: str,
    unit: Unit,
    by: Person | Actor,
    choices: Choices | None = None,
    sheets: list[Sheet] | None = None,
    dry_run: bool = False,
    now: datetime,
) -> Report:
    """Bring the good lines of a register in as records of `unit` and below; the same line again changes nothing.

    `sheets` saves reading the file a second time. Raises `Unreadable` for what is no table, `Refused` while no column is known for the title or the day.
    """
    series = None if dry_run else lock_the_series()
    actor = require(by, catalogue.IMPORT, unit=unit, today=today_in_london(now))
    seen = look(sheets or sheets_of(content, name), choices or Choices())
    refuse_if([seen.problem] if seen.problem else [])
    month_first = choices.month_first if choices else None
    reading = read(seen.sheet, seen.layout, today=today_in_london(now), month_first=month_first)
    report = _report(seen, reading, unit)
    if series is None or not report.new:
        return report
    brought = _remember(report, content, name, unit, by, now)
    units = units_by_name(unit)
    numbers = next_numbers(series, len(report.new))
    requests = [
        _request(line, number, brought, units, unit, now)
        for line, number in zip(report.new, numbers, strict=True)
    ]
    EventRequest.objects.bulk_create(requests, batch_size=PART)
    Speaker.objects.bulk_create(_speakers(requests, report.new), batch_size=PART)
    counts = {"imported": report.imported, "unchanged": report.unchanged, "refused": report.refused}
    record(catalogue.REGISTER_IMPORTED, by=actor, on=brought.ref, data=counts, at=now)
    report.brought = brought
    return report


def _report(seen: Look, reading: Reading, unit: Unit) -> Report:
    known = known_keys(unit, [line.key for line in reading.lines])
    report = Report(
        seen,
        new=[line for line in reading.lines if line.key not in known],
        unchanged=len(known) + len(reading.again),
        faults=reading.faults,
        refused=reading.refused,
        notes=[*seen.notes, *reading.notes],
    )
    if known and report.new:
        report.notes.append(
            "Lines that were corrected since they came in are new lines: undo the earlier bringing-in first if you do "
            "not want both."
        )
    report.notes += _units_not_known(report.new, units_by_name(unit), unit)
    return report


def _units_not_known(lines: list[Line], units: dict[str, Unit], unit: Unit) -> list[str]:
    unknown = sorted({line.unit for line in lines if line.unit and line.unit.casefold() not in units})
    if not unknown:
        return []
    more = f" and {len(unknown) - 10} more" if len(unknown) > 10 else ""
    names = f"{', '.join(unknown[:10])}{more}"
    return [
        f"No unit here is called {names}: those records come in under {unit.name} and keep what the sheet says."
    ]


def _remember(
    report: Report, content: bytes, name: str, unit: Unit, by: Person | Actor, now: datetime
) -> RegisterImport:
    layout = report.look.layout
    return RegisterImport.objects.create(
        file_name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        sheet=report.look.sheet.name[:200],
        unit=unit,
        columns=layout.columns(),
        header=[heading.name for heading in layout.headings],
        by=by if isinstance(by, Person) else None,
        at=now,
        rows=report.imported + report.unchanged + report.refused,
        imported=report.imported,
        unchanged=report.unchanged,
        refused=report.refused,
        faults=[fault.as_json() for fault in report.faults],
        notes=report.notes,
    )


def _request(
    line: Line, number: int, brought: RegisterImport, units: dict[str, Unit], unit: Unit, now: datetime
) -> EventRequest:
    standing = line.standing
    request = EventRequest(
        number=number,
        title=line.title,
        summary=line.summary,
        kind=line.kind,
        unit=units.get(line.unit.casefold(), unit) if line.unit else unit,
        where=line.where,
        venue=line.venue,
        day=line.day,
        last_day=line.last_day,
        starts=line.starts,
        ends=line.ends,
        people=line.people,
        audience=line.audience,
        contact_name=line.organiser,
        contact_email=line.email,
        contact_phone=line.phone,
        status=standing.status,
        outcome=standing.outcome if standing.status == "decided" else "",
        aftermath=standing.aftermath,
        attended=line.attended,
        withdrawn_by=standing.withdrawn_by if standing.status == "withdrawn" else "",
        marks=["designated"] if line.designated else [],
        late=line.late,
        speaker_count=len(line.speakers),
        submitted_at=at_noon(line.received or line.day),
        decided_at=at_noon(line.decided_on) if line.decided_on else None,
        brought_in=brought,
        original=line.original,
        row_key=owned(unit, line.key),
        created_at=now,
        changed_at=now,
    )
    if standing.status == "withdrawn":
        request.withdrawal_note = standing.note
    else:
        request.aftermath_note = standing.note
    request.words = f"{words_of(request, line.speakers)} {line.reference.lower()}".strip()
    return request


def at_noon(day: date) -> datetime:
    return datetime.combine(day, NOON, tzinfo=LONDON)


def _speakers(requests: list[EventRequest], lines: list[Line]) -> Iterator[Speaker]:
    for request, line in zip(requests, lines, strict=True):
        for place, each in enumerate(line.speakers, start=1):
            yield speaker_row(request, place, each)


@dataclass(slots=True)
class Undone:
    """How many records went, and which stay because somebody has worked on them."""

    removed: int
    stay: list[EventRequest]


@transaction.atomic
def undo(*, pk: UUID, by: Person | Actor, now: datetime) -> Undone:
    """Take a bringing-in back. Records that somebody has worked on stay; nothing but the ledger keeps the others."""
    lock_the_series()
    brought = (
        RegisterImport.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    )
    if brought is None:
        raise NotThere
    actor = require(by, catalogue.IMPORT, unit=brought.unit, today=today_in_london(now))
    refuse_if(["This has been undone already."] if brought.undone_at else [])
    mine = EventRequest.objects.filter(brought_in=brought).select_for_update(of=("self",))
    worked_on = set(worked_on_of(brought).values_list("pk", flat=True))
    stay = [each for each in mine.order_by("number") if each.pk in worked_on]
    gone = EventRequest.objects.filter(brought_in=brought).exclude(pk__in=worked_on)
    removed = gone.count()
    if not removed:
        raise Refused(["Somebody has worked on every record of this file. They stay."])
    Speaker.objects.filter(request__in=gone).delete()
    gone.delete()
    brought.undone_at = now
    brought.save(update_fields=["undone_at"])
    record(catalogue.REGISTER_UNDONE, by=actor, on=brought.ref, data={"removed": removed}, at=now)
    return Undone(removed, stay)

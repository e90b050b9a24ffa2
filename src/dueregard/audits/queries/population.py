"""From what a sample is drawn: the closed requests of a period, each in its stratum."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, TextField
from django.db.models.functions import Cast

from dueregard.audits.choices import Way
from dueregard.audits.models import Audit
from dueregard.audits.rules.drawing import ALL, counted
from dueregard.audits.rules.strata import PlainFacts, in_order, in_words, stratum_of
from dueregard.events.choices import OPEN, Status
from dueregard.events.models import EventRequest
from dueregard.organisation.lookup import landmarks
from dueregard.organisation.models import Unit

CHUNK = 5000
FIELDS = ("number", "status", "outcome", "late", "from_a_sheet", "marks_text")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a population is of. `with_brought_in`: records from spreadsheets are in it too."""

    unit: Unit | None
    first: date
    last: date
    way: str
    with_brought_in: bool = False

    @classmethod
    def of(cls, audit: Audit) -> Wanted:
        return cls(audit.unit, audit.first, audit.last, audit.way, audit.with_brought_in)


def closed(unit: Unit | None, first: date, last: date) -> QuerySet[EventRequest]:
    """The requests that are no longer open, by the day of their event; brought-in records among them."""
    rows = EventRequest.objects.filter(main=None, day__gte=first, day__lte=last).exclude(status=Status.DRAFT)
    rows = rows.filter(Q(brought_in__isnull=False) | ~Q(status__in=OPEN))
    if unit is not None and not _is_everything(unit):
        inside = Unit.objects.filter(path__startswith=unit.path).order_by().values("pk")
        rows = rows.filter(unit__in=inside)
    return rows


def _is_everything(unit: Unit) -> bool:
    """Whether every unit lies below this one, so that the database need not look at each row's."""
    return unit.parent_id is None and len(landmarks().roots) == 1


def population(wanted: Wanted) -> dict[str, str]:
    """Each request's number with its stratum. One query for the requests, one for the units where they matter."""
    rows = closed(wanted.unit, wanted.first, wanted.last)
    if not wanted.with_brought_in:
        rows = rows.filter(brought_in=None)
    rows = rows.order_by()
    if wanted.way == Way.FACTS:
        found = _by_facts(rows)
    elif wanted.way == Way.UNITS:
        units = _branches(wanted.unit)
        pairs = rows.values_list("number", "unit_id").iterator(CHUNK)
        found = {number: units.get(unit, ALL) for number, unit in pairs}
    else:
        found = dict.fromkeys(rows.values_list("number", flat=True).iterator(CHUNK), ALL)
    return {f"E-{number:04d}": stratum for number, stratum in found.items()}


def _by_facts(rows: QuerySet[EventRequest]) -> dict[int | None, str]:
    sheet = ExpressionWrapper(Q(brought_in__isnull=False), BooleanField())
    marked = rows.annotate(marks_text=Cast("marks", TextField()), from_a_sheet=sheet)
    return {
        number: stratum_of(PlainFacts(status, outcome, late, '"designated"' in marks, row))
        for number, status, outcome, late, row, marks in marked.values_list(*FIELDS).iterator(CHUNK)
    }


def _branches(top: Unit | None) -> dict[UUID, str]:
    """For each unit the code of the unit right below `top` in which it lies; for `top` its own."""
    depth = top.depth + 1 if top else 0
    rows = list(Unit.objects.filter(path__startswith=top.path if top else "").order_by())
    by_id = {row.pk: row for row in rows}
    found = {}
    for row in rows:
        branch = row.lineage[min(depth, row.depth)]
        found[row.pk] = by_id[branch].code if branch in by_id else row.code
    return found


@dataclass(frozen=True, slots=True)
class Stratum:
    """One line of the preview: how many requests there are, and how many of them are drawn."""

    code: str
    label: str
    there: int
    drawn: int

    @property
    def share(self) -> str:
        return "all of them" if self.drawn >= self.there else f"{self.drawn} of {self.there}"


@dataclass(frozen=True, slots=True)
class Preview:
    """The population before the draw: never the sample."""

    there: int
    strata: list[Stratum] = field(default_factory=list)

    @property
    def drawn(self) -> int:
        return sum(each.drawn for each in self.strata)


def preview(audit: Audit, found: dict[str, str] | None = None) -> Preview:
    found = population(Wanted.of(audit)) if found is None else found
    counts = counted(found.values())
    codes = in_order({*counts, *(code for code in audit.sizes if code != ALL and audit.sizes[code])})
    names = unit_names(codes) if audit.way == Way.UNITS else {}
    rows = []
    for code in codes:
        there = counts.get(code, 0)
        size = audit.sizes.get(code, audit.sizes.get(ALL, 0))
        rows.append(Stratum(code, in_words(code, names), there, min(there, size)))
    return Preview(len(found), rows)


def unit_names(codes: list[str]) -> dict[str, str]:
    return dict(Unit.objects.filter(code__in=codes).order_by().values_list("code", "name"))

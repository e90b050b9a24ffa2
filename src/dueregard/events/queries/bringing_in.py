"""Looking at a provider's own register before it comes in, and at what came in."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from dueregard.documents.tables import Sheet, Unreadable, read_table
from dueregard.events.catalogue import IMPORT
from dueregard.events.models import EventRequest, RegisterImport
from dueregard.events.rules.bringing_in.layout import BY_CODE, Heading, Layout, find, find_with
from dueregard.organisation.access import UnitScope, posts_of
from dueregard.organisation.models import Person, Unit

WORK = (
    "checks",
    "turns",
    "decisions",
    "questions",
    "amendments",
    "appeals",
    "premises",
    "after_notes",
    "feedback",
    "speakers__links",
)
"""What a person leaves at a record, by the names under which a request has it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said about a file. Nothing said: it is found out. `columns` is our field = their name;
    `month_first` settles how dates in figures are read."""

    sheet: str = ""
    columns: Mapping[str, str] | None = None
    month_first: bool | None = None


@dataclass(slots=True)
class Look:
    """A file as it is understood, its lines not yet read. `problem` says which needed column is missing."""

    sheets: list[Sheet]
    sheet: Sheet
    layout: Layout
    problem: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def unused(self) -> list[Heading]:
        """Columns that are kept in the original only."""
        used = {heading.index for heading in self.layout.at.values()}
        return [heading for heading in self.layout.headings if heading.index not in used]


def sheets_of(content: bytes, name: str) -> list[Sheet]:
    """The sheets of the file. Raises `Unreadable` for what is no table."""
    return read_table(io.BytesIO(content), name=name)


def look(sheets: list[Sheet], choices: Choices) -> Look:
    """The sheet and its columns, as chosen or guessed. Raises `Unreadable` for a sheet that is not there."""
    sheet, layout = _chosen(sheets, choices)
    seen = Look(sheets, sheet, layout, notes=[*sheet.notes, *_others(sheets, sheet)])
    if layout.missing:
        seen.problem = _what_is_missing(layout, sheet)
    elif layout.line > 1:
        seen.notes.insert(
            0, f"The columns are named in line {layout.line}; what stands above was passed over."
        )
    return seen


def _chosen(sheets: list[Sheet], choices: Choices) -> tuple[Sheet, Layout]:
    """The sheet that was named; else the one with a whole header and the most lines, shown sheets first."""
    if choices.sheet:
        for sheet in sheets:
            if sheet.name == choices.sheet:
                return sheet, _layout(sheet, choices)
        raise Unreadable(
            f"There is no sheet {choices.sheet}. The file has: {', '.join(each.name for each in sheets)}."
        )
    layouts = [(sheet, _layout(sheet, choices)) for sheet in sheets]
    return max(
        layouts,
        key=lambda each: (not each[1].missing, not each[0].hidden, len(each[1].at) > 2, len(each[0].rows)),
    )


def _layout(sheet: Sheet, choices: Choices) -> Layout:
    return find(sheet) if choices.columns is None else find_with(sheet, choices.columns)


def _others(sheets: list[Sheet], sheet: Sheet) -> list[str]:
    others = [
        f"{each.name}{' (hidden)' if each.hidden else ''}"
        for each in sheets
        if each is not sheet and each.rows
    ]
    if not others:
        return []
    return [f"Only the sheet ‘{sheet.name}’ is read. Not read: {', '.join(others)}."]


def _what_is_missing(layout: Layout, sheet: Sheet) -> str:
    wanted = " and ".join(f"‘{BY_CODE[code].label}’" for code in layout.missing)
    if not layout.headings:
        return f"The sheet ‘{sheet.name}’ has no line that names columns. Its first line must name them."
    here = ", ".join(heading.name for heading in layout.headings[:15])
    return f"No column was found for {wanted}. Line {layout.line} of ‘{sheet.name}’ has: {here}. Say which it is."


def known_keys(unit: Unit, keys: list[str]) -> dict[str, int]:
    """Which of these rows are here already, as which number."""
    found: dict[str, int] = {}
    wanted = [owned(unit, key) for key in keys]
    for start in range(0, len(wanted), 5000):
        rows = EventRequest.objects.filter(row_key__in=wanted[start : start + 5000])
        found.update((key or "", number or 0) for key, number in rows.values_list("row_key", "number"))
    return {key: found[own] for key, own in zip(keys, wanted, strict=True) if own in found}


def owned(unit: Unit, key: str) -> str:
    """The row's content together with the provider whose register it is: 64 hex digits."""
    return f"{int(key, 16) ^ (unit.root_id.int << 128 | unit.root_id.int):064x}"


def units_by_name(unit: Unit) -> dict[str, Unit]:
    """The units of this register by code and by name, in small letters. A name that two units have names none."""
    found: dict[str, Unit] = {}
    double: set[str] = set()
    for each in Unit.objects.filter(path__startswith=unit.path):
        name = each.name.casefold()
        double.update({name} if name in found else ())
        found[name] = each
    found = {name: each for name, each in found.items() if name not in double}
    return found | {each.code.casefold(): each for each in Unit.objects.filter(path__startswith=unit.path)}


def units_to_bring_in_for(person: Person, today: date) -> list[Unit]:
    """The units whose register this person may bring in: those of the posts that carry it, the highest first."""
    units = {post.unit.pk: post.unit for post in posts_of(person, today) if IMPORT in post.permissions}
    return sorted(units.values(), key=lambda unit: (unit.depth, unit.name))


def imports_of(scope: UnitScope) -> list[RegisterImport]:
    """What was brought in where this person may, the newest first."""
    return list(scope.filter(RegisterImport.objects.select_related("by", "unit"))[:20])


def as_in_the_sheet(request: EventRequest) -> list[tuple[str, str]]:
    """The original row in the order of the sheet's columns, empty cells too."""
    original = request.original
    if not original or request.brought_in is None:
        return []
    order = [str(name) for name in request.brought_in.header]
    return [(name, str(original.get(name, ""))) for name in [*order, *(set(original) - set(order))]]


def worked_on_of(brought: RegisterImport) -> QuerySet[EventRequest]:
    """The records of a file that somebody has worked on since: changed, checked, decided, asked about, judged, with
    notes or feedback, or with a speaker who was said to be one of another event."""
    work = Q(version__gt=1)
    for relation in WORK:
        work |= Q(**{f"{relation}__isnull": False})
    return EventRequest.objects.filter(work, brought_in=brought).order_by("number").distinct()

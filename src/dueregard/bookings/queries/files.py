"""Looking at a file of bookings before it comes in."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dueregard.bookings.choices import FileKind
from dueregard.bookings.models import Source
from dueregard.bookings.rules.calendars import reading as calendars
from dueregard.bookings.rules.lines import AHEAD, BACK, Reading, Window
from dueregard.bookings.rules.tables import reading as tables
from dueregard.bookings.rules.tables.columns import BY_CODE
from dueregard.documents.tables import Limits, Sheet, Unreadable, read_table
from dueregard.events.rules.bringing_in.layout import Layout

LIMITS = Limits(bytes=60_000_000, rows=250_000)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody said about a file. Nothing said: the source's columns, else what is found out.

    `partial`: it holds only a part of the calendar, so nothing is missing. `let_go`: what is missing has really gone.
    """

    sheet: str = ""
    columns: Mapping[str, str] | None = None
    month_first: bool | None = None
    partial: bool = False
    let_go: bool = False
    back: int = BACK
    ahead: int = AHEAD

    def window(self, today: date) -> Window:
        return Window.around(today, back=self.back, ahead=self.ahead)


@dataclass(slots=True)
class Look:
    """A file as it is understood, its lines not yet read. A calendar has no sheet. `problem` says which needed column
    is missing."""

    content: bytes
    sheets: list[Sheet] = field(default_factory=list)
    sheet: Sheet | None = None
    layout: Layout | None = None
    problem: str = ""
    notes: list[str] = field(default_factory=list)

    def columns(self) -> dict[str, str]:
        return self.layout.columns() if self.layout else {}


def look(content: bytes, name: str, source: Source, choices: Choices) -> Look:
    """Raises `Unreadable` with one sentence for a file of another kind than the source's, or that cannot be read."""
    is_calendar = calendars.is_calendar(content)
    if source.kind == FileKind.CALENDAR:
        if not is_calendar:
            raise Unreadable(
                f"{source.name} sends calendars, and this is none. Export it as iCalendar (.ics)."
            )
        return Look(content)
    if is_calendar:
        raise Unreadable(
            f"{source.name} sends spreadsheets, and this is a calendar. Choose the right source."
        )
    sheets = read_table(io.BytesIO(content), name=name, limits=LIMITS)
    columns = dict(source.columns if choices.columns is None else choices.columns)
    found = _look_at_sheets(content, sheets, columns, choices.sheet)
    lost = [name for code, name in columns.items() if found.layout and code not in found.layout.at]
    if lost and not found.problem:
        named = " and ".join(f"‘{name}’" for name in lost)
        found.problem = (
            f"{named} is not among the columns of this file, as it was before. Say which column it is now."
        )
    if columns and choices.columns is None:
        found.notes += _not_asked_for(found)
    return found


def _not_asked_for(seen: Look) -> list[str]:
    """Columns that could be read and are not, because the source's columns were settled without them."""
    assert seen.sheet is not None
    assert seen.layout is not None
    used = {heading.index for heading in seen.layout.at.values()}
    guessed = tables.layout_of(seen.sheet, {}).at
    return [
        f"‘{heading.name}’ could be ‘{BY_CODE[code].label}’; the columns of this source were settled before without it."
        for code, heading in guessed.items()
        if code not in seen.layout.at and heading.index not in used
    ]


def _look_at_sheets(content: bytes, sheets: list[Sheet], columns: dict[str, str], wanted: str) -> Look:
    if wanted and wanted not in {each.name for each in sheets}:
        raise Unreadable(
            f"There is no sheet {wanted}. The file has: {', '.join(each.name for each in sheets)}."
        )
    tried = [(each, tables.layout_of(each, columns)) for each in sheets if wanted in ("", each.name)]
    sheet, layout = max(
        tried, key=lambda each: (not each[1].missing, not each[0].hidden, len(each[1].at), len(each[0].rows))
    )
    found = Look(content, sheets, sheet, layout, notes=list(sheet.notes))
    if layout.missing:
        missing = " and ".join(f"‘{BY_CODE[code].label}’" for code in layout.missing)
        found.problem = f"No column was found for {missing}. Say which it is."
    elif layout.line > 1:
        found.notes.append(f"The columns are named in line {layout.line}; what stands above was passed over.")
    others = [each.name for each in sheets if each is not sheet and each.rows]
    if others:
        found.notes.append(f"Only the sheet ‘{sheet.name}’ is read. Not read: {', '.join(others)}.")
    return found


def read(seen: Look, choices: Choices, today: date) -> Reading:
    window = choices.window(today)
    if seen.sheet is None or seen.layout is None:
        reading = calendars.read(seen.content, window)
    else:
        reading = tables.read(seen.sheet, seen.layout, window, month_first=choices.month_first)
    reading.notes[:0] = seen.notes
    reading.partial |= choices.partial
    return reading


def settled(choices: Choices, seen: Look) -> Choices:
    """The same choices with what was found out, so that what is shown is what happens."""
    if seen.layout is None:
        return choices
    return replace(choices, sheet=seen.sheet.name if seen.sheet else "", columns=seen.columns())

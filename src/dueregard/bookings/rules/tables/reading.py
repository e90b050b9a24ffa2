"""Reading a sheet of bookings: every good line as a booking, every bad cell with its reason, never with its content."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from typing import TypeVar

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
from dueregard.bookings.rules.tables.columns import BY_CODE, FIELDS
from dueregard.documents.tables import Cell, Row, Sheet
from dueregard.events.rules.bringing_in import cells, days
from dueregard.events.rules.bringing_in.cells import CellIsWrong
from dueregard.events.rules.bringing_in.days import When
from dueregard.events.rules.bringing_in.layout import Layout, find, find_with

T = TypeVar("T")
LOOKED_AT = 200
_CANCELLED = re.compile(r"\b(?:cancel|cancelled|canceled|withdrawn|deleted|void|released|rejected|declined)")
_EXTERNAL = re.compile(r"\b(?:external|hire|hirer|commercial|client|outside|third party|private)")
_INTERNAL = re.compile(r"\b(?:internal|staff|student|society|academic|teaching|department|university|union)")
_PUBLIC = re.compile(r"\b(?:public|anyone|anybody|everyone|all welcome)")
_NOT_PUBLIC = re.compile(r"\b(?:private|internal|members?|staff|students?|invit|closed|guests?|not|no)\b")

REASONS = {
    "title": "This title cannot be kept.",
    "day": "This is not a day. Write it like 3/11/2026.",
    "last_day": "This is not a day. Write it like 3/11/2026.",
    "starts": "This is not a time of day. Write it like 18:30, or leave it empty.",
    "ends": "This is not a time of day. Write it like 18:30, or leave it empty.",
    "people": "This is not a number of people. Write a whole number, or leave it empty.",
    "contact_email": "This is not an e-mail address. Write it like name@example.ac.uk, or leave it empty.",
}


def layout_of(sheet: Sheet, columns: dict[str, str]) -> Layout:
    """The columns as a person named them, else as they are guessed."""
    return find_with(sheet, columns, FIELDS) if columns else _with_whole_moments(find(sheet, FIELDS), sheet)


def _with_whole_moments(layout: Layout, sheet: Sheet) -> Layout:
    """Where no column is called a day, and 'Start' and 'End' hold days with their times, these are the days."""
    if "day" in layout.at:
        return layout
    for code, instead in (("starts", "day"), ("ends", "last_day")):
        if (
            code in layout.at
            and instead not in layout.at
            and _holds_days(layout, sheet, layout.at[code].index)
        ):
            layout.at[instead] = layout.at.pop(code)
    return layout


def _holds_days(layout: Layout, sheet: Sheet, index: int) -> bool:
    rows = [row for row in sheet.rows if row.line > layout.line][:LOOKED_AT]
    found = [cell for row in rows if index < len(row.values) and (cell := row.cell(index))]
    return bool(found) and sum(_is_day(cell) for cell in found) * 2 > len(found)


def _is_day(cell: Cell) -> bool:
    try:
        return _when(cell, month_first=False) is not None
    except CellIsWrong:
        return False


def read(sheet: Sheet, layout: Layout, window: Window, *, month_first: bool | None = None) -> Reading:
    """Everything below the header, within the window."""
    reading = Reading()
    rows = [row for row in sheet.rows if row.line > layout.line]
    reader = _Reader(layout, reading, _month_first(rows, layout, reading, month_first), window)
    reader.without_names(rows)
    for row in rows:
        reader.take(row)
    return reading


def _month_first(rows: list[Row], layout: Layout, reading: Reading, said: bool | None) -> bool:  # noqa: FBT001
    if said is not None or "day" not in layout.at:
        return bool(said)
    at = layout.at["day"].index
    words = [row.values[at] for row in rows if at < len(row.values)]
    found, why = days.order_of(word for word in words if isinstance(word, str))
    if why:
        reading.notes.append(f"Dates in ‘{layout.at['day'].name}’ are {why}.")
    return found


@dataclass(slots=True)
class _Reader:
    layout: Layout
    reading: Reading
    month_first: bool
    window: Window
    at: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.at = {code: heading.index for code, heading in self.layout.at.items()}

    def without_names(self, rows: list[Row]) -> None:
        """A column of people who come is no column of how many come: it is not read at all."""
        if "people" not in self.at:
            return
        found = [cell for row in rows[:LOOKED_AT] if (cell := row.cell(self.at["people"]))]
        wrong = sum(1 for cell in found if _people(cell.value, cell.text) is WRONG)
        if found and wrong * 2 > len(found):
            name = self.layout.at["people"].name
            self.reading.notes.append(
                f"‘{name}’ does not hold numbers, so it is not read: who comes is not kept here."
            )
            del self.at["people"]

    def take(self, row: Row) -> None:
        """One row as a booking, unless it is empty, outside the days that are read, or has a bad cell."""
        if not self._has_any(row):
            return
        faults: list[Fault] = []
        line = self._line(row, faults)
        if faults or line is None:
            reference = self._read(row, "reference", [], lambda cell: shown_text(cell.text, 200)) or ""
            self.reading.refuse(*faults, reference=reference)
        elif not self.window.has(line.day, line.last_day):
            self.reading.outside += 1
        else:
            self._keep(line)

    def _has_any(self, row: Row) -> bool:
        wanted = [self.at[code] for code in ("title", "day") if code in self.at]
        return any(index < len(row.values) and row.values[index] is not None for index in wanted)

    def _line(self, row: Row, faults: list[Fault]) -> Line | None:
        when = self._read(row, "day", faults, lambda cell: _when(cell, self.month_first))
        last = self._read(row, "last_day", faults, lambda cell: _when(cell, self.month_first))
        title = self._read(row, "title", faults, lambda cell: shown_text(cell.text, 300))
        if not faults:
            for code, value in (("title", title), ("day", when)):
                if not value:
                    self._fault(row, code, faults, "This is empty. A booking needs a title and a day.")
        starts, ends = self._times(row, faults, when, last)
        line = Line(line=row.line, key="", title=title or "", day=when.day if when else date.min)
        line.last_day = (last.day if last else None) or (when.last_day if when else None)
        if line.last_day and line.last_day < line.day:
            self._fault(row, "last_day", faults, "It ends before it begins.")
        line.last_day = line.last_day if line.last_day and line.last_day > line.day else None
        line.starts, line.ends = starts, ends
        self._plain(row, line, faults)
        return None if faults else line

    def _times(
        self, row: Row, faults: list[Fault], when: When | None, last: When | None
    ) -> tuple[time | None, time | None]:
        starts = self._read(row, "starts", faults, _times) or (None, None)
        ends = self._read(row, "ends", faults, _times) or (None, None)
        begin = starts[0] or (when.starts if when else None)
        end = ends[0] or starts[1] or (when.ends if when else None) or (last.starts if last else None)
        return begin, end if begin else None

    def _plain(self, row: Row, line: Line, faults: list[Fault]) -> None:
        line.venue = self._read(row, "venue", faults, lambda cell: shown_text(cell.text, 200)) or ""
        line.body = self._read(row, "body", faults, lambda cell: shown_text(cell.text, 200)) or ""
        line.people = self._read(row, "people", faults, _number)
        line.public = self._read(row, "public", faults, lambda cell: _yes(cell, _PUBLIC, _NOT_PUBLIC))
        line.external = self._read(row, "external", faults, lambda cell: _yes(cell, _EXTERNAL, _INTERNAL))
        line.contact_name = (
            self._read(row, "contact_name", faults, lambda cell: shown_text(cell.text, 200)) or ""
        )
        line.contact_email = (
            self._read(row, "contact_email", faults, lambda cell: cells.address(cell.text)) or ""
        )
        line.reference = self._read(row, "reference", faults, lambda cell: shown_text(cell.text, 200)) or ""
        line.cancelled = bool(self._read(row, "status", faults, _is_cancelled))
        notes = self._read(row, "notes", faults, lambda cell: cell.text[:20_000]) or ""
        line.number = number_in(line.title, line.venue, line.reference, notes)

    def _read(self, row: Row, code: str, faults: list[Fault], read: Callable[[Cell], T]) -> T | None:
        index = self.at.get(code)
        if index is None or index >= len(row.values) or row.values[index] is None:
            return None
        cell = row.cell(index)
        assert cell is not None
        try:
            if cell.error:
                raise PlaceIsWrong("The spreadsheet shows an error here.")
            return read(cell)
        except PlaceIsWrong as wrong:
            self._fault(row, code, faults, str(wrong))
        except CellIsWrong:
            self._fault(row, code, faults, REASONS.get(code, "This cannot be read."))
        return None

    def _fault(self, row: Row, code: str, faults: list[Fault], reason: str) -> None:
        heading = self.layout.at.get(code)
        name = heading.name if heading else BY_CODE[code].label
        faults.append(Fault(row.line, name, f"{heading.letter}{row.line}" if heading else "", reason))

    def _keep(self, line: Line) -> None:
        """Known by its number and its day; without a number by what it says."""
        said = (line.reference,) if line.reference else ("", line.title.casefold(), line.venue.casefold())
        when = () if line.reference else (line.day, line.starts)
        key = key_of(*said, *when)
        lines, again = self.reading.lines, 2
        while key in lines and self._is_another(lines[key], line):
            # One number for several rooms or days: each is a booking of its own.
            key = key_of(*said, *when, again)
            again += 1
        if key in lines:
            self.reading.counted["Told twice in this file; it comes in once"] += 1
        line.key = key
        lines[key] = line

    @staticmethod
    def _is_another(one: Line, other: Line) -> bool:
        return (one.day, one.starts, one.ends, one.venue, one.title) != (
            other.day, other.starts, other.ends, other.venue, other.title,
        )  # fmt: skip


WRONG = object()


@lru_cache(maxsize=20_000)
def _people_in(text: str) -> object:
    try:
        return cells.number(text, text)
    except CellIsWrong:
        return WRONG


def _people(value: object, text: str) -> object:
    if isinstance(value, bool):
        return WRONG
    return _people_in(str(value) if isinstance(value, int | float) else text)


def _number(cell: Cell) -> int | None:
    found = _people(cell.value, cell.text)
    if found is WRONG:
        raise CellIsWrong
    return found if isinstance(found, int) else None


@lru_cache(maxsize=20_000)
def _when_in(text: str, month_first: bool) -> When | None:  # noqa: FBT001
    return days.when(text, text, month_first=month_first)


def _when(cell: Cell, month_first: bool) -> When | None:  # noqa: FBT001
    if isinstance(cell.value, str):
        return _when_in(cell.text, month_first)
    return days.when(cell.value, cell.text, month_first=month_first)


@lru_cache(maxsize=20_000)
def _times_in(text: str) -> tuple[time | None, time | None]:
    return days.times(text, text)


def _times(cell: Cell) -> tuple[time | None, time | None]:
    if not isinstance(cell.value, str):
        return days.times(cell.value, cell.text)
    try:
        return _times_in(cell.text)
    except CellIsWrong:
        # A day with its time, as some systems write both ends.
        found = days.when(cell.value, cell.text)
        if found is None or found.starts is None:
            raise
        return found.starts, found.ends


def _yes(cell: Cell, yes: re.Pattern[str], no: re.Pattern[str]) -> bool | None:
    """Yes, no, or a word from which it follows; None where the word says neither."""
    try:
        return cells.yes_or_no(cell.value, cell.text)
    except CellIsWrong:
        plain = cell.text.casefold()
        if no.search(plain):
            return False
        return True if yes.search(plain) else None


def _is_cancelled(cell: Cell) -> bool:
    if isinstance(cell.value, bool):
        return cell.value
    plain = cell.text.casefold().strip()
    return bool(_CANCELLED.search(plain)) or plain in ("yes", "y", "true", "x", "✓")

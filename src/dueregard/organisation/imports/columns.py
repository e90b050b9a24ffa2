"""Finding the columns of a file by their names, and reading single cells."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from dueregard.documents.tables import Row, Sheet, Unreadable, read_table, why_no_value
from dueregard.organisation.rules.wording import why_not_line

_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.?,? (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that an import reads, and other names under which it is known."""

    name: str
    also: tuple[str, ...] = ()
    needed: bool = True


@dataclass(slots=True)
class Lines:
    """The rows below the header; `at` is the index of each column that was found."""

    rows: list[Row]
    at: dict[str, int]
    notes: list[str] = field(default_factory=list)

    def value(self, row: Row, name: str) -> Any:
        """What stands in a column. A number that is shown otherwise (007) counts as it is shown. Raises `Cell`."""
        index = self.at.get(name)
        if index is None or index >= len(row.values):
            return None
        if index in row.errors:
            raise Cell(why_no_value(row.texts.get(index) or str(row.values[index])))
        value = row.values[index]
        if type(value) is str:  # nearly every cell of a large file
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return row.texts.get(index, value)
        return value

    def text(self, row: Row, name: str, *, what: str, most: int, needed: bool = True) -> str:
        return as_text(self.value(row, name), what=what, most=most, needed=needed)

    def day(self, row: Row, name: str, *, what: str, needed: bool = True) -> date | None:
        return as_day(self.value(row, name), what=what, needed=needed)


def read_lines(stream: IO[bytes], *, name: str, columns: Sequence[Column]) -> Lines:
    """The rows of the first sheet whose header has the needed columns.

    Raises `Unreadable`, which says what is missing and what was found instead.
    """
    sheets = read_table(stream, name=name)
    for sheet in sheets:
        if lines := _found(sheet, columns):
            if len(sheets) > 1:
                others = ", ".join(each.name for each in sheets if each is not sheet)
                lines.notes.append(f"Only the sheet {sheet.name} was read, not: {others}.")
            return lines
    raise Unreadable(_what_is_missing(sheets[0], columns))


def _found(sheet: Sheet, columns: Sequence[Column]) -> Lines | None:
    for number, row in enumerate(sheet.rows[:20]):
        at = _positions(row.values, columns)
        if all(column.name in at for column in columns if column.needed):
            unused = [
                str(value) for index, value in enumerate(row.values) if value and index not in at.values()
            ]
            notes = [*sheet.notes]
            if unused:
                notes.append(f"These columns are not used: {', '.join(unused)}.")
            return Lines(sheet.rows[number + 1 :], at, notes)
    return None


def _positions(values: Iterable[Any], columns: Sequence[Column]) -> dict[str, int]:
    found: dict[str, int] = {}
    plain = [_plain(value) for value in values]
    for column in columns:
        for name in (column.name, *column.also):
            if _plain(name) in plain:
                found[column.name] = plain.index(_plain(name))
                break
    return found


def _plain(value: Any) -> str:
    return re.sub(r"[\s_\-.:]+", "", str(value or "")).casefold()


def _what_is_missing(sheet: Sheet, columns: Sequence[Column]) -> str:
    wanted = ", ".join(column.name for column in columns if column.needed)
    if not sheet.rows:
        return f"The file has no rows. Its first line must name the columns: {wanted}."
    best = max(sheet.rows[:20], key=lambda row: len(_positions(row.values, columns)))
    here = [str(value) for value in best.values if value is not None]
    found = _positions(best.values, columns)
    missing = [column.name for column in columns if column.needed and column.name not in found]
    sentence = f"The column {' and '.join(missing)} is missing. " if len(missing) == 1 else ""
    sentence = sentence or f"These columns are missing: {', '.join(missing)}. "
    near = [
        f"{close[0]} could be {name}"
        for name in missing
        if (close := difflib.get_close_matches(name, [each.casefold() for each in here], 1, 0.6))
    ]
    hint = f" Perhaps {' and '.join(near)}: rename it." if near else ""
    return f"{sentence}Line {best.line} has: {', '.join(here[:12])}.{hint} The columns needed are: {wanted}."


class Cell(ValueError):
    """A cell that cannot be used; the text says what to do."""


def as_text(value: Any, *, what: str, most: int, needed: bool = True) -> str:
    """One line of text; whole numbers become their figures. Raises `Cell`."""
    if type(value) is str:
        text = value.strip()
        if text and len(text) <= most and text.isascii() and text.isprintable():
            return text
        text = unicodedata.normalize("NFC", text)
    elif value is None:
        text = ""
    elif isinstance(value, bool | date | datetime):
        raise Cell(f"{what} must be text, and this is {_kind(value)}. Format the column as text.")
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    else:
        text = str(value)
    reasons = why_not_line(what, text, most, needed=needed)
    if reasons:
        raise Cell(reasons[0])
    return text


def as_day(value: Any, *, what: str, needed: bool = True) -> date | None:
    """A date: a date cell, 2026-09-01, 1/9/2026 (day first) or 1 Sep 2026. Raises `Cell`."""
    if value is None or value == "":
        if needed:
            raise Cell(f"{what} is missing.")
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return _day(str(value).strip())
    except ValueError:
        raise Cell(f"{what} is not a date that exists. Write it like 2026-09-01 or 1/9/2026.") from None


def _day(text: str) -> date:
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := _WORDS.fullmatch(text):
        return date(int(found[3]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[1]))
    raise ValueError(text)


def _kind(value: Any) -> str:
    return "yes or no" if isinstance(value, bool) else "a date"


def nearest(word: str, known: Iterable[str]) -> str:
    """' Did you mean politics?', or nothing."""
    close = difflib.get_close_matches(word, list(known)[:5000], 1, 0.7)
    return f" Did you mean {close[0]}?" if close else ""

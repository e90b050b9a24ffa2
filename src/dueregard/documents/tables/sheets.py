"""What reading a table gives back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

Value = str | int | float | bool | date | datetime | time | None


class Unreadable(Exception):
    """The file cannot be read as a table. The text is one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file in bytes, the last line and the last column, that are read."""

    bytes: int = 25_000_000
    rows: int = 120_000
    columns: int = 200
    sheets: int = 50


LIMITS = Limits()


@dataclass(slots=True)
class Cell:
    """A cell with content. `value` is a string, number, truth value, date, moment (naive, as written) or time;
    `text` is how a person sees it; `formula` says that the value was computed when the file was last saved;
    `error` says that it is a spreadsheet error such as #N/A, or a formula ('=A1') that was never computed.
    `place` is 'C14'."""

    value: Value
    line: int
    column: str
    text: str
    formula: bool = False
    error: bool = False

    @property
    def place(self) -> str:
        return f"{self.column}{self.line}"


@dataclass(slots=True)
class Row:
    """One row with content. It holds bare values, so that 100,000 rows fit in memory, and makes cells when asked."""

    line: int
    values: tuple[Value, ...]
    texts: Mapping[int, str] = field(default_factory=dict)
    formulas: frozenset[int] = frozenset()
    errors: frozenset[int] = frozenset()

    @property
    def cells(self) -> list[Cell | None]:
        """One entry a column, from column A; None where there is nothing."""
        return [self.cell(index) for index in range(len(self.values))]

    def cell(self, index: int) -> Cell | None:
        """The cell of a column, counted from 0; None where there is nothing, beyond the row's end too."""
        if index >= len(self.values) or self.values[index] is None:
            return None
        value = self.values[index]
        text = self.texts.get(index) or shown(value)
        return Cell(
            value, self.line, column_letter(index), text, index in self.formulas, index in self.errors
        )

    def __iter__(self) -> Iterator[Cell | None]:
        return iter(self.cells)


@dataclass(slots=True)
class Sheet:
    """A sheet. `notes` are sentences that the person should see (how the text was decoded, what was skipped);
    `merges` are ranges of merged cells ('A1:F1'), whose content stands in the first cell; `hidden` sheets are read
    too. `columns` is the number of columns with content."""

    name: str
    rows: list[Row]
    hidden: bool = False
    notes: list[str] = field(default_factory=list)
    merges: tuple[str, ...] = ()

    @property
    def columns(self) -> int:
        return max((len(row.values) for row in self.rows), default=0)


def why_no_value(shown: str) -> str:
    """Why a cell with an error says nothing, from how it is shown, with the remedy."""
    if shown.startswith("="):
        return (
            "This cell holds a formula whose result was never saved. Open the file in your spreadsheet program, "
            "save it and send that."
        )
    return f"This cell shows the error {shown}. Mend it in the sheet."


def column_letter(index: int) -> str:
    """0 is 'A', 26 is 'AA'."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown(value: Value) -> str:
    """A value as a person would read it in a British spreadsheet."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def trimmed(values: list[Value]) -> tuple[Value, ...]:
    """The values without the empty ones at the end; () when there is nothing at all."""
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    return tuple(values[:end])

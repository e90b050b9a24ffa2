"""What an import would do: rows to add and to change, and what is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model

from dueregard.documents.tables import Row
from dueregard.organisation.imports.columns import Cell, Lines
from dueregard.organisation.imports.report import RowError

T = TypeVar("T")


@dataclass(slots=True)
class Plan:
    """`added` and `changed` are whole objects with their line; `first` must exist before them (new posts)."""

    model: type[Model]
    fields: tuple[str, ...]
    added: list[tuple[int, Any]] = field(default_factory=list)
    changed: list[tuple[int, Any]] = field(default_factory=list)
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    first: list[Any] = field(default_factory=list)
    carried: list[Any] = field(default_factory=list)

    def wrong(self, line: int, column: str, reason: str) -> None:
        self.errors.append(RowError(line, column, reason))


class RowIsBad(Exception):
    """The row's errors are in the plan already."""


@dataclass(slots=True)
class Reader:
    """Reads the cells of one row and notes every bad one before giving the row up."""

    lines: Lines
    plan: Plan
    row: Row
    bad: bool = False

    def take(self, column: str, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except Cell as problem:
            self.wrong(column, str(problem))
            return otherwise

    def text(self, column: str, *, what: str, most: int, needed: bool = True) -> str:
        try:
            return self.lines.text(self.row, column, what=what, most=most, needed=needed)
        except Cell as problem:
            self.wrong(column, str(problem))
            return ""

    def wrong(self, column: str, reason: str) -> None:
        self.bad = True
        self.plan.wrong(self.row.line, column, reason)

    def done(self) -> None:
        if self.bad:
            raise RowIsBad


def each_row(lines: Lines, plan: Plan) -> Iterator[Reader]:
    for row in lines.rows:
        yield Reader(lines, plan, row)


def in_parts(values: list[str], size: int = 5000) -> Iterator[list[str]]:
    """A long list in parts that a database takes as one list."""
    for start in range(0, len(values), size):
        yield values[start : start + size]

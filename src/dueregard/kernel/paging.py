"""Pages by key: the cost of a page does not grow with what lies before it. There are no page numbers.

A cursor is the ordering values of the row at which a page ends. It is not signed: whatever it says, the rows
come from the queryset that was given, which starts from what the person may see.
"""

import base64
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import reduce
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.timezone import is_naive

T = TypeVar("T")
MAX_CURSOR = 1000
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """One page of rows, and the cursors of the next and the previous page, where there is one."""

    rows: list[T]
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """A count that stops counting. `str()`: '48', '1,000', or 'more than 1,000'."""

    number: int
    more: bool

    def __str__(self) -> str:
        return f"more than {self.number:,}" if self.more else f"{self.number:,}"


def capped_count(queryset: QuerySet[Any], cap: int = 1000, *, along: tuple[str, ...] = ()) -> Count:
    """How many rows there are, exact up to `cap`. `along`: an order in whose index they lie together, where there is
    one; else they are counted as they come."""
    found = queryset.order_by(*along).values("pk")[: cap + 1].count()
    return Count(min(found, cap), found > cap)


def keyset(
    queryset: QuerySet[Any], *, order: tuple[str, ...], after: str | None, before: str | None, size: int = 25
) -> Slice[Any]:
    """A page of `queryset` in `order`, whose columns must never be NULL and whose last one must be unique.

    Where all columns go the same way, an index on them is searched once, however many rows tie. A cursor that
    cannot be read, or that nothing follows any more, gives the first page.
    """
    if start := _read(queryset, order, after):
        rows = list(queryset.filter(_beyond(order, start)).order_by(*order)[: size + 1])
        if rows:
            return _slice(rows[:size], order, more=len(rows) > size, less=True)
    if end := _read(queryset, order, before):
        turned = tuple(_turn(name) for name in order)
        rows = list(queryset.filter(_beyond(turned, end)).order_by(*turned)[: size + 1])
        if rows:
            return _slice(rows[:size][::-1], order, more=True, less=len(rows) > size)
    rows = list(queryset.order_by(*order)[: size + 1])
    return _slice(rows[:size], order, more=len(rows) > size, less=False)


class _Above(TupleGreaterThan):
    """`(a, b) > (x, y)` as both databases understand it.

    On SQLite Django would write it out with OR, which reads and sorts all rows that follow.
    """

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return GreaterThan.as_sql(self, compiler, connection)


class _Below(TupleLessThan):
    """`(a, b) < (x, y)`, likewise."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return LessThan.as_sql(self, compiler, connection)


def _slice(rows: list[Any], order: tuple[str, ...], *, more: bool, less: bool) -> Slice[Any]:
    return Slice(
        rows,
        _cursor(rows[-1], order) if more and rows else None,
        _cursor(rows[0], order) if less and rows else None,
    )


def _turn(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: tuple[str, ...], values: list[Any]) -> Any:
    """The rows that come after `values` in `order`."""
    names = [name.lstrip("-") for name in order]
    downward = [name.startswith("-") for name in order]
    if len(names) > 1 and len(set(downward)) == 1:
        # A comparison of rows, which both databases answer with one search of an index on these columns.
        compare = _Below if downward[0] else _Above
        return compare(Tuple(*(F(name) for name in names)), values)
    return _beyond_by_steps(list(zip(names, downward, values, strict=True)))


def _beyond_by_steps(columns: list[tuple[str, bool, Any]]) -> Q:
    """The same where columns go different ways: bounded by the first column, then told apart by the next ones."""
    (name, down, value), *rest = columns
    further = Q(**{f"{name}__{'lt' if down else 'gt'}": value})
    if not rest:
        return further
    at_least = Q(**{f"{name}__{'lte' if down else 'gte'}": value})
    return at_least & (further | (Q(**{name: value}) & _beyond_by_steps(rest)))


def _cursor(row: Any, order: tuple[str, ...]) -> str:
    values = [_plain(_value(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def _value(row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    return reduce(getattr, name.split(LOOKUP_SEP), row)


def _plain(value: Any) -> str | int | bool:
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value if isinstance(value, (str, int, bool)) else str(value)


def _read(queryset: QuerySet[Any], order: tuple[str, ...], cursor: str | None) -> list[Any] | None:
    """The ordering values of a cursor, or None for one that is missing or nonsense."""
    if not cursor or len(cursor) > MAX_CURSOR:
        return None
    try:
        texts = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not isinstance(texts, list) or len(texts) != len(order):
            return None
        return [
            _typed(_column(queryset, name.lstrip("-")), text) for name, text in zip(order, texts, strict=True)
        ]
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
        return None


def _column(queryset: QuerySet[Any], name: str) -> "Field[Any, Any]":
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        field: Field[Any, Any] = annotation.output_field
        return field
    found: Any = queryset.query.names_to_path(name.split(LOOKUP_SEP), queryset.model._meta)[1]
    return getattr(found, "target_field", found)  # type: ignore[no-any-return]


def _typed(column: "Field[Any, Any]", text: Any) -> Any:
    """A cursor's text as the column's own type; ValueError for what no row of the column could hold."""
    if text is None or not isinstance(text, (str, int)):
        raise ValueError("A cursor holds texts and whole numbers only.")
    value = column.to_python(text)
    if value is None or (isinstance(value, datetime) and is_naive(value)):
        raise ValueError("A cursor holds no empty value and no moment without its zone.")
    if isinstance(value, datetime):
        value = value.astimezone(UTC)  # OverflowError at the edges of the calendar
    most = 2**63 if "Big" in column.get_internal_type() else 2**31
    if isinstance(value, int) and abs(value) >= most:
        raise ValueError("The number is beyond the column.")
    if isinstance(value, str) and _UNKEPT.search(value):
        raise ValueError("The text cannot be kept by a database.")
    return value

"""One event with its own times, and a change of one day of a series with all that follow it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dueregard.bookings.rules.calendars.events import Event
from dueregard.bookings.rules.calendars.values import Value, When, day_of
from dueregard.bookings.rules.lines import Line


@dataclass(slots=True)
class Span:
    """An event with its own times: when it begins as written, and on a clock in London."""

    event: Event
    starts: When
    begins: Value
    length: timedelta
    fields: Line


@dataclass(frozen=True, slots=True)
class Later:
    """What RANGE=THISANDFUTURE says (RFC 5545 3.2.13): from the day that was meant for `meant` on, every day of the series is
    as this one, and as far from where it was as this one is."""

    meant: Value
    span: Span

    @property
    def days(self) -> timedelta:
        """How many days it moves by."""
        return day_of(self.span.begins) - day_of(self.meant)

    def moved(self, meant: Value) -> Value:
        """Where a day of the series stands now."""
        to, at = self.span.begins, self.meant
        if isinstance(to, datetime) and isinstance(at, datetime) and isinstance(meant, datetime):
            return meant + (to - at)
        day = day_of(meant) + self.days
        return datetime.combine(day, to.time()) if isinstance(to, datetime) else day


def in_order(value: Value) -> tuple[date, str]:
    """By which days and moments may be compared with one another."""
    return day_of(value), str(value)


def later_for(changes: Sequence[Later], meant: Value) -> Later | None:
    """The nearest change before a day; `changes` stand in their order."""
    at = bisect_left(changes, in_order(meant), key=lambda each: in_order(each.meant))
    return changes[at - 1] if at else None

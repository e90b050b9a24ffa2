"""A month of the register: a few events of each day, and how many more there are."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from dueregard.events.choices import Status
from dueregard.events.models import EventRequest
from dueregard.events.queries.visible import visible_to
from dueregard.kernel.dates import WorkingCalendar
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Person

A_DAY = 5
"""How many events of one day a month shows; the rest are in the table."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it belongs to the month, why nobody works on it, its first events, and how many more."""

    day: date
    other: bool
    today: bool
    closed: str
    events: list[EventRequest]
    more: int


@dataclass(frozen=True, slots=True)
class Month:
    weeks: list[list[Day]]
    events: int

    @property
    def days(self) -> list[Day]:
        """The days of the month itself on which something is, or on which nobody works."""
        return [day for week in self.weeks for day in week if not day.other and (day.events or day.closed)]


def month_of(person: Person, year: int, month: int, today: date) -> Month:
    """Two queries, however many events there are; withdrawn requests are left out."""
    weeks = Calendar().monthdatescalendar(year, month)
    rows = visible_to(person, today).exclude(status=Status.WITHDRAWN)
    rows = rows.filter(day__gte=weeks[0][0], day__lte=weeks[-1][-1])
    counts = dict(rows.order_by().values_list("day").annotate(Count("pk")))
    shown = _first_of_each_day(rows)
    calendar = calendar_of(person.unit)
    days = [
        [_day(each, month, today, calendar, shown.get(each, []), counts.get(each, 0)) for each in week]
        for week in weeks
    ]
    return Month(days, sum(count for day, count in counts.items() if day and day.month == month))


def _first_of_each_day(rows: QuerySet[EventRequest]) -> dict[date, list[EventRequest]]:
    place = Window(
        RowNumber(), partition_by=[F("day")], order_by=[F("starts").asc(nulls_last=True), F("number")]
    )
    few = rows.annotate(place_of_day=place).filter(place_of_day__lte=A_DAY)
    found: dict[date, list[EventRequest]] = {}
    fields = ("title", "number", "day", "starts", "status", "outcome", "aftermath")
    for row in few.only(*fields).order_by("day", "place_of_day"):
        found.setdefault(row.day, []).append(row)  # type: ignore[arg-type]
    return found


def _day(
    day: date, month: int, today: date, calendar: WorkingCalendar, events: list[EventRequest], count: int
) -> Day:
    closed = calendar.why_closed(day)
    said = "" if closed == "Weekend" else closed
    return Day(day, day.month != month, day == today, said, events, count - len(events))

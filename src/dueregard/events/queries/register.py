"""The register: filtered, in one of two orders, a page at a time."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from dueregard.events.choices import OPEN, Outcome, Status, WhyWithdrawn
from dueregard.events.models import EventRequest
from dueregard.events.queries.searching import RARE, having, look_up
from dueregard.events.queries.visible import in_units_of, sees_everything, visible_to, walked_by
from dueregard.events.rules.periods import term_of
from dueregard.kernel.paging import Count, capped_count
from dueregard.organisation.access import UnitScope
from dueregard.organisation.models import Person, Unit

BY_DAY = ("-day", "-id")
BY_DUE = ("decide_by", "id")
A_PAGE, LOOKED_THROUGH = 25, 500
NOT_SHOWN = ("summary", "answers", "original", "words", "late_reason", "withdrawal_note", "aftermath_note")
"""Long columns that one line about a request does not need."""

STANDINGS = {
    "open": "In progress",
    "returned": "Returned for information",
    "approved": "Approved",
    "approved-with-conditions": "Approved with conditions",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "not-decided": "Not decided in time",
}
WHY = "why-"
KINDS_OF_ROW = {
    "late": "Late requests",
    "designated": "Designated events",
    "brought-in": "Brought in",
    **{f"{WHY}{code}": f"Withdrawn: {label[0].lower()}{label[1:]}" for code, label in WhyWithdrawn.choices},
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody asked the register for; every field may be empty."""

    words: str = ""
    standing: str = ""
    unit: Unit | None = None
    when: str = ""
    only: str = ""
    due_first: bool = False
    day: date | None = None

    @property
    def order(self) -> tuple[str, ...]:
        return BY_DUE if self.due_first else BY_DAY


def academic_year(day: date) -> int:
    """The year in which the academic year of a day began, on 1 August."""
    return day.year if day.month >= 8 else day.year - 1


def whens(today: date) -> dict[str, str]:
    """The spans of days on offer, with their words."""
    year = academic_year(today)
    return {
        "coming": "From today on",
        "next-30": "Next 30 days",
        "last-30": "Last 30 days",
        "term": "This term",
        **{str(start): f"{start}–{(start + 1) % 100:02}" for start in range(year, year - 4, -1)},
    }


def span_of(when: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a span; None where it is open."""
    if when == "coming":
        return today, None
    if when == "term":
        return term_of(today)
    if when == "next-30":
        return today, today + timedelta(days=30)
    if when == "last-30":
        return today - timedelta(days=30), today
    if when.isdigit():
        return date(int(when), 8, 1), date(int(when) + 1, 7, 31)
    return None, None


def filtered(person: Person, filters: Filters, today: date) -> QuerySet[EventRequest]:
    """The requests that this person may see and asked for, without an order."""
    return narrowed(visible_to(person, today), filters, today)


def shown_and_counted(person: Person, filters: Filters, today: date) -> tuple[QuerySet[EventRequest], Count]:
    """The same, and how many they are, exact to 1,000."""
    everything = sees_everything(person)
    if not filters.words and not everything and _sees_much(person, filters, today):
        often = _sees_them_often(person, filters, today)
        rows = walked_by(person, today) if often else visible_to(person, today)
        return _narrowed_but_for_words(rows, filters, today), Count(RARE, more=True)
    rows = _narrowed_but_for_words(visible_to(person, today), filters, today)
    if filters.words:
        alone = filters == Filters(words=filters.words)
        search = look_up(filters.words, rows, all_of_them=alone and everything)
        return search.among(rows), search.count(rows)
    # Where a span of days narrows them they lie together in the index by day, and everywhere in the table.
    along = BY_DAY if filters.day or filters.when else ()
    return rows, capped_count(rows, along=along)


def _sees_much(person: Person, filters: Filters, today: date) -> bool:
    """Whether somebody sees more than is counted, by units alone: then the requests that posts had work on need not be
    gathered to say so."""
    return capped_count(_narrowed_but_for_words(in_units_of(person), filters, today)).more


def _sees_them_often(person: Person, filters: Filters, today: date) -> bool:
    """Whether a page is full soon if the register is walked in its order. Where it is not, what may be seen is
    gathered first, at a cost that grows with all of it."""
    sent = EventRequest.objects.filter(main=None).exclude(status=Status.DRAFT)
    first = _narrowed_but_for_words(sent, filters, today).order_by(*filters.order)[:LOOKED_THROUGH]
    return in_units_of(person).filter(pk__in=first.values("pk")).count() > A_PAGE


def narrowed(rows: QuerySet[EventRequest], filters: Filters, today: date) -> QuerySet[EventRequest]:
    """`rows` less what the filters leave out."""
    rows = _narrowed_but_for_words(rows, filters, today)
    return having(rows, filters.words) if filters.words else rows


def _narrowed_but_for_words(
    rows: QuerySet[EventRequest], filters: Filters, today: date
) -> QuerySet[EventRequest]:
    rows = _by_standing(rows, filters.standing)
    if filters.due_first:
        rows = rows.filter(status__in=OPEN, decide_by__isnull=False)
    if filters.unit is not None:
        rows = rows.filter(unit__in=_units_in(filters.unit))
    first, last = (filters.day, filters.day) if filters.day else span_of(filters.when, today)
    if first is not None:
        rows = rows.filter(day__gte=first)
    if last is not None:
        rows = rows.filter(day__lte=last)
    return _only(rows, filters.only)


def _units_in(unit: Unit) -> list[UUID]:
    """A unit and those below it, asked for beforehand: a database that knows them finds their requests in its index
    by unit, one that would have to ask looks at every request."""
    return list(Unit.objects.filter(path__startswith=unit.path).order_by().values_list("pk", flat=True))


def _by_standing(rows: QuerySet[EventRequest], standing: str) -> QuerySet[EventRequest]:
    if standing == "open":
        return rows.filter(status__in=OPEN)
    if standing in Outcome.values:
        return rows.filter(outcome=standing)
    if standing in Status.values:
        return rows.filter(status=standing)
    return rows


def _only(rows: QuerySet[EventRequest], only: str) -> QuerySet[EventRequest]:
    if only.startswith(WHY):
        return rows.filter(~Q(why_withdrawn=""), why_withdrawn=only.removeprefix(WHY))  # as the index says it
    if only == "late":
        return rows.filter(late=True)
    if only == "designated":
        return rows.filter(designated=True)
    if only == "brought-in":
        return rows.filter(brought_in__isnull=False)
    return rows


def of_units(rows: QuerySet[EventRequest], scope: UnitScope) -> QuerySet[EventRequest]:
    """Of the rows that a person sees, those of units in which the person may do something with the register."""
    if scope.everything:
        return rows
    units = scope.units().order_by().values("pk")
    return rows.filter(Q(unit__in=units) | Q(place__in=units))

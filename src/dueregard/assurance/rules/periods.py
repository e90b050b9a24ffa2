"""The periods for which figures are given."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = "12-months"


@dataclass(frozen=True, slots=True)
class Period:
    """`key` stands in addresses; both days belong to it."""

    key: str
    title: str
    first: date
    last: date


def academic_year(day: date) -> int:
    """The year in which the academic year of a day began: 1 August to 31 July (the regulator's reporting year)."""
    return day.year if day.month >= 8 else day.year - 1


def year_of(start: int) -> Period:
    title = f"Academic year {start}–{(start + 1) % 100:02}"
    return Period(str(start), title, date(start, 8, 1), date(start + 1, 7, 31))


def twelve_months(today: date) -> Period:
    last_year = today.replace(
        year=today.year - 1, day=28 if (today.month, today.day) == (2, 29) else today.day
    )
    return Period(MONTHS, "Last 12 months", last_year + timedelta(days=1), today)


def periods(today: date) -> list[Period]:
    """On offer: the last 12 months, this academic year, and the three before it."""
    year = academic_year(today)
    return [twelve_months(today), *(year_of(start) for start in range(year, year - 4, -1))]


def period_of(key: str, today: date) -> Period:
    """The period of a key; the last 12 months for any other."""
    found = periods(today)
    return next((each for each in found if each.key == key), found[0])

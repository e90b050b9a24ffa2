"""Working days and British dates.

Days count from the first working day after the act, in Europe/London; what is sent on a non-working day counts
as sent on the next working day (procedures.md, 'Counting days'). Bank holidays are those of the provider's
nation (Banking and Financial Dealings Act 1971; the `holidays` package), closure days are the provider's own.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
Nation = Literal["ENG", "WLS", "SCT", "NIR"]


@lru_cache(maxsize=256)
def _bank_holidays(nation: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=nation, years=year))


@lru_cache(maxsize=256)
def _bank_holiday_name(nation: str, day: date) -> str:
    return holidays.country_holidays("GB", subdiv=nation, years=day.year).get(day, "")


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of one provider: Monday to Friday, less bank holidays of `nation`, less `closures`."""

    nation: str = "ENG"
    closures: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        return (
            day.weekday() < 5
            and day not in self.closures
            and day not in _bank_holidays(self.nation, day.year)
        )

    def why_closed(self, day: date) -> str:
        """Why a day is not a working day, or ''."""
        if day.weekday() >= 5:
            return "Weekend"
        if day in self.closures:
            return "Closed"
        return _bank_holiday_name(self.nation, day)

    def on_or_after(self, day: date) -> date:
        """The day itself if it is a working day, else the next one."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def after(self, day: date, count: int) -> date:
        """The working day that is `count` working days after the act on `day`.

        An act on a non-working day counts as done on the next working day; the count starts the day after.
        `count` 0 is the (moved) day itself.
        """
        if count < 0:
            raise ValueError("A number of working days cannot be negative.")
        day = self.on_or_after(day)
        for _ in range(count):
            day = self.on_or_after(day + timedelta(days=1))
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is not later."""
        count, day = 0, start
        while day < end:
            day += timedelta(days=1)
            count += self.is_working(day)
        return count

    def notice(self, sent: date, event: date) -> int:
        """Notice given: working days after sending up to and including the event's day."""
        return self.between(self.on_or_after(sent), event)

    def left(self, today: date, due: date) -> int:
        """Working days left until `due`, today not counted; negative when late, by the working days since."""
        if due >= today:
            return self.between(today, due)
        return -self.between(due, today)


def today_in_london(now: datetime) -> date:
    """The date in Europe/London at an aware moment `now`."""
    return now.astimezone(LONDON).date()


def london(day: date, at: time) -> datetime | None:
    """The moment of a local time in Europe/London, or None for a time that the clocks skip in spring."""
    moment = datetime.combine(day, at, tzinfo=LONDON)
    if moment.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment.replace(tzinfo=None):
        return None
    return moment


def long_date(day: date) -> str:
    """'Tuesday 24 November 2026', for prose."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """'Tue 24 Nov', for tables."""
    return f"{day:%a} {day.day} {day:%b}"

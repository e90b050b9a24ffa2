"""Moments of a demonstration, counted from today."""

from datetime import datetime, time, timedelta

from dueregard.kernel.dates import LONDON, today_in_london
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Unit


def working_day(unit: Unit, now: datetime, shift: int, hour: int, minute: int = 0) -> datetime:
    """So many days from today, or the working day before that, at an hour in London."""
    calendar, day = calendar_of(unit), today_in_london(now) + timedelta(days=shift)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)

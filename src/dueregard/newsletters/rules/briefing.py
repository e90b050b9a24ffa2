"""A briefing for each month."""

from datetime import date


def first_of_month(day: date) -> date:
    return day.replace(day=1)

"""Terms, for filters: no provider's own dates, and no day that belongs to none."""

from datetime import date


def term_of(day: date) -> tuple[date, date]:
    """First and last day: autumn until December, spring until April, summer until August."""
    if day.month >= 9:
        return date(day.year, 9, 1), date(day.year, 12, 31)
    if day.month <= 4:
        return date(day.year, 1, 1), date(day.year, 4, 30)
    return date(day.year, 5, 1), date(day.year, 8, 31)

"""Reads dates, times and numbers as people in Britain type them. Pure functions; none guesses.

Each raises `NotReadable` with a sentence that says what to do.
"""

import re
from datetime import date, time

DATE_LIKE = "Enter the date as day, month and year, like 17 12 2026"
TIME_LIKE = "Enter the time like 18:30 or 6.30pm"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?\s*(am|pm|a\.m\.|p\.m\.)?")


class NotReadable(ValueError):
    """What was typed cannot be read; its text says what to do. `parts` names the parts of a date at fault."""

    def __init__(self, sentence: str, parts: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.parts = parts


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _month(text: str) -> int | None:
    word = text.lower().rstrip(".")
    for names in (_MONTHS, _LONG_MONTHS):
        if word in names:
            return names.index(word) + 1
    return 9 if word == "sept" else _whole(text)


def _split(text: str) -> tuple[str, str, str] | None:
    """A whole date typed into one box: '17/12/2026', '17 Dec 2026', '2026-12-17'; day, month, year."""
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text):
        return found[3], found[2], found[1]
    if found := re.fullmatch(
        r"([0-9]{1,2})(?:st|nd|rd|th)?[\s/.-]+([A-Za-z]+\.?|[0-9]{1,2})[\s/.,-]+([0-9]+)", text
    ):
        return found[1], found[2], found[3]
    return None


def read_date(day: str, month: str, year: str) -> date:
    """The date of three typed parts; the month may be a word. The year has four figures, 1900 to 2100."""
    given = {"day": day.strip(), "month": month.strip(), "year": year.strip()}
    if given["day"] and not given["month"] and not given["year"] and (parts := _split(given["day"])):
        given = dict(zip(("day", "month", "year"), parts, strict=True))
    if missing := tuple(part for part, text in given.items() if not text):
        raise NotReadable(f"The date needs a {' and a '.join(missing)}, like 17 12 2026", missing)
    numbers = {"day": _whole(given["day"]), "month": _month(given["month"]), "year": _whole(given["year"])}
    if unread := tuple(part for part, number in numbers.items() if number is None):
        raise NotReadable(DATE_LIKE, unread)
    return _real_date(numbers["day"] or 0, numbers["month"] or 0, numbers["year"] or 0)


def _real_date(day: int, month: int, year: int) -> date:
    if year < 100:
        raise NotReadable("Enter the year with four figures, like 2026", ("year",))
    if not 1900 <= year <= 2100:
        raise NotReadable("Enter a year from 1900 to 2100", ("year",))
    if not 1 <= month <= 12:
        raise NotReadable("Enter a month from 1 to 12", ("month",))
    try:
        return date(year, month, day)
    except ValueError:
        name = _LONG_MONTHS[month - 1].capitalize()
        raise NotReadable(
            f"{name} {year} has no day {day}. Enter a real date, like 17 12 2026", ("day",)
        ) from None


def read_time(text: str) -> time:
    """The time of day of '18:30', '6.30pm', '1830', '6pm' or 'noon'."""
    word = text.strip().lower()
    if word in {"noon", "midday", "12 noon"}:
        return time(12)
    found = _TIME.fullmatch(word)
    if not found or (found[2] is None and found[3] is None and ":" not in word):
        raise NotReadable(TIME_LIKE)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        raise NotReadable(TIME_LIKE)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise NotReadable("Enter a time from 00:00 to 23:59, like 18:30")
    return time(hour, minute)


def read_number(text: str, least: int, most: int) -> int:
    """A whole number from `least` to `most`; commas and spaces between thousands are read over."""
    said = f"Enter a whole number from {least:,} to {most:,}"
    plain = text.strip().replace("\u2212", "-")
    if not re.fullmatch(r"[+-]?([0-9]+|[0-9]{1,3}([, \u00a0\u202f][0-9]{3})+)", plain):
        raise NotReadable(said)
    figures = re.sub(r"[, \u00a0\u202f]", "", plain)
    if len(figures) > 18 or not least <= int(figures) <= most:
        raise NotReadable(said)
    return int(figures)

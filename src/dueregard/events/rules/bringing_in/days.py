"""Dates and times as spreadsheets hold them: real ones, serial numbers, and every way of typing them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, NoReturn

from dueregard.events.rules.bringing_in.cells import CellIsWrong, quoted, says_nothing
from dueregard.kernel.dates import LONDON

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december", "sept")  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1990, 2100
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  a day of the wall calendar: day 0 of spreadsheets

_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[\s,.]+", re.IGNORECASE
)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(am|pm|a\.m\.?|p\.m\.?|hrs)?")
_TAIL = re.compile(
    r"(.*?\d)(?:[\sT,@]|\bat\b|-\s)+"
    r"(\d{1,2}(?:[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?|\s*[ap]\.?m\b|\s*(?:-|–|to)\s*\d{1,2}\s*[ap]\.?m\b).*)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})[T ](\d{2}):?(\d{2})(?::?\d{2}(?:[.,]\d+)?)?\s?(?:Z|([+-]\d{2}):?(\d{2})?)",
    re.IGNORECASE,
)
"""A moment with its distance from UTC (ISO 8601), as programs write it."""
_FIGURES = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*(?:of\s+)?([A-Za-z]{3,9})\.?[\s\-/.,]*['’]?(\d{4}|\d{2})"
)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4}|\d{2})")
_SPAN = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\s*(?:-|–|—|to|&|and)\s*(\d{1,2}(?:st|nd|rd|th)?[\s\-]+[A-Za-z].*)"
)
_BETWEEN = re.compile(r"\s+(?:-|–|—|to|until)\s+|\s*[–—]\s*")
_WEEK = re.compile(
    r"\b(?:w\s*/\s*c|w\s*/\s*b|wc|week\s+(?:commencing|beginning|of|starting))\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class When:
    """What a date cell says: the day, a last day where it names a span, times where it has them."""

    day: date
    last_day: date | None = None
    starts: time | None = None
    ends: time | None = None


def order_of(texts: Iterable[str]) -> tuple[bool, str]:
    """Whether a column writes the month first, and the sentence that says how that was decided ('' when
    nothing in it is written in figures)."""
    day_first = month_first = either = 0
    for text in texts:
        found = _FIGURES.match(_WEEKDAY.sub("", text.strip()))
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        day_first += first > 12 >= second
        month_first += second > 12 >= first
        either += first <= 12 and second <= 12 and first != second
    if month_first > day_first:
        return True, "read as month/day/year, because some can be nothing else"
    if day_first:
        return False, "read as day/month/year, because some can be nothing else"
    if either:
        return False, "read as day/month/year; nothing in the column says otherwise"
    return False, ""


def when(value: Any, text: str, *, month_first: bool = False) -> When | None:
    """The day of a cell; None where it says nothing. Raises `CellIsWrong`."""
    if isinstance(value, datetime):
        return When(_plausible(value.date(), text), starts=value.time() if value.time() != time(0) else None)
    if isinstance(value, date):
        return When(_plausible(value, text))
    if isinstance(value, bool | time):
        _no_date(text)
    if isinstance(value, int | float):
        return _serial(float(value), text)
    if found := _MOMENT.fullmatch(text.strip()):
        return _in_london(found, text)
    plain = _WEEKDAY.sub("", " ".join(text.split())).strip(" ,.;")
    if says_nothing(plain):
        return None
    if re.fullmatch(r"\d{5}(?:\.\d+)?", plain):
        return _serial(float(plain), text)
    if _WEEK.search(plain):
        raise CellIsWrong(f"{quoted(text)} is a week and not a day. Write the day, like 3/11/2025.")
    return _typed(plain, text, month_first=month_first)


def _in_london(found: re.Match[str], text: str) -> When:
    """The day and the time that a clock in London shows at that moment."""
    day = _real(int(found[1]), int(found[2]), int(found[3]), text)
    clock = _real_time(int(found[4]), int(found[5]), text)
    hours, minutes = int(found[6] or 0), int(found[7] or 0)
    if abs(hours) > 14 or minutes > 59:
        _no_date(text)
    away = timedelta(hours=abs(hours), minutes=minutes) * (-1 if (found[6] or "").startswith("-") else 1)
    here = datetime.combine(day, clock, tzinfo=timezone(away)).astimezone(LONDON)
    return When(here.date(), starts=here.time() if here.time() != time(0) else None)


def _typed(plain: str, text: str, *, month_first: bool) -> When:
    starts = ends = None
    day = _day(plain, text, month_first=month_first)
    if day is None and (tail := _TAIL.fullmatch(plain)):
        day = _day(tail[1], text, month_first=month_first)
        if day is not None:
            starts, ends = times(None, tail[2])
    if day is not None:
        return When(day, None, starts, ends)
    return _span(plain, text, month_first=month_first) or _no_date(text)


def _span(plain: str, text: str, *, month_first: bool) -> When | None:
    """'3-5 Nov 2025', '3 Nov 2025 to 5 Nov 2025'."""
    first = last = None
    if found := _SPAN.fullmatch(plain):
        last = _day(found[2], text, month_first=month_first)
        first = _real(last.year, last.month, int(found[1]), text) if last else None
    else:
        parts = _BETWEEN.split(plain)
        if len(parts) == 2:
            last = _day(_WEEKDAY.sub("", parts[1]), text, month_first=month_first)
            first = _day(parts[0], text, month_first=month_first)
    if first is None or last is None:
        return None
    if last < first:
        raise CellIsWrong(f"{quoted(text)} ends before it begins. Write the first day, then the last one.")
    return When(first, last if last > first else None)


def _day(plain: str, text: str, *, month_first: bool) -> date | None:
    if found := _ISO.fullmatch(plain):
        return _real(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _FIGURES.fullmatch(plain):
        first, second = int(found[1]), int(found[2])
        month, day = (first, second) if month_first else (second, first)
        return _real(_year(found[3]), month, day, text, in_figures=True, month_first=month_first)
    if found := _DAY_FIRST.fullmatch(plain):
        month_name, day_text, year = found[2], found[1], found[3]
    elif found := _MONTH_FIRST.fullmatch(plain):
        month_name, day_text, year = found[1], found[2], found[3]
    else:
        return None
    named = _month(month_name)
    return _real(_year(year), named, int(day_text), text) if named else None


def _month(word: str) -> int | None:
    lower = word.casefold()
    return MONTHS.index(lower[:3]) + 1 if lower in MONTHS or lower in _LONG else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _real(
    year: int, month: int, day: int, text: str, *, in_figures: bool = False, month_first: bool = False
) -> date:
    if in_figures and month > 12 >= day:
        order = "month/day/year" if month_first else "day/month/year"
        raise CellIsWrong(
            f"{quoted(text)} is no date when read as {order}, like the rest of the column. Write it like 3 Nov 2025."
        )
    try:
        return _plausible(date(year, month, day), text)
    except ValueError as problem:
        if isinstance(problem, CellIsWrong):
            raise
        raise CellIsWrong(
            f"{quoted(text)} is a day that does not exist. Write the right one, like 3/11/2025."
        ) from None


def _plausible(day: date, text: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellIsWrong(f"{quoted(text)} is in the year {day.year}. Write the right year.")
    return day


def _serial(value: float, text: str) -> When:
    """A date that was formatted as a number: days since the end of 1899, as spreadsheets count them."""
    if not 32_874 <= value <= 73_415:
        _no_date(text)
    moment = (_EPOCH + timedelta(days=value) + timedelta(milliseconds=500)).replace(microsecond=0)
    return When(_plausible(moment.date(), text), starts=moment.time() if moment.time() != time(0) else None)


def _no_date(text: str) -> NoReturn:
    plain = text.strip()
    if re.fullmatch(
        r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}|[A-Za-z]{3,9}\s+\d{1,2}|\d{1,2}/\d{1,2})", plain
    ):
        raise CellIsWrong(f"{quoted(text)} has no year. Write it like 3/11/2025.")
    if len(_FIGURES.findall(plain)) > 1:
        raise CellIsWrong(f"{quoted(text)} has more than one date. Give each event a line of its own.")
    raise CellIsWrong(f"{quoted(text)} is not a date. Write the day like 3/11/2025.")


def times(value: Any, text: str) -> tuple[time | None, time | None]:
    """The start, and the end where the cell names one: '18:30', '6.30pm', '1830', '6-8pm', '18:30 – 20:00'."""
    if isinstance(value, datetime):
        return value.time(), None
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0), None
    if isinstance(value, float) and 0 <= value < 1:
        return (_EPOCH + timedelta(days=value, seconds=30)).time().replace(second=0, microsecond=0), None
    plain = re.sub(r"(?<=\d)\s+(?=[ap]\.?m)", "", text.strip().casefold())
    if says_nothing(plain) or plain in ("all day", "various", "evening", "morning", "afternoon"):
        return None, None
    parts = re.split(r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*", plain)
    if len(parts) > 2:
        _no_time(text)
    ends, half = _clock(parts[-1], text)
    if len(parts) == 1:
        return ends, None
    starts, _ = _clock(parts[0], text)
    if half == "pm" and not re.search(r"[ap]\.?m|noon", parts[0]) and starts.hour < 12:
        later = starts.replace(hour=starts.hour + 12)
        starts = later if later < ends else starts
    return starts, ends


def _clock(plain: str, text: str) -> tuple[time, str]:
    if plain in ("noon", "midday", "12 noon", "12noon"):
        return time(12), "pm"
    if plain in ("midnight", "12 midnight"):
        return time(0), ""
    if found := re.fullmatch(r"(\d{1,2})(\d{2})\s*(?:hrs|h)?", plain):
        return _real_time(int(found[1]), int(found[2]), text), ""
    found = _TIME.fullmatch(plain)
    if found is None:
        _no_time(text)
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[3] or "").replace(".", "")
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            # '18:30pm' is said by people who mean 18:30.
            return _real_time(hour, minute, text), half
        hour = hour % 12 + (12 if half == "pm" else 0)
    return _real_time(hour, minute, text), half


def _real_time(hour: int, minute: int, text: str) -> time:
    if hour > 23 or minute > 59:
        _no_time(text)
    return time(hour, minute)


def _no_time(text: str) -> NoReturn:
    raise CellIsWrong(f"{quoted(text)} is not a time of day. Write it like 18:30, or leave it empty.")

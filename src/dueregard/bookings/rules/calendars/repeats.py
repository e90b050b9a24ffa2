"""The days on which something recurs (RFC 5545 3.3.10), counted out within a window and within a budget.

A rule is asked day by day, period by period, from the first period of the window on. So a rule without an end costs
what its window costs, and a rule that never holds ends as well. Only one with a COUNT has to be followed from its start.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dueregard.bookings.rules.lines import PlaceIsWrong

DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"([0-9]{8})(T[0-9]{6})?(Z?)")
_WHOLE = re.compile(r"[+-]?[0-9]{1,6}")


class TooMuch(Exception):
    """The calendar asks for more counting than any real one."""


@dataclass(slots=True)
class Budget:
    """How many days may still be looked at for one file."""

    left: int = 30_000_000

    def spend(self, days: int) -> None:
        self.left -= days
        if self.left < 0:
            raise TooMuch


@dataclass(frozen=True, slots=True)
class Rule:
    """An RRULE. `until` is a day, or a naive moment in UTC where it was written with Z, else local."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    until_in_utc: bool = False
    week_starts: int = 0
    months: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    yeardays: frozenset[int] = frozenset()
    monthdays: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    nth: frozenset[tuple[int, int]] = frozenset()
    """(ordinal, weekday), as in '-1SU'."""
    positions: frozenset[int] = frozenset()


def read_rule(text: str) -> Rule:
    """Raises `PlaceIsWrong` for what is no rule, or one by which no room is booked."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or name in parts:
            raise PlaceIsWrong("This is not a rule by which something recurs.")
        parts[name] = value
    freq = parts.get("FREQ", "")
    if freq in OFTEN or {"BYHOUR", "BYMINUTE", "BYSECOND"} & parts.keys():
        raise PlaceIsWrong("It recurs more often than once a day. Split it into bookings of their own.")
    if freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise PlaceIsWrong("This does not say how often it recurs.")
    interval = _whole(parts.get("INTERVAL", "1"), 1, 10_000)
    count = _whole(parts["COUNT"], 1, 100_000) if "COUNT" in parts else None
    until, in_utc = _until(parts.get("UNTIL", ""))
    days = [_day(each) for each in parts["BYDAY"].split(",")] if parts.get("BYDAY") else []
    by_ordinal = freq in ("MONTHLY", "YEARLY") and "BYWEEKNO" not in parts
    starts = parts.get("WKST", "MO")
    if starts not in WEEKDAYS:
        raise PlaceIsWrong("This does not say on which day a week starts.")
    return Rule(
        freq, interval, count, until, in_utc, WEEKDAYS.index(starts),
        months=_wholes(parts, "BYMONTH", 12),
        weeks=_wholes(parts, "BYWEEKNO", 53),
        yeardays=_wholes(parts, "BYYEARDAY", 366),
        monthdays=_wholes(parts, "BYMONTHDAY", 31),
        weekdays=frozenset(day for nth, day in days if not nth or not by_ordinal),
        nth=frozenset((nth, day) for nth, day in days if nth and by_ordinal),
        positions=_wholes(parts, "BYSETPOS", 366),
    )  # fmt: skip


def _whole(text: str, least: int, most: int) -> int:
    if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise PlaceIsWrong("This rule has a number that cannot be meant.")
    return int(text)


def _wholes(parts: dict[str, str], name: str, most: int) -> frozenset[int]:
    found = (
        frozenset(_whole(each, -most, most) for each in parts[name].split(","))
        if parts.get(name)
        else frozenset()
    )
    if 0 in found:
        raise PlaceIsWrong("This rule has a number that cannot be meant.")
    return found


def _day(text: str) -> tuple[int, int]:
    found = _DAY.fullmatch(text)
    if found is None or not -53 <= int(found[1] or 0) <= 53:
        raise PlaceIsWrong("This rule names a day of the week that does not exist.")
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def _until(text: str) -> tuple[date | None, bool]:
    if not text:
        return None, False
    found = _UNTIL.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        if found[2]:
            return datetime.strptime(found[1] + found[2], "%Y%m%dT%H%M%S"), bool(found[3])  # noqa: DTZ007
        return datetime.strptime(found[1], "%Y%m%d").date(), False  # noqa: DTZ007
    except ValueError:
        raise PlaceIsWrong("The end of this rule is no day.") from None


def days_of(
    rule: Rule, start: date, first: date, last: date, budget: Budget, *, until: date | None = None
) -> Iterator[date]:
    """The days from `first` to `last` on which it takes place, in order; `start` always is one of its days.

    `until` is the rule's end as a day on the clock of the booking.
    """
    last = min(last, until) if until is not None else last
    if start > last:
        # The first day counts, whatever the rule's end says.
        return
    if first <= start:
        yield start
    if rule.count == 1:
        return
    filled = _filled(rule, start)
    begin = start if rule.count is not None else max(start, first)
    done = 1
    for day in _matching(filled, start, begin, last, budget):
        if day <= start:
            continue
        if day > last:
            return
        done += 1
        if day >= first:
            yield day
        if rule.count is not None and done >= rule.count:
            return


def days_without(
    rule: Rule, start: date, first: date, last: date, budget: Budget, *, until: date | None = None
) -> Iterator[date]:
    """The days that a rule takes out (EXRULE): `start` is one of them only where the rule itself finds it."""
    is_found = start in _matching(_filled(rule, start), start, start, start, budget)
    if not is_found and rule.count is not None:
        rule = replace(rule, count=rule.count + 1)
    for day in days_of(rule, start, first, last, budget, until=until):
        if is_found or day != start:
            yield day


def _filled(rule: Rule, start: date) -> Rule:
    """What the first day says where the rule says nothing."""
    if rule.weeks or rule.yeardays or rule.monthdays or rule.weekdays or rule.nth:
        return rule
    if rule.freq == "YEARLY":
        return replace(rule, months=rule.months or frozenset({start.month}), monthdays=frozenset({start.day}))
    if rule.freq == "MONTHLY":
        return replace(rule, monthdays=frozenset({start.day}))
    return replace(rule, weekdays=frozenset({start.weekday()})) if rule.freq == "WEEKLY" else rule


def _matching(rule: Rule, start: date, begin: date, last: date, budget: Budget) -> Iterator[date]:
    test = _test(rule)
    for period in _periods(rule, start, begin, last):
        budget.spend(len(period))
        found = [day for day in period if test(day)] if test else period
        if rule.positions:
            size = len(found)
            at = sorted({place - 1 if place > 0 else size + place for place in rule.positions})
            found = [found[place] for place in at if 0 <= place < size]
        yield from found


def _periods(rule: Rule, start: date, begin: date, last: date) -> Iterator[list[date]]:
    """The days of each period from the one that holds `begin` on, as the interval steps from `start`."""
    if rule.freq == "DAILY":
        behind = -(-(begin - start).days // rule.interval)
        day = start + behind * rule.interval * DAY
        while day <= last:
            yield [day]
            day += rule.interval * DAY
    elif rule.freq == "WEEKLY":
        week = start - ((start.weekday() - rule.week_starts) % 7) * DAY
        week += (begin - week).days // 7 // rule.interval * rule.interval * 7 * DAY
        while week <= last:
            yield [week + shift * DAY for shift in range(7)]
            week += rule.interval * 7 * DAY
    elif rule.freq == "MONTHLY":
        origin, month = start.year * 12 + start.month - 1, begin.year * 12 + begin.month - 1
        month = origin + (month - origin) // rule.interval * rule.interval
        while month <= last.year * 12 + last.month - 1:
            yield (
                _month(month // 12, month % 12 + 1)
                if not rule.months or month % 12 + 1 in rule.months
                else []
            )
            month += rule.interval
    else:
        year = start.year + (begin.year - start.year) // rule.interval * rule.interval
        while year <= last.year:
            wanted = sorted(rule.months) if rule.months else range(1, 13)
            yield [day for month in wanted if month > 0 for day in _month(year, month)]
            year += rule.interval


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]


def _test(rule: Rule) -> Callable[[date], bool] | None:
    """Whether a day of a period is one of the rule's; None where every day is."""
    tests: list[Callable[[date], bool]] = []
    if rule.months and rule.freq in ("DAILY", "WEEKLY"):
        tests.append(lambda day: day.month in rule.months)
    if rule.monthdays:
        tests.append(lambda day: day.day in rule.monthdays or day.day - _length(day) - 1 in rule.monthdays)
    if rule.weekdays or rule.nth:
        within_months = rule.freq == "MONTHLY" or bool(rule.months)
        tests.append(lambda day: _is_weekday(rule, day, within_months=within_months))
    if rule.yeardays:
        tests.append(lambda day: bool({_yearday(day), _yearday(day) - _year_length(day) - 1} & rule.yeardays))
    if rule.weeks:
        tests.append(lambda day: bool(_weeks(day, rule.week_starts) & rule.weeks))
    if not tests:
        return None
    return tests[0] if len(tests) == 1 else lambda day: all(each(day) for each in tests)


def _is_weekday(rule: Rule, day: date, *, within_months: bool) -> bool:
    weekday = day.weekday()
    if weekday in rule.weekdays:
        return True
    if not rule.nth:
        return False
    place, size = (day.day, _length(day)) if within_months else (_yearday(day), _year_length(day))
    return ((place - 1) // 7 + 1, weekday) in rule.nth or (-((size - place) // 7 + 1), weekday) in rule.nth


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _yearday(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def _year_length(day: date) -> int:
    return 366 if calendar.isleap(day.year) else 365


def _weeks(day: date, starts: int) -> set[int]:
    """The number of the day's week, counted from either end of the year that has most of it."""
    middle = day - ((day.weekday() - starts) % 7) * DAY + 3 * DAY
    end = date(middle.year, 12, 31)
    last = end - ((end.weekday() - middle.weekday()) % 7) * DAY
    number = (_yearday(middle) - 1) // 7 + 1
    return {number, number - ((_yearday(last) - 1) // 7 + 1) - 1}

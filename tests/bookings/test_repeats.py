"""The days of a rule are those that python-dateutil finds, for whatever rule people or machines write."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dueregard.bookings.rules.calendars.repeats import Budget, days_of, read_rule

FIRST = date(2026, 10, 25)
LAST = FIRST + timedelta(days=430)
WEEKDAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


class Slow(Exception):
    pass


@contextmanager
def within_a_second() -> Iterator[None]:
    """dateutil looks for days of a rule that never holds until the year 9999; ours does not."""

    def stop(*_: object) -> None:
        raise Slow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}"]

    def some(name: str, values: st.SearchStrategy[object]) -> None:
        if draw(st.booleans()):
            found = draw(st.lists(values, min_size=1, max_size=3, unique=True))
            parts.append(f"{name}={','.join(str(each) for each in found)}")

    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    some("BYMONTH", st.integers(1, 12))
    if freq != "WEEKLY":
        some("BYMONTHDAY", st.integers(1, 31) | st.integers(-5, -1))
    ordinal = st.sampled_from(["1", "2", "4", "-1", "-2"])
    nth = st.builds(lambda place, day: f"{place}{day}", ordinal, WEEKDAYS)
    # Either plain days or counted ones: of a list with both, RFC 5545 takes all, dateutil only the counted ones.
    some("BYDAY", WEEKDAYS if freq in ("DAILY", "WEEKLY") or draw(st.booleans()) else nth)
    if freq == "YEARLY":
        some("BYYEARDAY", st.integers(1, 366) | st.integers(-366, -1))
    if draw(st.booleans()):
        parts.append(f"WKST={draw(WEEKDAYS)}")
    if len(parts) > 1 and any(part.startswith("BY") for part in parts) and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1, -2]))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    return ";".join(parts)


def test_a_list_of_plain_and_counted_days_means_all_of_them() -> None:
    rule = read_rule("FREQ=MONTHLY;BYDAY=MO,1MO")
    found = list(days_of(rule, date(2026, 10, 26), date(2026, 10, 26), date(2026, 11, 20), Budget()))
    assert found == [date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(rules(), st.dates(date(2018, 1, 1), date(2027, 6, 1)))
def test_a_rule_falls_on_the_days_on_which_dateutil_finds_it(text: str, start: date) -> None:
    begins = datetime.combine(start, time(9))
    ends = "" if "COUNT" in text else ";UNTIL=20280101T000000"
    try:
        with within_a_second():
            theirs = list(rrulestr(text + ends, dtstart=begins))
    except Slow:
        assume(False)
    assume(theirs and theirs[0] == begins)
    ours = list(days_of(read_rule(text), start, FIRST, LAST, Budget()))
    assert ours == [each.date() for each in theirs if FIRST <= each.date() <= LAST]

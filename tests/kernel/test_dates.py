from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.kernel.dates import WorkingCalendar, london, long_date, short_date, today_in_london

ENGLAND = WorkingCalendar("ENG")
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("nation", "day", "name"),
    [
        ("ENG", date(2026, 12, 25), "Christmas"),
        ("ENG", date(2026, 12, 28), "Boxing Day"),
        ("ENG", date(2026, 4, 6), "Easter Monday"),
        ("WLS", date(2026, 8, 31), "Summer"),
        ("SCT", date(2026, 11, 30), "Andrew"),
        ("SCT", date(2026, 8, 3), "Summer"),
        ("SCT", date(2026, 1, 2), "New Year"),
        ("NIR", date(2026, 3, 17), "Patrick"),
        ("NIR", date(2026, 7, 13), "Battle of the Boyne"),
    ],
)
def test_each_nation_keeps_its_own_bank_holidays(nation: str, day: date, name: str) -> None:
    calendar = WorkingCalendar(nation)
    assert not calendar.is_working(day)
    assert name in calendar.why_closed(day)


@pytest.mark.parametrize(
    ("nation", "day"),
    [
        ("SCT", date(2026, 4, 6)),
        ("SCT", date(2026, 8, 31)),
        ("ENG", date(2026, 11, 30)),
        ("ENG", date(2026, 1, 2)),
    ],
)
def test_the_bank_holiday_of_another_nation_is_a_working_day(nation: str, day: date) -> None:
    assert WorkingCalendar(nation).is_working(day)
    assert WorkingCalendar(nation).why_closed(day) == ""


def test_a_day_on_which_the_provider_is_closed_does_not_count() -> None:
    closed = WorkingCalendar("ENG", frozenset({date(2026, 12, 29), date(2026, 12, 30)}))
    assert closed.why_closed(date(2026, 12, 29)) == "Closed"
    assert closed.after(date(2026, 12, 24), 1) == date(2026, 12, 31)
    assert ENGLAND.after(date(2026, 12, 24), 1) == date(2026, 12, 29)


def test_days_count_from_the_first_working_day_after_the_act() -> None:
    assert ENGLAND.after(date(2026, 11, 24), 0) == date(2026, 11, 24)
    assert ENGLAND.after(date(2026, 11, 24), 3) == date(2026, 11, 27)
    assert ENGLAND.after(date(2026, 11, 24), 4) == date(2026, 11, 30)


def test_what_is_sent_at_the_weekend_counts_as_sent_on_monday() -> None:
    assert ENGLAND.after(date(2026, 11, 28), 1) == date(2026, 12, 1)
    assert ENGLAND.notice(date(2026, 11, 28), date(2026, 12, 1)) == 1


def test_notice_counts_the_day_of_the_event() -> None:
    assert ENGLAND.notice(date(2026, 11, 24), date(2026, 12, 17)) == 17
    assert ENGLAND.notice(date(2026, 11, 24), date(2026, 11, 24)) == 0


def test_days_left_do_not_count_today_and_go_below_nothing_when_late() -> None:
    assert ENGLAND.left(date(2026, 11, 24), date(2026, 11, 27)) == 3
    assert ENGLAND.left(date(2026, 11, 24), date(2026, 11, 24)) == 0
    assert ENGLAND.left(date(2026, 11, 24), date(2026, 11, 20)) == -2


def test_a_number_of_days_is_never_negative() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        ENGLAND.after(date(2026, 11, 24), -1)


@given(DAYS, st.integers(0, 60))
def test_counting_on_and_counting_between_agree(day: date, count: int) -> None:
    start = ENGLAND.on_or_after(day)
    due = ENGLAND.after(day, count)
    assert ENGLAND.is_working(due)
    assert ENGLAND.between(start, due) == count


@given(DAYS, DAYS, DAYS)
def test_working_days_between_add_up(one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))
    assert ENGLAND.between(first, last) == ENGLAND.between(first, middle) + ENGLAND.between(middle, last)


def test_today_is_the_day_in_london() -> None:
    assert today_in_london(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert today_in_london(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) == date(2026, 11, 24)


def test_the_hour_that_the_clocks_skip_is_no_moment() -> None:
    assert london(date(2027, 3, 28), time(1, 30)) is None
    assert london(date(2027, 3, 28), time(2, 0)) is not None


def test_the_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    moment = london(date(2026, 10, 25), time(1, 30))
    assert moment is not None
    assert moment.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_dates_are_written_the_british_way() -> None:
    assert long_date(date(2026, 11, 4)) == "Wednesday 4 November 2026"
    assert short_date(date(2026, 11, 4)) == "Wed 4 Nov"

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dueregard.kernel.clock import MOST_DOTS, Pips, read_clock
from dueregard.kernel.dates import WorkingCalendar

CALENDAR = WorkingCalendar("ENG")
TUESDAY = date(2026, 11, 24)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_a_clock_says_the_days_left_and_the_date() -> None:
    clock = read_clock(date(2026, 11, 13), date(2026, 11, 27), TUESDAY, CALENDAR)
    assert (clock.words, clock.day, clock.state) == ("3 working days left", "by Fri 27 Nov", "")
    assert clock.pips == Pips(used=6, today=1, left=3)
    assert clock.pips.kinds == ["u"] * 6 + ["t"] + [""] * 3


def test_what_began_today_has_used_nothing() -> None:
    assert read_clock(TUESDAY, date(2026, 12, 8), TUESDAY, CALENDAR).pips == Pips(used=0, today=1, left=10)


def test_the_last_working_day_is_soon() -> None:
    clock = read_clock(date(2026, 11, 18), date(2026, 11, 25), TUESDAY, CALENDAR)
    assert (clock.words, clock.state) == ("1 working day left", "soon")


def test_the_day_itself_is_called_today() -> None:
    clock = read_clock(date(2026, 11, 18), TUESDAY, TUESDAY, CALENDAR)
    assert (clock.words, clock.day, clock.state) == ("Today", "", "soon")
    assert clock.pips.left == 0


def test_a_date_that_has_passed_is_late_by_working_days() -> None:
    clock = read_clock(date(2026, 11, 6), date(2026, 11, 20), TUESDAY, CALENDAR)
    assert (clock.words, clock.day, clock.state) == ("2 working days late", "was due Fri 20 Nov", "late")
    assert clock.pips == Pips(used=10, late=2)


def test_on_the_weekend_after_its_date_it_is_past_without_a_day_late() -> None:
    clock = read_clock(date(2026, 11, 13), date(2026, 11, 20), date(2026, 11, 21), CALENDAR)
    assert (clock.words, clock.state) == ("Past its date", "late")


def test_a_weekend_has_no_dot_of_its_own() -> None:
    assert read_clock(date(2026, 11, 20), date(2026, 11, 24), date(2026, 11, 22), CALENDAR).pips == Pips(
        0, 0, 2
    )


def test_beyond_twenty_dots_the_words_stand_alone() -> None:
    assert len(Pips(10, 1, 9).kinds) == MOST_DOTS
    assert Pips(10, 1, 10).kinds == []


@given(DAYS, DAYS, DAYS)
def test_the_dots_always_count_the_working_days_of_the_clock(since: date, due: date, today: date) -> None:
    clock = read_clock(since, due, today, CALENDAR)
    assert min(clock.pips.used, clock.pips.today, clock.pips.left, clock.pips.late) >= 0
    assert clock.words
    if due >= today:
        assert clock.pips.left == CALENDAR.between(today, due)

import contextlib
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.kernel.forms.reading import NotReadable, read_date, read_number, read_time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("17", "12", "2026"), date(2026, 12, 17)),
        ((" 1 ", "02", "2027"), date(2027, 2, 1)),
        (("7", "Dec", "2026"), date(2026, 12, 7)),
        (("7", "september", "2026"), date(2026, 9, 7)),
        (("7", "Sept.", "2026"), date(2026, 9, 7)),
        (("29", "2", "2028"), date(2028, 2, 29)),
        (("17/12/2026", "", ""), date(2026, 12, 17)),
        (("17 Dec 2026", "", ""), date(2026, 12, 17)),
        (("1st March 2027", "", ""), date(2027, 3, 1)),
        (("2026-12-17", "", ""), date(2026, 12, 17)),
    ],
)
def test_dates_are_read_as_people_type_them(typed: tuple[str, str, str], meant: date) -> None:
    assert read_date(*typed) == meant


@pytest.mark.parametrize(
    ("typed", "sentence", "parts"),
    [
        (("31", "11", "2026"), "November 2026 has no day 31. Enter a real date, like 17 12 2026", ("day",)),
        (("29", "2", "2026"), "February 2026 has no day 29. Enter a real date, like 17 12 2026", ("day",)),
        (("0", "2", "2026"), "February 2026 has no day 0. Enter a real date, like 17 12 2026", ("day",)),
        (("17", "12", "26"), "Enter the year with four figures, like 2026", ("year",)),
        (("17", "13", "2026"), "Enter a month from 1 to 12", ("month",)),
        (("17", "12", "20266"), "Enter a year from 1900 to 2100", ("year",)),
        (("17", "", "2026"), "The date needs a month, like 17 12 2026", ("month",)),
        (("17", "", ""), "The date needs a month and a year, like 17 12 2026", ("month", "year")),
        (("x", "12", "2026"), "Enter the date as day, month and year, like 17 12 2026", ("day",)),
        (("17", "Smarch", "2026"), "Enter the date as day, month and year, like 17 12 2026", ("month",)),
        (("-1", "12", "2026"), "Enter the date as day, month and year, like 17 12 2026", ("day",)),
        (("١٧", "12", "2026"), "Enter the date as day, month and year, like 17 12 2026", ("day",)),
        (("9" * 5000, "12", "2026"), "Enter the date as day, month and year, like 17 12 2026", ("day",)),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_what_to_do(
    typed: tuple[str, str, str], sentence: str, parts: tuple[str, ...]
) -> None:
    with pytest.raises(NotReadable) as refusal:
        read_date(*typed)
    assert str(refusal.value) == sentence
    assert refusal.value.parts == parts


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_typed_for_a_date_is_a_date_or_a_sentence(day: str, month: str, year: str) -> None:
    with contextlib.suppress(NotReadable):
        assert isinstance(read_date(day, month, year), date)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18:30", time(18, 30)), ("6.30pm", time(18, 30)), ("1830", time(18, 30)), ("6 pm", time(18)),
        ("12am", time(0)), ("12 p.m.", time(12)), ("noon", time(12)), ("00:00", time(0)), ("9.05", time(9, 5)),
        ("930", time(9, 30)), (" 9:05 AM ", time(9, 5)),
    ],
)  # fmt: skip
def test_times_are_read_as_people_type_them(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["25:00", "18:60", "13pm", "0am", "soon", "6", "18:3", "18:30:00", "१८:३०", "--"]
)
def test_a_time_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(NotReadable, match="Enter "):
        read_time(typed)


@given(st.text(max_size=20))
def test_whatever_is_typed_for_a_time_is_a_time_or_a_sentence(typed: str) -> None:
    with contextlib.suppress(NotReadable):
        assert isinstance(read_time(typed), time)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("120", 120), ("1,200", 1200), ("1 200", 1200), ("0", 0), (" 7 ", 7), ("+7", 7), ("007", 7)],
)
def test_whole_numbers_are_read_with_commas_and_spaces(typed: str, meant: int) -> None:
    assert read_number(typed, 0, 5000) == meant


@pytest.mark.parametrize(
    "typed", ["12,00", "1.5", "-1", "1e3", "10" * 15, "9" * 5000, "twelve", "٣", "0x10", "1_000"]
)
def test_what_is_no_whole_number_in_the_range_is_refused(typed: str) -> None:
    with pytest.raises(NotReadable, match="Enter a whole number from 0 to 5,000"):
        read_number(typed, 0, 5000)

"""Arithmetic of the service standard and of papers: plain values, no database."""

from datetime import date
from uuid import uuid4

import pytest

from dueregard.assurance.rules.content import as_number, digest, sheets, why_not_issue
from dueregard.assurance.rules.counting import median, ninth_decile, per_cent, said
from dueregard.assurance.rules.naming import without_names
from dueregard.assurance.rules.periods import period_of, periods, twelve_months
from dueregard.assurance.rules.standard import (
    DESIGNATED,
    LATE,
    ROUTINE,
    Taken,
    for_everybody,
    lines,
    route_of,
)

DAY = date(2026, 11, 24)


def taken(days: int | None, route: str = ROUTINE, *, kept: bool = True) -> Taken:
    return Taken(uuid4(), 1, route, DAY, days, 0, in_promise=kept, in_lead_time=kept)


@pytest.mark.parametrize(
    ("days", "middle", "ninth"),
    [([], None, None), ([4], 4, 4), ([1, 2], 1.5, 2), (list(range(1, 11)), 5.5, 9), ([3] * 9 + [40], 3, 3)],
)
def test_the_median_and_the_ninth_decile_by_nearest_rank(days, middle, ninth) -> None:
    assert (median(days), ninth_decile(days)) == (middle, ninth)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, None), (0, 7, 0), (7, 7, 100), (999, 1000, 99), (1, 1000, 1), (1, 2, 50), (2, 3, 67)],
)
def test_a_share_says_all_only_of_all_and_none_only_of_none(part, whole, share) -> None:
    assert per_cent(part, whole) == share


def test_a_half_is_said_and_nothing_is_a_dash() -> None:
    assert [said(each) for each in (3.0, 3.5, None)] == ["3", "3.5", "–"]


def test_a_late_request_is_late_designated_or_not() -> None:
    assert route_of(["designated"], late=True) == LATE
    assert route_of(["designated"], late=False) == DESIGNATED
    assert route_of(["online"], late=False) == ROUTINE


def test_a_day_that_came_undecided_keeps_no_promise_and_has_no_days() -> None:
    whole = lines([taken(2), taken(4), taken(None, kept=False)])[0]
    assert (whole.count, whole.median, whole.in_promise, whole.lapsed) == (3, 3, 67, 1)


def test_fewer_than_five_are_not_published_and_counts_are_rounded() -> None:
    of_route = {
        line.route: for_everybody(line) for line in lines([taken(3)] * 12 + [taken(9, DESIGNATED)] * 4)
    }
    assert of_route["routine"].count == 10
    assert of_route["all"].count == 15
    assert of_route["designated"].count is None
    assert of_route["designated"].median is None
    assert of_route["late"].count is None, (
        "none at all is said like a few: one can tell neither from the other"
    )


def test_the_academic_year_begins_in_august() -> None:
    assert [each.key for each in periods(DAY)] == ["12-months", "2026", "2025", "2024", "2023"]
    year = period_of("2025", DAY)
    assert (year.first, year.last, year.title) == (
        date(2025, 8, 1),
        date(2026, 7, 31),
        "Academic year 2025–26",
    )
    assert twelve_months(date(2028, 2, 29)).first == date(2027, 3, 1)
    assert period_of("nonsense", DAY).key == "12-months"


def test_names_are_taken_out_of_what_a_board_reads() -> None:
    text = "Dr Morwenna Skeats asked for a hall. SKEATS and O’Hara met; Olu Adeyemi agreed, said Adeyemi’s office. El Al flew."
    found = without_names(text, speakers=["Morwenna Skeats", "O’Hara", "El"], organisers=["Olu Adeyemi"])
    assert found == (
        "Dr [the speaker] asked for a hall. [the speaker] and [the speaker] met; [the organiser] agreed, said "
        "[the organiser]’s office. [the speaker] Al flew."
    )


def test_a_name_inside_a_word_is_left_alone() -> None:
    assert (
        without_names("Anniversary of Ann", speakers=["Ann"], organisers=[]) == "Anniversary of [the speaker]"
    )


def test_a_paper_covers_only_what_has_been() -> None:
    assert why_not_issue(first=date(2026, 8, 1), last=DAY, today=DAY) == []
    assert why_not_issue(first=DAY, last=date(2026, 11, 25), today=DAY) == [
        "The period has not ended yet. A paper covers days up to today."
    ]
    assert why_not_issue(first=DAY, last=date(2026, 8, 1), today=DAY) == [
        "The last day of the period is before the first."
    ]


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": ["é"]}) == digest({"b": ["é"], "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})


def test_each_table_of_a_paper_is_a_sheet_with_numbers_as_numbers() -> None:
    sections = [
        {"heading": "In short", "summary": [["Refused", "2"]]},
        {
            "heading": "A heading that is longer than a sheet’s name",
            "table": {"header": ["A"], "rows": [["3.5"]]},
        },
        {"heading": "A heading that is longer than a sheet’s", "table": {"header": ["A"], "rows": [["12%"]]}},
        {"heading": "Words", "text": "None."},
    ]
    content = {"title": "T", "lead": "L", "note": "N", "sections": sections}
    found = list(sheets(content))
    names = [name for name, _, _ in found]
    assert len({name.lower() for name in names}) == 4
    assert all(len(name) <= 31 for name in names)
    assert found[0][2][-1] == ["Words", "None."]
    assert [rows for _, _, rows in found[1:]] == [[["Refused", 2]], [[3.5]], [["12%"]]]


@pytest.mark.parametrize("cell", ["", "E-0412", "٣", "1.2.3", "-1", "12%", ".5"])
def test_what_is_no_plain_number_stays_text(cell) -> None:
    assert as_number(cell) == cell

"""Tables as CSV, XLSX and downloads."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from django.http import FileResponse, StreamingHttpResponse
from openpyxl import load_workbook

from dueregard.documents.export import csv_lines, download, file_name, xlsx_file
from dueregard.documents.tables import read_table

ROW = [
    "Talk",
    120,
    2.5,
    date(2026, 12, 10),
    datetime(2026, 7, 10, 17, 30, tzinfo=UTC),
    time(9, 5),
    True,
    None,
]
HEADER = ["Title", "People", "Ratio", "Day", "Starts", "Doors", "Approved", "Note"]


def test_a_csv_is_utf_8_with_its_mark_and_quotes_every_cell() -> None:
    made = b"".join(csv_lines(HEADER[:2], [["Zoë", 5]]))
    assert made == b'\xef\xbb\xbf"Title","People"\r\n"Zo\xc3\xab","5"\r\n'


def test_a_csv_shows_dates_as_iso_and_moments_in_london() -> None:
    [sheet] = read_table(io.BytesIO(b"".join(csv_lines(HEADER, [ROW]))), name="x")
    assert sheet.rows[1].values == ("Talk", "120", "2.5", "2026-12-10", "2026-07-10 18:30", "09:05", "Yes")


def test_a_workbook_has_real_dates_numbers_and_text() -> None:
    with xlsx_file(HEADER, [ROW], sheet="Register", title="Register of events") as made:
        [sheet] = read_table(made, name="x")
    assert sheet.rows[1].values == (
        "Talk",
        120,
        2.5,
        date(2026, 12, 10),
        datetime(2026, 7, 10, 18, 30),
        time(9, 5),
        "Yes",
    )


def test_a_workbook_freezes_its_heading_filters_and_names_itself() -> None:
    with xlsx_file(HEADER, [ROW, ROW], sheet="Events: all/any", title="Register of events") as made:
        book = load_workbook(made)
    page = book.active
    assert (page.title, page.freeze_panes, page.auto_filter.ref) == ("Events  all any", "A2", "A1:H3")
    assert book.properties.title == "Register of events"


def test_a_link_in_a_cell_is_only_text() -> None:
    with xlsx_file(["A"], [["https://example.org/"], ["file:///etc/passwd"]], sheet="x", title="x") as made:
        page = load_workbook(made).active
    assert [cell.hyperlink for cell in page["A"]] == [None, None, None]


@pytest.mark.parametrize(
    "value",
    [
        10**15,
        12345678901234567,
        float("nan"),
        float("inf"),
        date(1850, 1, 1),
        "a\0b\x07",
        "\ud800",
        "x" * 40_000,
    ],
    ids=["code", "long code", "nan", "infinity", "1850", "control", "surrogate", "long"],
)
def test_a_value_that_a_spreadsheet_cannot_hold_becomes_text_and_breaks_nothing(value: object) -> None:
    with xlsx_file(["A"], [[value]], sheet="x", title="x") as made:
        shown = load_workbook(made).active["A2"].value
    assert isinstance(shown, str)
    assert b"".join(csv_lines(["A"], [[value]]))


def test_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    with xlsx_file(["A"], [["x" * 40_000]], sheet="x", title="x") as made:
        shown = str(load_workbook(made).active["A2"].value)
    assert shown.endswith("… (a cell holds no more; 40,000 characters in all are in the CSV)")
    assert len(shown) == 32_767


def test_rows_are_taken_one_by_one_while_the_csv_is_sent() -> None:
    taken = 0

    def rows() -> Iterator[list[int]]:
        nonlocal taken
        for number in range(100_000):
            taken += 1
            yield [number]

    pieces = csv_lines(["n"], rows())
    next(pieces), next(pieces)
    assert taken < 1000


def test_a_download_names_itself_by_what_it_is_and_its_day() -> None:
    answer = download(iter([b"a"]), name="events register", kind="csv", on=date(2026, 11, 22))
    assert isinstance(answer, StreamingHttpResponse)
    assert answer["Content-Disposition"] == 'attachment; filename="events-register-2026-11-22.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db  # closing an answer lets Django close its old connections
def test_a_workbook_is_streamed_from_a_file_that_is_closed_at_the_end() -> None:
    made = xlsx_file(["A"], [["x"]], sheet="x", title="x")
    answer = download(made, name="register", kind="xlsx")
    assert isinstance(answer, FileResponse)
    assert b"".join(answer).startswith(b"PK")  # type: ignore[arg-type]
    answer.close()
    assert made.closed


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("../../etc/passwd", "etc-passwd.csv"),
        ('a"; filename="b.exe', "a-filename-b-exe.csv"),
        ("a\r\nSet-Cookie: x", "a-Set-Cookie-x.csv"),
        ("\u202egnp", "gnp.csv"),
        ("", "download.csv"),
        ("Łódź", "Łódź.csv"),
    ],
)
def test_a_typed_name_cannot_leave_the_header(typed: str, name: str) -> None:
    assert file_name(typed, "csv") == name
    header = download(b"x", name=typed, kind="csv")["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert "\r" not in header
    assert "\n" not in header

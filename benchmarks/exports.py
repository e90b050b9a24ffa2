"""Spreadsheets out and in, at 12 columns: writing beside the bare writer, reading beside openpyxl's fast mode."""

import io
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter

from benchmarks.figures import Figure, once, pair
from dueregard.documents.export import csv_lines, xlsx_file
from dueregard.documents.tables import read_table

ROWS = (10_000, 100_000)
HEADER = [f"Column {number}" for number in range(12)]


def run(rows: int) -> Iterator[Figure]:
    ours, bare = pair(lambda: _our_xlsx(rows), lambda: _bare_xlsx(rows), times=3)
    yield Figure("exports", rows, "write XLSX", ours, against="xlsxwriter alone", baseline=bare, goal=1.3)
    yield Figure("exports", rows, "write CSV", once(lambda: _our_csv(rows), times=3))
    stored = _our_xlsx(rows)
    ours, bare = pair(lambda: _our_reading(stored), lambda: _bare_reading(stored), times=1)
    yield Figure("exports", rows, "read XLSX, checked", ours, against="openpyxl, read-only", baseline=bare)


def _content(rows: int) -> Iterator[list[Any]]:
    for number in range(rows):
        text = f"Talk {number} on evidence"
        yield [
            *(number, text, "Students' union", "Approved", "A room, somewhere", text[::-1], "Yes", 120),
            *(f"EV-{number:06}", date(2026, 11, 22), "Northmoor University"),
            "a longer remark that says what was agreed with whom",
        ]


def _our_xlsx(rows: int) -> bytes:
    with xlsx_file(HEADER, _content(rows), sheet="Register", title="Register") as file:
        return file.read()


def _bare_xlsx(rows: int) -> None:
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False})
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(_content(rows)):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, column, value)
                elif isinstance(value, date):
                    page.write_datetime(line, column, value, day)
                else:
                    page.write_number(line, column, value)
        book.close()


def _our_csv(rows: int) -> None:
    for _ in csv_lines(HEADER, _content(rows)):
        pass


def _our_reading(stored: bytes) -> None:
    read_table(io.BytesIO(stored), name="register.xlsx")


def _bare_reading(stored: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(stored), read_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass

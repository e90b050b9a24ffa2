"""Tables as CSV, XLSX and downloads. Rows are taken one by one: memory does not grow with their number."""

import csv
import logging
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any, Literal

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dueregard.documents.formulas import escaped
from dueregard.kernel.dates import LONDON
from dueregard.kernel.errors import Refused

log = logging.getLogger(__name__)

Kind = Literal["csv", "xlsx", "ics", "pdf"]
CONTENT_TYPES: dict[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "pdf": "application/pdf",
}
_BATCH = 500
_MOST_ROWS = 1_048_575
_LONGEST = 32_767
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a leap day that never was
_MEASURED_ROWS = 500


# --- CSV ---------------------------------------------------------------------------------------------------
class _Catch:
    """A file for csv.writer that hands back what was written."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> int:
        self.lines.append(line)
        return len(line)

    def taken(self) -> bytes:
        text, self.lines = "".join(self.lines), []
        # A lone surrogate has no UTF-8; it is spelled out instead of stopping the whole export.
        return text.encode("utf-8", "backslashreplace")


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A CSV file in pieces: UTF-8 with its mark, every cell quoted, CRLF; no text is taken for a formula and none
    loses a character (`formulas`). `tables.read_table` gives the texts back as they were."""
    catch = _Catch()
    writer = csv.writer(catch, quoting=csv.QUOTE_ALL)
    yield b"\xef\xbb\xbf"
    writer.writerow([escaped(title) for title in header])
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])
        if len(catch.lines) >= _BATCH:
            yield catch.taken()
    yield catch.taken()


def _csv_text(value: Any) -> str:
    if isinstance(value, str):
        return escaped(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return _local(value).isoformat(" ", "minutes" if not value.second else "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, int | float | Decimal):
        return str(value)
    return escaped(str(value))


def _local(moment: datetime) -> datetime:
    """The wall clock in London of an aware moment; a naive one is taken as that already."""
    return moment.astimezone(LONDON).replace(tzinfo=None) if moment.tzinfo else moment


# --- XLSX --------------------------------------------------------------------------------------------------
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
"""The name of a sheet, its header, its rows."""


def xlsx_file(header: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str, title: str) -> IO[bytes]:
    """A workbook with one sheet; see `workbook_file`."""
    return workbook_file([(sheet, header, rows)], title=title)


def workbook_file(sheets: Iterable[Sheet], *, title: str) -> IO[bytes]:
    """A workbook in an unnamed temporary file, at its start, which vanishes when it is closed.

    Text is written as text only, so that nothing becomes a formula or a link; dates and times are real ones.
    Names of sheets must differ in their first 31 characters. Raises `Refused` when there are more rows than a sheet
    holds.
    """
    found = tempfile.TemporaryFile()  # noqa: SIM115 - handed on open
    try:
        # The writer's own temporary files go with the folder, whatever happens.
        with tempfile.TemporaryDirectory(prefix="dueregard-xlsx-") as folder:
            book = xlsxwriter.Workbook(found, {"constant_memory": True, "tmpdir": folder})
            book.set_properties({"title": title, "comments": "Made by Due Regard"})
            for name, header, rows in sheets:
                _Table(book, name, header).write(rows)
            book.close()
    except (OSError, FileCreateError) as problem:
        found.close()
        log.error("A workbook could not be written: %s", problem)
        raise Refused(["The server has no room to write the workbook. Choose CSV, or try later."]) from None
    except BaseException:
        found.close()
        raise
    found.seek(0)
    return found


class _Table:
    """One table on one sheet: frozen heading, filter, widths by what the first rows hold."""

    def __init__(self, book: Any, sheet: str, header: Sequence[str]) -> None:
        self.page: Worksheet = book.add_worksheet(_sheet_name(sheet))
        self.day: Format = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        self.moment: Format = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
        self.time: Format = book.add_format({"num_format": "hh:mm", "align": "left"})
        heading: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.widths = [len(each) + 3 for each in header]
        for column, name in enumerate(header):
            self.page.write_string(0, column, name, heading)
        self.page.freeze_panes(1, 0)

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        number = 0
        for number, row in enumerate(rows, start=1):
            if number > _MOST_ROWS:
                raise Refused(
                    [f"A workbook holds at most {_MOST_ROWS:,} rows. Filter the list, or choose CSV."]
                )
            for column, value in enumerate(row):
                self._cell(number, column, value)
            if number <= _MEASURED_ROWS:
                self._measure(row)
        if self.widths:
            self.page.autofilter(0, 0, number, len(self.widths) - 1)
        for column, width in enumerate(self.widths):
            self.page.set_column(column, column, min(max(width, 9), 60))

    def _cell(self, row: int, column: int, value: Any) -> None:
        # The methods behind write_string and write_number are called directly: the public ones first look whether
        # the place is given as 'A1', twelve times a row.
        if value is None or value == "":
            return
        if isinstance(value, str):
            self.page._write_string(row, column, _cell_text(value))
        elif isinstance(value, bool):
            self.page._write_string(row, column, "Yes" if value else "No")
        elif isinstance(value, int | float) and _is_plain(value):
            self.page._write_number(row, column, value)
        elif isinstance(value, datetime) and value.date() >= _FIRST_DAY:
            self.page._write_datetime(row, column, _local(value), self.moment)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            self.page._write_datetime(row, column, value, self.day)
        elif isinstance(value, time):
            self.page._write_datetime(row, column, value, self.time)
        else:
            self.page._write_string(row, column, _cell_text(str(value)))

    def _measure(self, row: Sequence[Any]) -> None:
        for column, value in enumerate(row[: len(self.widths)]):
            if isinstance(value, str):
                longest = max((len(line) for line in value.splitlines()), default=0)
                self.widths[column] = max(self.widths[column], longest + 1)
            elif isinstance(value, datetime):
                self.widths[column] = max(self.widths[column], 17)
            elif isinstance(value, date):
                self.widths[column] = max(self.widths[column], 12)


def _is_plain(number: int | float) -> bool:
    """Whether Excel can hold the number exactly: no infinity, and no code of 16 digits or more."""
    return number == number and abs(number) < 10**15


def _cell_text(text: str) -> str:
    if len(text) > _LONGEST:
        note = f" … (a cell holds no more; {len(text):,} characters in all are in the CSV)"
        text = text[: _LONGEST - len(note)] + note
    if not text.isascii():
        text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:31] or "Sheet1"


# --- Downloads ---------------------------------------------------------------------------------------------
def download(
    content: Iterable[bytes] | IO[bytes] | bytes, *, name: str, kind: Kind, on: date | None = None
) -> HttpResponseBase:
    """An answer that a browser saves: `events-register` on a day is `events-register-2026-11-22.xlsx`.

    Streams; an open file is closed at the end. `name` may hold what a person typed.
    """
    answer: HttpResponseBase
    if isinstance(content, bytes):
        answer = StreamingHttpResponse(iter([content]))
        answer["Content-Length"] = str(len(content))
    elif hasattr(content, "read"):
        answer = FileResponse(content)
    else:
        answer = StreamingHttpResponse(content)
    answer["Content-Type"] = CONTENT_TYPES[kind]
    answer["Content-Disposition"] = attachment(file_name(name, kind, on))
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def file_name(name: str, kind: str, on: date | None = None) -> str:
    """A file name of letters, digits and hyphens, with the day and the right ending."""
    stem = re.sub(r"[^\w]+", "-", name, flags=re.UNICODE).strip("-_")[:100] or "download"
    return f"{stem}-{on.isoformat()}.{kind}" if on else f"{stem}.{kind}"


def attachment(name: str) -> str:
    """The header that makes a browser save under `name`; the name cannot leave its quotes or its line."""
    header = content_disposition_header(True, name)  # noqa: FBT003 - Django's own signature
    assert header is not None
    return header

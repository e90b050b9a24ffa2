"""XLSX, read through openpyxl's streaming parser without ever holding the workbook itself."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

from dueregard.documents.archives import DAMAGE, Unsafe, open_package, read_part
from dueregard.documents.tables.book import Book, Rows, Source
from dueregard.documents.tables.sheets import Limits, Row, Sheet, Unreadable, Value, trimmed

_DAMAGED = (
    "The workbook is damaged. Open it in your spreadsheet program, save it again as .xlsx and send that."
)
_SHOWS_TIME = re.compile(r"[hs]|am/pm", re.IGNORECASE)
_DECORATION = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile(r"0{2,}")


def read_workbook(stream: IO[bytes], limits: Limits) -> list[Sheet]:
    """Every worksheet, hidden ones marked. Formula cells have the value they had when the file was last saved."""
    _check_package(stream)
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of decoration that it leaves out; none of it is content.
            warnings.simplefilter("ignore")
            return _sheets(stream, limits)
    except Unreadable:
        raise
    except Exception:
        # Whatever a hostile or cut-off workbook makes the library raise, the answer is the same sentence.
        raise Unreadable(_DAMAGED) from None


def _check_package(stream: IO[bytes]) -> None:
    try:
        with open_package(stream) as package:
            names = set(package.namelist())
            if "xl/workbook.xml" not in names:
                raise Unreadable(_other_package(package, names))
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _refuse_entities(package, name)
    except Unsafe as problem:
        raise Unreadable(str(problem)) from None


def _other_package(package: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "This is a binary workbook (.xlsb). Open it and save it as 'Excel workbook (.xlsx)'."
    if "mimetype" in names and read_part(package, "mimetype").startswith(b"application/vnd.oasis"):
        return "This is an OpenDocument file. Open it and save it as 'Excel workbook (.xlsx)' or CSV."
    if "Index/Document.iwa" in names:
        return "This is a Numbers file. Export it as Excel (.xlsx) or CSV."
    return "This is not a spreadsheet. Send a table as .xlsx or .csv."


def _refuse_entities(package: zipfile.ZipFile, name: str) -> None:
    """No workbook declares a document type; a hostile one might (defusedxml would refuse it, later)."""
    try:
        with package.open(name) as part:
            start = part.read(4096).replace(b"\0", b"")
    except DAMAGE:
        raise Unreadable(_DAMAGED) from None
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise Unreadable(
            "The workbook declares XML entities, which no spreadsheet program writes; it is not read."
        )


def _sheets(stream: IO[bytes], limits: Limits) -> list[Sheet]:
    book = Book(stream)
    sources = book.sources()
    if len(sources) > limits.sheets:
        raise Unreadable(
            f"The workbook has more than {limits.sheets} sheets. Send only the ones that matter."
        )
    sheets = [_sheet(book, each, limits) for each in sources]
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable("The workbook has no content.")
    return sheets


def _sheet(book: Book, source: Source, limits: Limits) -> Sheet:
    seen: dict[str, str] = {}
    parsed = book.rows(source)
    rows = list(_rows(parsed, _formats(book.wb), seen, source.name, limits))
    sheet = Sheet(name=source.name, rows=rows, hidden=source.hidden, merges=parsed.merges)
    if any(row.formulas for row in rows):
        sheet.notes.append("Some cells hold formulas; the values they had when the file was saved are used.")
    return sheet


def _formats(book: Any) -> list[str]:
    """The number format of each cell style, without quoted text, colours and escapes."""
    return [_DECORATION.sub("", _format(book, style.numFmtId)) for style in book._cell_styles]


def _format(book: Any, number: int) -> str:
    own = number - BUILTIN_FORMATS_MAX_SIZE
    if 0 <= own < len(book._number_formats):
        return str(book._number_formats[own])
    return str(BUILTIN_FORMATS.get(number, "General"))


def _rows(
    parsed: Rows, formats: list[str], seen: dict[str, str], title: str, limits: Limits
) -> Iterator[Row]:
    for line, cells in parsed:
        row = _row(line, cells, formats, seen)
        if row is None:
            continue
        if line > limits.rows:
            raise Unreadable(f"The sheet '{title}' has more than {limits.rows:,} rows. Split it.")
        if len(row.values) > limits.columns:
            raise Unreadable(f"The sheet '{title}' has more than {limits.columns} columns (see row {line}).")
        yield row


def _row(line: int, cells: list[dict[str, Any]], formats: list[str], seen: dict[str, str]) -> Row | None:
    width = max((cell["column"] for cell in cells if cell["value"] is not None), default=0)
    if width == 0 or width > 16_384:
        return None
    values: list[Value] = [None] * width
    texts: dict[int, str] = {}
    formulas, errors = set(), set()
    for cell in cells:
        if cell["value"] is None:
            continue
        index = cell["column"] - 1
        form = formats[cell["style_id"]] if cell["style_id"] < len(formats) else "General"
        value = _value(cell["value"], form)
        if value is None:
            continue
        values[index] = _once(value, seen)
        if _ZEROS.fullmatch(form) and type(value) is int and value >= 0:
            texts[index] = str(value).zfill(len(form))
        if cell["formula"]:
            formulas.add(index)
        if cell["data_type"] == "e":
            errors.add(index)
    kept = trimmed(values)
    return Row(line, kept, texts, frozenset(formulas), frozenset(errors)) if kept else None


def _once(value: Value, seen: dict[str, str]) -> Value:
    """Columns such as 'Status' repeat few words: each is kept once."""
    if isinstance(value, str) and len(value) < 40 and len(seen) < 50_000:
        return seen.setdefault(value, value)
    return value


def _unescaped(found: re.Match[str]) -> str:
    """A workbook spells characters that XML cannot hold, such as a carriage return, `_x000D_`."""
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _value(value: Any, form: str) -> Value:
    if isinstance(value, str):
        return _ESCAPED.sub(_unescaped, value) if value and not value.isspace() else None
    if isinstance(value, bool | int | time):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, datetime):
        moment = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        midnight = moment.time() == time(0)
        return moment.date() if midnight and not _SHOWS_TIME.search(form) else moment
    if isinstance(value, date):
        return value
    if isinstance(value, timedelta):
        return str(value)
    return str(value)

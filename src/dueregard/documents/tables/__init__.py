"""Reading tables that people send: CSV and XLSX, told apart by content.

`read_table` answers with every sheet, row by row, and with the line and column that a person sees, so that an
importer can name the cell that is wrong. Rows without any content are left out; line numbers stay true.
"""

from typing import IO

from dueregard.documents.tables.csv_text import read_csv
from dueregard.documents.tables.sheets import (
    LIMITS,
    Cell,
    Limits,
    Row,
    Sheet,
    Unreadable,
    Value,
    column_letter,
    why_no_value,
)
from dueregard.documents.tables.workbook import read_workbook

__all__ = [
    "Cell",
    "Limits",
    "Row",
    "Sheet",
    "Unreadable",
    "Value",
    "column_letter",
    "read_table",
    "why_no_value",
]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_table(stream: IO[bytes], *, name: str, limits: Limits = LIMITS) -> list[Sheet]:
    """Every sheet of a CSV or XLSX file; at least one. `name` names the only sheet of a CSV and nothing else.

    Raises `Unreadable` with one sentence that says what to do.
    """
    stream.seek(0, 2)
    size = stream.tell()
    if size == 0:
        raise Unreadable("The file is empty.")
    if size > limits.bytes:
        raise Unreadable(
            f"The file is larger than {limits.bytes // 1_000_000} MB. Split it into several files."
        )
    stream.seek(0)
    start = stream.read(8)
    stream.seek(0)
    if start.startswith(_ZIP):
        return read_workbook(stream, limits)
    content = stream.read()
    _refuse_other_kinds(content)
    return [read_csv(content, name=name, limits=limits)]


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Unreadable(
                "The workbook is protected by a password. Save a copy without one and send that."
            )
        raise Unreadable(
            "This is a workbook of the old kind (.xls). Open it and save it as 'Excel workbook (.xlsx)'."
        )
    if content.startswith(b"%PDF"):
        raise Unreadable("This is a PDF. Send the spreadsheet from which it was made, as .xlsx or .csv.")
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<div", b"<style")):
        raise Unreadable(
            "This is a web page or XML under the name of a spreadsheet. Open it and save it as .xlsx or .csv."
        )

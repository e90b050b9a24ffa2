"""Workbooks and other zip packages, good and hostile, made in memory."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl import Workbook

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'


def workbook(fill: Callable[[Any], None]) -> io.BytesIO:
    """An XLSX file; `fill` is given the openpyxl workbook."""
    book = Workbook()
    fill(book)
    found = io.BytesIO()
    book.save(found)
    found.seek(0)
    return found


def package(parts: Mapping[str, str | bytes]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return found.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The package with one part added or replaced."""
    found = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return found.getvalue()


def docx(**more: bytes) -> bytes:
    return package({"[Content_Types].xml": TYPES, "word/document.xml": "<w:document/>", **more})

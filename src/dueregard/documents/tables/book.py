"""openpyxl's streaming reader within bounds: whatever a workbook says of itself, memory stays bounded.

openpyxl builds a tree of each small part, and of each row and each shared string. Here small parts are capped, and
a row or string that goes on too long is refused while it is read.
"""

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from defusedxml.ElementTree import iterparse

from dueregard.documents.tables.sheets import Unreadable

# lxml, where a machine happens to have it, would take the place of defusedxml.
os.environ.setdefault("OPENPYXL_LXML", "False")

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

_SMALL_PART = 8_000_000
_STRETCH = 8_000_000
_STRING = f"{{{SHEET_MAIN_NS}}}si"
_UNUSUAL = "The workbook is made in an unusual way. Copy its cells into a new workbook and send that."


@dataclass(frozen=True, slots=True)
class Source:
    """A worksheet that can be read: its name, whether it is shown, and its part."""

    name: str
    hidden: bool
    part: str


class Book(ExcelReader):
    """The manifest, shared strings and styles of a workbook; its sheets are read one by one."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream, read_only=True, data_only=True, keep_links=False)
        self.archive.close()
        self.archive = _Archive(stream)
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)

    def read_strings(self) -> None:
        package: Any = self.package
        found = package.find(SHARED_STRINGS)
        if found is None:
            return
        with self.archive.open(found.PartName[1:]) as part:
            self.shared_strings = list(_strings(Watched(part)))

    def sources(self) -> list[Source]:
        """The worksheets in their order; sheets that are only a chart are left out."""
        return [
            Source(sheet.name, sheet.state != "visible", rel.target)
            for sheet, rel in self.parser.find_sheets()
            if rel.target in self.valid_files and "chartsheet" not in rel.Type
        ]

    def rows(self, source: Source) -> "Rows":
        return Rows(self, source)


class Rows:
    """The rows of one sheet as openpyxl's parser gives them; `merges` is known at the end."""

    def __init__(self, book: Book, source: Source) -> None:
        self.book, self.source = book, source
        self.merges: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        wb: Any = self.book.wb
        with self.book.archive.open(self.source.part) as part:
            watched = Watched(part)
            parser = _Parser(
                watched,
                self.book.shared_strings,
                data_only=True,
                epoch=wb.epoch,
                date_formats=wb._date_formats,
                timedelta_formats=wb._timedelta_formats,
            )
            for line, cells in parser.parse():
                watched.begin_again()
                yield line, cells
        if parser.merged_cells is not None:
            self.merges = tuple(str(each.ref) for each in parser.merged_cells.mergeCell)


class Watched:
    """A part that is refused when too much of it is read without anything being finished."""

    def __init__(self, part: IO[bytes]) -> None:
        self.part = part
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        piece = self.part.read(size)
        self.since += len(piece)
        if self.since > _STRETCH:
            raise Unreadable(_UNUSUAL)
        return piece

    def begin_again(self) -> None:
        self.since = 0


class _Archive(zipfile.ZipFile):
    """A package whose parts can be read whole only when they are small."""

    def read(self, name: Any, pwd: bytes | None = None) -> bytes:
        if self.getinfo(name).file_size > _SMALL_PART:
            raise Unreadable(_UNUSUAL)
        return super().read(name, pwd)


class _Parser(WorkSheetParser):
    """openpyxl's parser, which also says which cells hold a formula, and which of these were never computed."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        cell["formula"] = formula is not None
        # An empty result has the type of text; what a program other than a spreadsheet wrote has none at all.
        if formula is not None and cell["value"] is None and cell["data_type"] == "n":
            cell |= {"value": f"={formula.text or ''}", "data_type": "e"}
        return cell


def _strings(part: Watched) -> Iterator[str]:
    """The shared strings as they are written, escapes included."""
    root = None
    for event, element in iterparse(part, events=("start", "end")):
        root = element if root is None else root
        if event == "end" and element.tag == _STRING:
            text: Any = Text.from_tree(element)
            yield str(text.content)
            root.clear()
            part.begin_again()

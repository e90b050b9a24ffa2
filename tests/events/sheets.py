"""A register as a real provider kept it: a title over merged cells, dates in every form, a total, further sheets."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook

HEADER = (
    "Ref", "Name of event", "Date of Event", "Time", "Speaker(s)", "Dept/Society", "Organiser", "Venue",
    "No. expected", "Open to public?", "Outcome", "Date rec'd", "High risk?", "Notes ",
)  # fmt: skip
Row = tuple[Any, ...]
GOOD: tuple[Row, ...] = (
    (1, "Island towns and work", date(2025, 11, 3), time(18, 30), "Morwenna Skeats (Islands Work Trust)", "Politics",
     "Olu Adeyemi", "Lecture room 4", 120, "Y", "OK", date(2025, 10, 1), "N", None),
    (2, "Faith and the city", "3/11/25", "6.30pm", "Ann Lee; Bob Ray and Cy Day", "politics", "Jo", "Chapel",
     "120 approx", "N", "Approved w/ conds", "1/10/25", "Y", "Stewards at the door"),
    (3, "The sea at night", "3rd Nov 2025", "18:30-20:00", "Dr Ann Lee, University of Elsewhere", "Sailing club", "Jo",
     "Boathouse", "c. 40", "yes", "Rejected", 45931, "no", "   "),
    (4, "A serial day", 45964, "1830", "none", "", "", "", "", "no", "Cancelled", "", "x", None),
    (5, "Written by a program", "2025-11-03 18:30", None, "Zoe\u0308 Ng", "POL", "", "", "TBC", "✓", "Withdrawn by speaker",
     "", "", None),
    (6, "After the holidays", "Wednesday 14th January 2026", "7pm", "", "", "", "", "1,200", "", "", "", "", None),
)  # fmt: skip
BAD: tuple[Row, ...] = (
    (7, "Some week or other", "w/c 10/11/25", None, "", "", "", "", "", "", "OK", "", "", None),
    (8, "No such day", "31/11/2025", None, "", "", "", "", "lots", "", "Noted", "", "", None),
    (9, "x" * 201, "4/11/2025", None, "", "", "", "", "", "", "", "", "", None),
    (10, "Turned \u202e round", "4/11/2025", None, "", "", "", "", "", "", "", "", "", None),
    (11, None, "4/11/2025", None, "A. Speaker", "", "", "", "", "", "", "", "", None),
)


def workbook(*rows: Row, header: Row = HEADER, total: bool = True, extra: bool = True) -> bytes:
    """The title stands in line 1 over merged cells, the header in line 3, the first row in line 4."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2025-26"
    sheet["A1"] = "External Speaker Register 2025/26 – CONFIDENTIAL"
    sheet.merge_cells("A1:N1")
    for column, name in enumerate(header, start=1):
        sheet.cell(3, column, name)
    for line, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            sheet.cell(line, column, value)
            if isinstance(value, str) and value.startswith("="):
                sheet.cell(line, column).data_type = "f"
    if total:
        sheet.cell(len(rows) + 5, 1, "Total events")
        sheet.cell(len(rows) + 5, 9, 1520)
    if extra:
        book.create_sheet("Lookups").append(["Approved", "Rejected"])
        book.create_sheet("2024-25").append(["Nothing yet", "here"])
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


MOMENT = datetime(2025, 11, 3, 18, 30)

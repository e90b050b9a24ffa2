"""Workbooks as people send them."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.documents.tables import Limits, Sheet, Unreadable, read_table, why_no_value
from tests.documents.packages import TYPES, package, with_part, workbook


def read(stream: io.BytesIO, **limits: int) -> list[Sheet]:
    return read_table(stream, name="register.xlsx", limits=Limits(**limits))


def refusal(content: bytes, **limits: int) -> str:
    with pytest.raises(Unreadable) as refused:
        read(io.BytesIO(content), **limits)
    return str(refused.value)


def messy(book: Any) -> None:
    """A register as offices keep it: merged title, mixed dates, a total, and further sheets."""
    page = book.active
    page.title = "Events 2025-26"
    page["A1"] = "External speakers 2025-26"
    page.merge_cells("A1:F1")
    page.append(["Title", "Date", "Time", "People", "Approved?", None, None])
    page.append(["Talk on evidence", date(2026, 3, 12), time(18, 30), 120, "Y", None, "  "])
    page.append(["Debate", "12th March", "6.30pm", "c. 40", "yes"])
    page.append([])
    page.append(["Total", None, None, "=SUM(D3:D4)"])
    page["H9"] = " "
    page["A8"] = 42
    page["A8"].number_format = "00000"
    page["B8"] = datetime(2026, 3, 12, 0, 0)
    page["B8"].number_format = "dd/mm/yyyy hh:mm"
    page["C8"] = True
    page["D8"] = 0.25
    book.create_sheet("Old").append(["x"])
    book["Old"].sheet_state = "hidden"
    book.create_sheet("Empty")


def test_a_messy_register_is_read_cell_by_cell() -> None:
    events, old, empty = read(workbook(messy))
    assert [(row.line, row.values) for row in events.rows] == [
        (1, ("External speakers 2025-26",)),
        (2, ("Title", "Date", "Time", "People", "Approved?")),
        (3, ("Talk on evidence", date(2026, 3, 12), time(18, 30), 120, "Y")),
        (4, ("Debate", "12th March", "6.30pm", "c. 40", "yes")),
        (6, ("Total", None, None, "=SUM(D3:D4)")),
        (8, (42, datetime(2026, 3, 12), True, 0.25)),
    ]
    assert (events.name, events.merges, events.columns, events.hidden) == (
        "Events 2025-26",
        ("A1:F1",),
        5,
        False,
    )
    assert (old.name, old.hidden, old.rows[0].values) == ("Old", True, ("x",))
    assert empty.rows == []


def test_a_cell_is_shown_as_a_person_sees_it() -> None:
    [events, *_] = read(workbook(messy))
    third, last = events.rows[2], events.rows[-1]
    assert [cell and cell.text for cell in third.cells] == [
        "Talk on evidence",
        "12/03/2026",
        "18:30",
        "120",
        "Y",
    ]
    assert [cell and cell.text for cell in last] == ["00042", "12/03/2026 00:00", "TRUE", "0.25"]
    assert third.cell(99) is None


def test_a_formula_gives_the_value_it_had_and_is_marked() -> None:
    made = workbook(lambda book: book.active.append(["=1+1", "plain", "=NA()"])).getvalue()
    sheet_xml = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><v>plain</v></c>
    <c r="C1" t="e"><f>NA()</f><v>#N/A</v></c></row></sheetData></worksheet>"""
    [sheet] = read(io.BytesIO(with_part(made, "xl/worksheets/sheet1.xml", sheet_xml)))
    two, plain, missing = sheet.rows[0].cells
    assert two is not None
    assert (two.value, two.formula, two.error) == (2, True, False)
    assert plain is not None
    assert (plain.value, plain.formula) == ("plain", False)
    assert missing is not None
    assert (missing.value, missing.formula, missing.error) == ("#N/A", True, True)
    assert sheet.notes == ["Some cells hold formulas; the values they had when the file was saved are used."]


def test_a_formula_without_a_result_is_named_and_not_taken_for_an_empty_cell() -> None:
    [sheet] = read(workbook(lambda book: book.active.append(["=1+1", "plain"])))
    never = sheet.rows[0].cell(0)
    assert never is not None
    assert (never.text, never.formula, never.error) == ("=1+1", True, True)
    assert why_no_value(never.text).startswith("This cell holds a formula whose result was never saved.")
    empty = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row></sheetData></worksheet>"""
    made = workbook(lambda book: book.active.append([1])).getvalue()
    [sheet] = read(io.BytesIO(with_part(made, "xl/worksheets/sheet1.xml", empty)))
    assert sheet.rows[0].cell(0) is None


def test_one_forgotten_cell_far_away_is_not_a_million_rows() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "x"
        book.active["A100000"] = " "

    [sheet] = read(workbook(fill))
    assert len(sheet.rows) == 1


def test_a_workbook_beyond_the_limits_is_refused_and_never_cut_silently() -> None:
    tall = workbook(lambda book: [book.active.append([n]) for n in range(5)] and None).getvalue()
    wide = workbook(lambda book: book.active.append(list(range(5)))).getvalue()
    assert refusal(tall, rows=4) == "The sheet 'Sheet' has more than 4 rows. Split it."
    assert refusal(wide, columns=4) == "The sheet 'Sheet' has more than 4 columns (see row 1)."


GOOD = workbook(lambda book: book.active.append(["x"])).getvalue()
BOMB = b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>"
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>"""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (GOOD[:-200], "The file is damaged or was cut short, so it cannot be opened."),
        (GOOD[: len(GOOD) // 2], "The file is damaged or was cut short, so it cannot be opened."),
        (
            with_part(GOOD, "xl/worksheets/sheet1.xml", BOMB),
            "The file unpacks to far more than it should, so it is not opened.",
        ),
        (with_part(GOOD, "../../etc/x", b"x"), "The file names a place outside itself, so it is not opened."),
        (
            with_part(GOOD, "xl/worksheets/sheet1.xml", ENTITIES),
            "The workbook declares XML entities, which no spreadsheet program writes; it is not read.",
        ),
        (
            with_part(GOOD, "xl/worksheets/sheet1.xml", OUTSIDE.decode().encode("utf-16")),
            "The workbook declares XML entities, which no spreadsheet program writes; it is not read.",
        ),
        (
            with_part(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><row>"),
            "The workbook is damaged. Open it in your spreadsheet program, save it again as .xlsx and send that.",
        ),
        (package({"a.txt": "x"}), "This is not a spreadsheet. Send a table as .xlsx or .csv."),
        (
            package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
            "This is an OpenDocument file. Open it and save it as 'Excel workbook (.xlsx)' or CSV.",
        ),
        (
            package({"[Content_Types].xml": TYPES, "xl/workbook.bin": b"x"}),
            "This is a binary workbook (.xlsb). Open it and save it as 'Excel workbook (.xlsx)'.",
        ),
        (
            package({f"part{n}": "" for n in range(2001)}),
            "The file holds 2,001 parts; at most 2,000 are opened.",
        ),
        (workbook(lambda book: None).getvalue(), "The workbook has no content."),
    ],
    ids=[
        "tail",
        "half",
        "bomb",
        "path",
        "entities",
        "file entity",
        "broken xml",
        "zip",
        "ods",
        "xlsb",
        "parts",
        "blank",
    ],
)
def test_a_hostile_or_damaged_workbook_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    assert refusal(content) == sentence


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
# Parts that pack little, so that the look at the directory lets them pass.
FILLING = b"".join(b"<c><v>%d</v></c>" % (number * 7919 % 999_983) for number in range(900_000))
LONG_ROW = b"<worksheet %s><sheetData><row>%s</row></sheetData></worksheet>" % (MAIN, FILLING)
LONG_STYLES = b"<styleSheet %s>%s</styleSheet>" % (MAIN, FILLING)


@pytest.mark.parametrize(
    ("part", "content"),
    [("xl/worksheets/sheet1.xml", LONG_ROW), ("xl/styles.xml", LONG_STYLES)],
    ids=["one endless row", "endless styles"],
)
def test_a_part_that_would_fill_the_memory_is_refused_while_it_is_read(part: str, content: bytes) -> None:
    assert refusal(with_part(GOOD, part, content)) == (
        "The workbook is made in an unusual way. Copy its cells into a new workbook and send that."
    )


def test_shared_text_with_escapes_comes_back_as_it_was_typed() -> None:
    made = workbook(lambda book: book.active.append(["x"])).getvalue()
    types = (
        zipfile.ZipFile(io.BytesIO(made))
        .read("[Content_Types].xml")
        .replace(
            b"</Types>",
            b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument'
            b'.spreadsheetml.sharedStrings+xml"/></Types>',
        )
    )
    made = with_part(made, "[Content_Types].xml", types)
    made = with_part(
        made,
        "xl/sharedStrings.xml",
        b"<sst %s><si><t>a_x000D_b</t></si><si><r><t>ri</t></r><r><t>ch _x005F_x000D_</t></r></si></sst>"
        % MAIN,
    )
    sheet_xml = b"""<worksheet %s><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
    </row></sheetData></worksheet>"""
    [sheet] = read(io.BytesIO(with_part(made, "xl/worksheets/sheet1.xml", sheet_xml % MAIN)))
    assert sheet.rows[0].values == ("a\rb", "rich _x000D_")


@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_whatever_the_bytes_the_answer_is_a_table_or_a_sentence(content: bytes) -> None:
    try:
        said = f"{len(read(io.BytesIO(content)))} sheet."
    except Unreadable as refused:
        said = str(refused)
    assert said.endswith(".")


@pytest.mark.parametrize("at", range(0, len(GOOD), 97))
def test_a_workbook_with_a_flipped_bit_is_read_or_refused_but_never_breaks(at: int) -> None:
    flipped = bytearray(GOOD)
    flipped[at] ^= 0x10
    said = "Read."
    try:
        read(io.BytesIO(bytes(flipped)))
    except Unreadable as refused:
        said = str(refused)
    assert said.endswith(".")

"""Text that could be taken for a formula: harmless in the file, whole when read back (T17)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.documents.export import csv_lines, xlsx_file
from dueregard.documents.formulas import could_be_formula, escaped, undone
from dueregard.documents.tables import read_table

CORPUS = {
    "equals": "=1+1",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "pipe": "|cmd' /c calc'!A0",
    "percent": "%1+1",
    "tab": "\t=1+1",
    "carriage return": "\r=1+1",
    "line feed": "\n=1+1",
    "space": " =1+1",
    "zero-width space": "\u200b=1+1",
    "byte order mark": "\ufeff=1+1",
    "full-width equals": "＝1+1",
    "full-width plus": "＋1+1",
    "full-width minus": "－1+1",
    "full-width at": "＠SUM(1)",
    "no-break space": "\u00a0=1+1",
    "apostrophe of its own": "'=1+1",
    "hangul filler": "\u3164=1+1",
    "small equals": "﹦1+1",
    "mark before": "\u0301=1+1",
}
HARMLESS = ["A talk", "'Quoted' title", "O'Brien", "1-1", "a=b", "", "'", "''", "Zoë – a talk", "中文"]


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_a_csv_cell_begins_with_an_apostrophe_and_keeps_every_character(text: str) -> None:
    raw = b"".join(csv_lines(["Title"], [[text]])).decode("utf-8-sig")
    cell = list(csv.reader(io.StringIO(raw, newline="")))[1][0]
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", [*CORPUS.values(), *HARMLESS[:4]])
def test_text_comes_back_from_csv_as_it_was(text: str) -> None:
    made = b"".join(csv_lines([text], [["x", text]]))
    [sheet] = read_table(io.BytesIO(made), name="x")
    assert [row.values for row in sheet.rows] == [(text,), ("x", text)]


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_text_stays_text_in_a_workbook(text: str) -> None:
    with xlsx_file(["Title"], [[text]], sheet="Register", title="Register") as made:
        [sheet] = read_table(made, name="x")
    cell = sheet.rows[1].cell(0)
    assert cell is not None
    assert (cell.value, cell.formula) == (text, False)


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert escaped(text) == text
    assert undone(text) == text


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("'=+-@|%\t\r\n \u200b\ufeff＝a"), st.characters()), max_size=12
    )
)
def test_the_escape_is_undone_exactly_and_leaves_nothing_dangerous(text: str) -> None:
    assert undone(escaped(text)) == text
    assert escaped(text).startswith("'") or not could_be_formula(text)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), min_size=1
    )
)
def test_a_row_of_any_texts_comes_back_from_csv(texts: list[str]) -> None:
    made = b"".join(csv_lines(["first"], [["x", *texts, "end"]]))
    [sheet] = read_table(io.BytesIO(made), name="x")
    # A cell of nothing but blanks counts as empty; every other text is the same.
    assert sheet.rows[1].values == ("x", *[text if escaped(text).strip() else None for text in texts], "end")

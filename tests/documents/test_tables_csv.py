"""Delimited text as people send it."""

import io

import pytest

from dueregard.documents.tables import Limits, Unreadable, read_table


def rows_of(content: bytes) -> list[tuple[object, ...]]:
    return [row.values for row in read_table(io.BytesIO(content), name="register")[0].rows]


def refusal(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refused:
        read_table(io.BytesIO(content), name="register", limits=limits or Limits())
    return str(refused.value)


def test_a_cell_knows_the_line_and_column_that_a_person_sees() -> None:
    [sheet] = read_table(io.BytesIO(b"Name,Day\r\n\r\nAda,10/12/2026\r\n"), name="register")
    cell = sheet.rows[1].cell(1)
    assert cell is not None
    assert (cell.place, cell.line, cell.column, cell.value, cell.text) == (
        "B3",
        3,
        "B",
        "10/12/2026",
        "10/12/2026",
    )


def test_a_cell_of_several_lines_counts_them_all() -> None:
    [sheet] = read_table(io.BytesIO(b'Name,Note\nAda,"one\ntwo"\nBen,x\n'), name="register")
    assert [row.line for row in sheet.rows] == [1, 2, 4]


@pytest.mark.parametrize(
    "content",
    [
        "Name;Day\nZoë;1\n".encode(),
        "\ufeffName,Day\nZoë,1\n".encode(),
        "\ufeffName\tDay\nZoë\t1\n".encode("utf-16-le"),
        "\ufeffName,Day\nZoë,1\n".encode("utf-16-be"),
        "Name,Day\nZoë,1\n".encode("utf-16-le"),
        "Name,Day\nZoë,1\n".encode("cp1252"),
        "sep=;\nName;Day\nZoë;1\n".encode(),
        b"Name,Day\rZo\xc3\xab,1\r",
    ],
    ids=[
        "semicolons",
        "utf-8 mark",
        "utf-16 tabs",
        "utf-16 big",
        "utf-16 unmarked",
        "1252",
        "sep",
        "old mac",
    ],
)
def test_each_encoding_and_delimiter_gives_the_same_table(content: bytes) -> None:
    assert rows_of(content) == [("Name", "Day"), ("Zoë", "1")]


def test_windows_1252_is_read_and_said() -> None:
    [sheet] = read_table(io.BytesIO("Name\nZoë\n".encode("cp1252")), name="register")
    assert sheet.notes == [
        "The file is not UTF-8; it was read as Windows-1252. Check names with accents before you go on."
    ]


def test_commas_in_prose_do_not_beat_the_semicolons_between_columns() -> None:
    assert rows_of(b"Name;Note\nAda;a, b, c, d\nBen;e, f\n")[1] == ("Ada", "a, b, c, d")


def test_trailing_blank_cells_and_blank_lines_are_left_out() -> None:
    assert rows_of(b"Name,Day,,\n,,,\nAda,,,\n \n") == [("Name", "Day"), ("Ada",)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n ,\n", "The file has no content."),
        (b'a\nb\n"c\n', "Line 3 opens a quotation mark that is never closed."),
        (
            b'a,b\n"c"d,e\n',
            "Line 2 has text after a closing quotation mark. Inside a quoted cell a quotation mark is doubled.",
        ),
        (
            b"a,b\n\xc3\x28\x81,c\n",
            "Line 2 holds a byte that is no character. Save the file as 'CSV UTF-8' and send it again.",
        ),
        (b"a,b\nc\0,d\n", "Line 2 holds a NUL character: this is not a CSV file, or it is damaged."),
        (
            b"%PDF-1.7 and so on",
            "This is a PDF. Send the spreadsheet from which it was made, as .xlsx or .csv.",
        ),
        (
            b"<html><table><tr><td>a</td></tr></table>",
            "This is a web page or XML under the name of a spreadsheet. Open it and save it as .xlsx or .csv.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "This is a workbook of the old kind (.xls). Open it and save it as 'Excel workbook (.xlsx)'.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "The workbook is protected by a password. Save a copy without one and send that.",
        ),
    ],
    ids=["empty", "blank", "open quote", "bad quote", "bad byte", "nul", "pdf", "html", "xls", "password"],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    assert refusal(content) == sentence


def test_a_file_beyond_the_limits_is_refused_and_never_cut_silently() -> None:
    small = Limits(bytes=1000, rows=3, columns=3)
    assert refusal(b"a\nb\nc\nd\n", small) == "The file has more than 3 lines. Split it into several files."
    assert refusal(b"a,b,c,d\n", small).startswith("Line 1 has 4 columns; at most 3 are read.")
    assert refusal(b"a" * 1001, small).startswith("The file is larger than")
    assert refusal(b'a\n"' + b"x" * 100_001 + b'"\n').startswith("Line 2 has a cell of 100,001 characters")

"""The same round trip through a real spreadsheet program: LibreOffice opens what we made and saves it again (T17).

LibreOffice is large, so it is not installed for the tests: where none is found, these are skipped by name.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from dueregard.documents.export import csv_lines, xlsx_file
from dueregard.documents.formulas import undone
from dueregard.documents.tables import Cell, read_table
from tests.documents.test_formulas import CORPUS, HARMLESS

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice was not found (Debian: apt-get install libreoffice-calc-nogui)"
)
TEXTS = [*CORPUS.values(), *filter(None, HARMLESS)]
AS_UTF8_WITH_COMMAS = "--infilter=CSV:44,34,76"


def opened_and_saved(file: Path) -> list[Cell | None]:
    """The cells of the second column as LibreOffice saved them."""
    out = file.parent / "saved"
    words = [str(OFFICE), "--headless", f"-env:UserInstallation=file://{file.parent}/profile", "--convert-to"]
    more = [AS_UTF8_WITH_COMMAS] if file.suffix == ".csv" else []
    subprocess.run(
        [*words, "xlsx", *more, "--outdir", out, file], check=True, timeout=180, capture_output=True
    )
    with (out / f"{file.stem}.xlsx").open("rb") as saved:
        [sheet] = read_table(saved, name="saved.xlsx")
    return [row.cell(1) for row in sheet.rows][1:]


def test_nothing_in_a_workbook_is_evaluated_and_every_text_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "register.xlsx"
    rows = [[number, text] for number, text in enumerate(TEXTS)]
    with xlsx_file(["Number", "Title"], rows, sheet="Register", title="Register") as made:
        file.write_bytes(made.read())
    cells = opened_and_saved(file)
    assert [cell and (cell.value, cell.formula) for cell in cells] == [(text, False) for text in TEXTS]


def test_nothing_in_a_csv_file_is_evaluated_and_every_text_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    rows = [[number, text] for number, text in enumerate(TEXTS)]
    file.write_bytes(b"".join(csv_lines(["Number", "Title"], rows)))
    cells = opened_and_saved(file)
    assert [cell and cell.formula for cell in cells] == [False for _ in TEXTS]
    # LibreOffice itself reads a lone carriage return as a line break; that is the only change.
    assert [cell and undone(str(cell.value)) for cell in cells] == [
        text.replace("\r", "\n") for text in TEXTS
    ]

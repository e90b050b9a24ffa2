"""PDFs of a theme, of everything, of what was chosen: accessible, kept, and made again when a text changes (H2)."""

import io
import re
from datetime import timedelta
from itertools import pairwise

import pikepdf
import pytest
from django.test import Client

from dueregard.config.cli import main
from dueregard.kernel.errors import NotThere
from dueregard.kernel.refs import system
from dueregard.practice.commands.booklets import fresh, keep_fresh
from dueregard.practice.commands.starter import put_up
from dueregard.practice.models import Booklet, CaseStudy
from dueregard.practice.papers import blocks_of
from tests.documents.test_pdf import _fonts_are_built, kinds
from tests.practice.shelf import NOW, a_shelf, on_the_shelf

pytestmark = pytest.mark.django_db
__all__ = ["_fonts_are_built"]
EVERYTHING = "everything"


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def figures(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    found = (each for each in document.objects if isinstance(each, pikepdf.Dictionary))
    return [each for each in found if str(each.get("/S", "")) == "/Figure"]


def made(key: str) -> Booklet:
    return fresh(key, provider="Northmoor University", now=NOW)


@pytest.mark.parametrize("key", [EVERYTHING, "theme/welfare", "read/a-welfare-officer-in-every-school"])
def test_a_booklet_is_tagged_with_headings_contents_and_page_numbers(key) -> None:
    a_shelf()
    booklet = made(key)
    document = opened(bytes(booklet.content))
    root = document.Root
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == "en-GB"
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    found = kinds(document)
    assert found.count("/H1") == 1
    assert "/H2" in found
    assert "/L" in found
    assert ("/TOC" in found) is not key.startswith("read/")
    assert booklet.size == len(booklet.content)
    titles = {EVERYTHING: "Practice hub: everything", "theme/welfare": "Welfare"}
    assert str(document.docinfo["/Title"]) == titles.get(key, "A welfare officer in every school")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert all(page.get("/Tabs") == pikepdf.Name.S for page in document.pages)
    levels = [int(kind[2:]) for kind in found if re.fullmatch(r"/H\d", kind)]
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    assert all(str(each["/Alt"]) for each in figures(document))


def test_it_is_kept_until_a_text_changes() -> None:
    shelf = a_shelf()
    first = made("theme/welfare")
    assert fresh("theme/welfare", provider="Northmoor University", now=NOW + timedelta(days=1)).made_at == NOW
    CaseStudy.objects.filter(pk=shelf["officers"].pk).update(
        text="All new.", changed_at=NOW + timedelta(days=1)
    )
    second = fresh("theme/welfare", provider="Northmoor University", now=NOW + timedelta(days=1))
    assert second.digest != first.digest
    assert Booklet.objects.count() == 1


def test_the_worker_makes_all_and_forgets_those_of_nothing() -> None:
    shelf = a_shelf()
    keep_fresh(provider="", now=NOW)
    assert set(Booklet.objects.values_list("key", flat=True)) == {
        EVERYTHING,
        "theme/welfare",
        "theme/engagement-with-students",
        "read/a-welfare-officer-in-every-school",
        "read/leads-who-stand-in-for-one-another",
        "read/welfare-officers-in-short",
        "read/student-engagement",
    }
    shelf["leads"].status = "archived"
    shelf["leads"].save()
    keep_fresh(provider="", now=NOW)
    assert not Booklet.objects.filter(key="read/leads-who-stand-in-for-one-another").exists()


def test_the_size_stands_beside_the_link() -> None:
    a_shelf()
    assert "(" not in Client().get("/practice/").content.decode().partition(">PDF")[2][:2]
    keep_fresh(provider="", now=NOW)
    size = Booklet.objects.get(key="theme/welfare").size
    assert f"PDF ({round(size / 1000)}\N{NO-BREAK SPACE}kB)" in Client().get("/practice/").content.decode()


def test_everybody_downloads_what_is_published_and_nothing_else() -> None:
    a_shelf()
    for path in (
        "everything.pdf",
        "theme/welfare.pdf",
        "read/student-engagement.pdf",
        "chosen.pdf?study=student-engagement",
    ):
        answer = Client().get(f"/practice/{path}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), path
        assert answer.content.startswith(b"%PDF")
    for path in ("read/not-ready.pdf", "theme/none.pdf", "chosen.pdf", "chosen.pdf?study=not-ready"):
        assert Client().get(f"/practice/{path}").status_code == 404, path


def test_nothing_published_makes_nothing() -> None:
    with pytest.raises(NotThere):
        made(EVERYTHING)
    keep_fresh(provider="", now=NOW)
    assert Booklet.objects.count() == 0


def test_from_the_command_line(tmp_path, capsys) -> None:
    assert main(["practice", "export", "--out", str(tmp_path / "x.pdf")]) == 1
    assert "Nothing is published there yet" in capsys.readouterr().err
    a_shelf()
    assert main(["practice", "export", "--theme", "Welfare", "--out", str(tmp_path / "x.pdf")]) == 0
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
    assert main(["practice", "export", "--theme", "Cats", "--out", str(tmp_path / "y.pdf")]) == 1
    assert (
        "There is no theme 'Cats'. There are: Welfare, Engagement with students." in capsys.readouterr().err
    )


def test_the_whole_starter_collection_is_some_thirty_pages() -> None:
    put_up(by=system("tests"), now=NOW)
    document = opened(bytes(made(EVERYTHING).content))
    assert len(document.pages) >= 30
    assert kinds(document).count("/H2") == 9


def test_markdown_on_paper() -> None:
    text = "# One\n\nSee [us](https://x.example/) *now*.\n\n- a\n- b\n\n1. c\n\n> said\n\n| Who | What |\n|--|--|\n| Lead | Acts |\n"
    assert blocks_of(text) == [
        {"kind": "heading", "text": "One"},
        {"kind": "text", "text": "See us (https://x.example/) now."},
        {"kind": "bullets", "items": ["a", "b"]},
        {"kind": "numbers", "items": ["c"]},
        {"kind": "text", "text": "said"},
        {"kind": "table", "header": ["Who", "What"], "rows": [["Lead", "Acts"]]},
    ]


def test_a_table_is_a_table_on_paper_and_one_ticked_text_has_its_title() -> None:
    rows = "".join(f"| Lead {n} | {'acts at once and writes it down. ' * 4} |\n" for n in range(60))
    on_the_shelf("Who does what", f"| Who | What |\n|--|--|\n{rows}", "Welfare")
    content = Client().get("/practice/chosen.pdf?study=who-does-what").content
    document = opened(content)
    found = kinds(document)
    assert (found.count("/Table"), found.count("/TH"), found.count("/TD")) == (1, 2, 120)
    assert str(document.docinfo["/Title"]) == "Who does what"


def test_any_letters_are_put_on_paper() -> None:
    on_the_shelf("Łódź 中文 🎓", '#read("/etc/passwd") $x$ \\n 中', "Other")
    assert made("theme/other").size > 1000

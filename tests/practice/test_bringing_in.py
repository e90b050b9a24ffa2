"""Published pages come into the hub with nothing lost and nothing doubled (H6)."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dueregard.config.cli import main
from dueregard.kernel.refs import system
from dueregard.ledger.models import Entry
from dueregard.practice.commands.bringing_in import Report, bring_in
from dueregard.practice.models import CaseStudy, Theme, Version
from dueregard.practice.queries.listing import rows
from dueregard.practice.rules.published import NotSuchAPage, markdown_of, paragraphs_and_bullets
from dueregard.practice.rules.published.blocks import Block, tidy
from tests.people import a_town

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
PAGE = Path(__file__).parent / "pages" / "regulator.txt"
SHORT = """Good practice
Welfare
Case study: Harbour Institute of Music
A team of five from several departments covers two buildings.
"""


def brought_in(text: str | bytes = "", name: str = "regulator.txt") -> Report:
    content = text.encode() if isinstance(text, str) else text
    return bring_in(content=content or PAGE.read_bytes(), name=name, by=system("tests"), now=NOW)


def test_a_page_comes_in_as_drafts_under_its_themes() -> None:
    report = brought_in()
    assert (report.added, report.changed, report.unchanged) == (4, 0, 0)
    assert {each.status for each in CaseStudy.objects.all()} == {"draft"}
    assert [str(each) for each in Theme.objects.filter(parent=None)] == [
        "Welfare",
        "External speakers and events",
    ]
    first = rows()[0]
    assert first["title"] == "Harbour Institute of Music"
    assert first["theme"].startswith("Welfare / Cover, and who stands in")
    assert first["bullets"] == [
        "the person for each half day",
        "the person who stands in",
        "every gap, in red",
    ]
    assert first["paragraphs"][0].startswith("The institute has two buildings")
    assert first["source"] == "regulator.txt"


def test_the_introduction_is_kept_and_read_beside_each_draft_of_the_page() -> None:
    assert brought_in().introduction.endswith(
        "They are examples and not advice.\n\nWe thank those who told us how they work.\n"
    )
    town = a_town(registrar=("practice.edit",))
    client = Client()
    client.force_login(town.registrar.user)
    shown = client.get(f"/practice/texts/{CaseStudy.objects.first().pk}/").content.decode()
    assert "We thank those who told us how they work." in shown


def test_the_same_page_again_changes_nothing_at_all() -> None:
    brought_in()
    before = (list(CaseStudy.objects.values()), list(Version.objects.values()), Entry.objects.count())
    again = brought_in()
    assert (again.added, again.changed, again.unchanged) == (0, 0, 4)
    brought_in(name="another-name.txt")
    assert (list(CaseStudy.objects.values()), list(Version.objects.values()), Entry.objects.count()) == before


@pytest.mark.parametrize("letters", ["utf-8-sig", "utf-16"])
def test_the_same_page_saved_another_way_changes_nothing(letters) -> None:
    brought_in()
    otherwise = PAGE.read_text("utf-8").replace("\n", "\r\n\r\n").replace("• ", "\u2022\u00a0")
    report = brought_in(otherwise.encode(letters), "saved-again.txt")
    assert (report.added, report.changed, report.unchanged) == (0, 0, 4)


def test_a_text_that_was_mended_on_the_page_is_a_new_version() -> None:
    brought_in()
    mended = PAGE.read_text("utf-8").replace("The secretary decides.", "The secretary decides within a week.")
    report = brought_in(mended)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 3)
    study = CaseStudy.objects.get(title="University of Northmoor")
    assert "within a week" in study.text
    assert [each.number for each in study.versions.all()] == [2, 1]


def test_what_is_not_a_draft_any_more_keeps_its_text() -> None:
    brought_in()
    CaseStudy.objects.filter(title="University of Northmoor").update(status="review")
    report = brought_in(PAGE.read_text("utf-8").replace("The secretary decides.", "Nobody decides."))
    assert report.kept == ["University of Northmoor"]
    assert "Nobody decides" not in CaseStudy.objects.get(title="University of Northmoor").text


def test_the_same_name_under_two_themes_stays_two_entries() -> None:
    brought_in()
    assert CaseStudy.objects.filter(title="Harbour Institute of Music").count() == 2


@pytest.mark.parametrize("short_first", [True, False])
def test_a_shorter_form_on_another_page_is_linked_with_its_full_form(*, short_first: bool) -> None:
    pages = [(SHORT, "front.txt"), ("", "regulator.txt")]
    for text, name in pages if short_first else reversed(pages):
        brought_in(text, name)
    short = CaseStudy.objects.get(source__name="front.txt")
    assert short.short_of is not None
    assert short.short_of.placements.get().theme.parent.title == "Welfare"
    assert [row["short_of"] for row in rows() if row["source"] == "front.txt"] == [
        "Harbour Institute of Music"
    ]
    assert {row["short_of"] for row in rows() if row["source"] == "regulator.txt"} == {None}


def test_two_case_studies_of_one_provider_on_two_pages_are_not_taken_for_one() -> None:
    brought_in()
    brought_in(
        "Training\nCase study: University of Northmoor\nModules, quizzes, certificates.", "training.txt"
    )
    assert CaseStudy.objects.exclude(short_of=None).count() == 0


def test_a_page_that_is_no_such_page_is_refused_and_leaves_nothing() -> None:
    for content in ("Just words.", b"%PDF-1.7 x", b"Welfare\0Case study: X", b"\xff\xfe\x00"):
        with pytest.raises(NotSuchAPage):
            brought_in(content)
    assert CaseStudy.objects.count() == 0


def test_a_page_in_windows_letters_is_read() -> None:
    brought_in("Welfare\nCase study: St Chad’s\nIt’s small.".encode("cp1252"), "small.txt")
    assert CaseStudy.objects.get().title == "St Chad’s"


def test_from_the_command_line(capsys) -> None:
    assert main(["practice", "import", str(PAGE), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)["pages"][0]
    assert (answer["added"], answer["unchanged"]) == (4, 0)
    assert {"kind": "cookies", "text": "Cookies on this site"} in answer["dropped"]
    assert main(["practice", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [row["title"] for row in listed][-1] == "Harbour Institute of Music"
    assert list(listed[0]) == ["title", "theme", "paragraphs", "bullets", "source", "short_of"]


def test_signs_that_no_feed_can_hold_are_left_out() -> None:
    brought_in("<h2>Welfare</h2><h3>Case study: Fen&#1;\x0b College\x7f</h3><p>It\x1bhelps.</p>", "fen.html")
    assert CaseStudy.objects.values_list("title", "text").get() == ("Fen College", "Ithelps.\n")


def test_pages_of_one_file_name_in_two_folders_are_two_pages(tmp_path, capsys) -> None:
    for folder, text in (("welfare", PAGE.read_text("utf-8")), ("front", SHORT)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_text(text, "utf-8")
    pages = [str(tmp_path / folder / "page.txt") for folder in ("welfare", "front")]
    assert main(["practice", "import", *pages]) == 0
    assert CaseStudy.objects.exclude(short_of=None).count() == 1
    assert main(["practice", "import", *pages, "--json"]) == 0
    capsys.readouterr()
    assert main(["practice", "list", "--json"]) == 0
    assert {row["source"] for row in json.loads(capsys.readouterr().out)} == {"page.txt"}


def test_the_command_refuses_with_one_sentence_and_brings_nothing_in(tmp_path, capsys) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("Nothing here.")
    assert main(["practice", "import", str(PAGE), str(bad)]) == 1
    assert "bad.txt is not a page of case studies. It has no heading" in capsys.readouterr().err
    assert CaseStudy.objects.count() == 0
    assert main(["practice", "import", str(tmp_path / "none.txt")]) == 1
    assert "cannot be read" in capsys.readouterr().err


WORDS = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).map(tidy).filter(bool)
)


@given(st.lists(st.tuples(st.sampled_from(["text", "bullet"]), WORDS), min_size=1, max_size=8))
def test_no_character_is_lost_on_the_way_to_markdown_and_back(given) -> None:
    blocks = [Block(kind, text) for kind, text in given]
    paragraphs, bullets = paragraphs_and_bullets(markdown_of(blocks))
    assert paragraphs == [block.text for block in blocks if block.kind == "text"]
    assert bullets == [block.text for block in blocks if block.kind == "bullet"]

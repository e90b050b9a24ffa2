"""Pages of case studies, as a regulator publishes them, read into themes, names, paragraphs and bullets (H6)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.practice.rules.published import Entry, NotSuchAPage, read_page, same_name

PAGES = Path(__file__).parent / "pages"


def page_named(name: str):
    return read_page((PAGES / name).read_text("utf-8"))


def told(entry: Entry) -> tuple[str, str, str]:
    return entry.theme, entry.sub_theme, entry.title


def test_themes_sub_themes_and_names_are_found_in_plain_text() -> None:
    assert [told(entry) for entry in page_named("regulator.txt").entries] == [
        (
            "Welfare",
            "Cover, and who stands in when somebody is away from the small team that looks after students",
            "Harbour Institute of Music",
        ),
        (
            "Welfare",
            "Cover, and who stands in when somebody is away from the small team that looks after students",
            "St Aldwyn’s College, Durwich.",
        ),
        ("External speakers and events", "", "University of Northmoor"),
        ("External speakers and events", "", "Harbour Institute of Music"),
    ]


def test_paragraphs_and_bullets_are_whole_and_in_their_order() -> None:
    first, _, third, _ = page_named("regulator.txt").entries
    assert [(block.kind, block.text) for block in first.body] == [
        ("text", "The institute has two buildings and a team of five from several departments."),
        ("text", "A sheet shows who covers which building, and when. It lists:"),
        ("bullet", "the person for each half day"),
        ("bullet", "the person who stands in"),
        ("bullet", "every gap, in red"),
        ("text", "New posters are printed when a name changes."),
    ]
    assert third.paragraphs == [
        "Every request is kept in one register. Before it is sent, the organiser answers:",
        "The secretary decides.",
    ]
    assert third.bullets == ["who speaks", "who may come"]


def test_what_stands_before_the_first_theme_is_the_introduction() -> None:
    assert [block.text for block in page_named("regulator.txt").introduction] == [
        "Prevent duty: how providers do it",
        "These pages show how some providers carry out the duty. They are examples and not advice.",
        "We thank those who told us how they work.",
    ]


def test_furniture_is_left_out_and_named() -> None:
    page = page_named("regulator.txt")
    assert {(each.kind, each.text) for each in page.dropped} == {
        ("cookies", "Cookies on this site"),
        ("cookies", "We use cookies to make this website work. Accept all cookies"),
        ("navigation", "Skip to main content"),
        ("navigation", "Home > Advice > Prevent duty"),
        ("dates", "Published: 12 September 2019"),
        ("dates", "Last updated: 3 March 2026"),
        ("download", "Download this page as PDF (410KB)"),
        ("feedback", "Is this page useful?"),
        ("feedback", "Describe your experience of using this website"),
        ("feedback", "Thank you for your feedback"),
    }


HTML = """<!doctype html><html><head><title>Case studies</title><style>p{color:red}</style></head><body>
<div id="ccc-cookie-banner"><p>We use cookies.</p><button>Accept</button></div>
<nav class="main-nav"><ul><li><a href="/">Home</a><li><a href="/x">Case study: not one</a></ul></nav>
<main><h1>Prevent duty case studies</h1><p>Examples of what providers <em>do</em>.</p>
<div class="download-block"><a href="x.pdf">All of it (PDF)</a></div>
<h2>Welfare</h2><h3>Leads in departments</h3>
<h4>Case study:&nbsp;The &ldquo;Old&rdquo; College</h4><p>Every department has a lead.
The lead</p><ul><li>listens<li>writes down<li><p>hands over</p></li></ul><p>and is thanked.</p>
<h2>IT</h2><h4>Case study: Fen University</h4><p>A page explains &amp; helps.<br>It names a person.</p>
<script>document.write("Case study: bad")</script>
<div class="page-feedback"><p>Was it any good?</p></div></main>
<footer><p>Contact</p></footer></body></html>"""


def test_html_gives_the_same_without_its_furniture() -> None:
    page = read_page(HTML)
    assert [told(entry) for entry in page.entries] == [
        ("Welfare", "Leads in departments", "The “Old” College"),
        ("IT", "", "Fen University"),
    ]
    assert page.entries[0].paragraphs == ["Every department has a lead. The lead", "and is thanked."]
    assert page.entries[0].bullets == ["listens", "writes down", "hands over"]
    assert page.entries[1].paragraphs == ["A page explains & helps.", "It names a person."]
    assert [block.text for block in page.introduction] == [
        "Prevent duty case studies",
        "Examples of what providers do.",
    ]
    kinds = {each.text: each.kind for each in page.dropped}
    assert kinds["We use cookies."] == "cookies"
    assert kinds["Home"] == "navigation"
    assert kinds["All of it (PDF)"] == "download"
    assert kinds["Was it any good?"] == "feedback"
    assert kinds["Contact"] == "navigation"


def test_lines_broken_at_a_margin_are_put_together() -> None:
    text = """Training

Case study: Fen University

Everybody has the first tier, and key people have the
second. New staff get
it in their first month.

The parts are:
• a page to read, which takes ten
  minutes
• a session

Case study: Harbour
Institute comes first
"""
    page = read_page(text)
    assert page.entries[0].paragraphs == [
        "Everybody has the first tier, and key people have the second. New staff get it in their first month.",
        "The parts are:",
    ]
    assert page.entries[0].bullets == ["a page to read, which takes ten minutes", "a session"]


def test_a_bullet_sign_alone_takes_the_next_line() -> None:
    page = read_page("IT\nCase study: Fen\nIt asks:\n•\nwho\n•\twhy\nThen it decides.")
    assert page.entries[0].bullets == ["who", "why"]
    assert page.entries[0].paragraphs == ["It asks:", "Then it decides."]


def test_the_same_name_under_two_themes_is_two_entries() -> None:
    page = page_named("regulator.txt")
    named = [entry for entry in page.entries if entry.title == "Harbour Institute of Music"]
    assert [entry.theme for entry in named] == ["Welfare", "External speakers and events"]


def test_a_list_of_contents_is_not_taken_for_case_studies() -> None:
    text = "Contents\nWelfare\nCase study: A\nCase study: B\nWelfare\nCase study: A\nText of A.\nCase study: B\nText of B."
    page = read_page(text)
    assert [(entry.title, entry.paragraphs) for entry in page.entries] == [
        ("A", ["Text of A."]),
        ("B", ["Text of B."]),
    ]


def test_a_name_alone_below_the_words_case_study() -> None:
    page = read_page("Welfare\nCase study:\nFen University\nIt has a lead.")
    assert told(page.entries[0]) == ("Welfare", "", "Fen University")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "It has no heading ‘Case study: …’."),
        ("A page about something else.\n\nIt goes on.", "It has no heading ‘Case study: …’."),
        ("Case study: Fen University\nIt has a lead.", "No theme stands above ‘Case study: Fen University’."),
        (
            "Welfare\nCase study: Fen University",
            "Nothing stands below the heading ‘Case study: Fen University’.",
        ),
    ],
)
def test_a_page_that_is_not_such_a_page_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(NotSuchAPage, match=said):
        read_page(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("St Aldwyn’s College.", "St Aldwyn's  college", True),
        ("The “Old” College", 'The "Old" College', True),
        ("Fen University", "Fen College", False),
    ],
)
def test_when_two_names_are_the_same(one: str, other: str, same: bool) -> None:
    assert (same_name(one) == same_name(other)) is same


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    for each in (text, f"<main>{text}</main>", f"Welfare\nCase study: X\n{text}", f"<p>{text}<ul><li>{text}"):
        try:
            assert read_page(each).entries
        except NotSuchAPage:
            continue

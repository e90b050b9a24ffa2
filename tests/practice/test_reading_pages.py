"""Pages of case studies, as a regulator publishes them, read into themes, names, paragraphs and bullets (H6)."""

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.practice.rules.published import Entry, NotSuchAPage, read_page, same_name
from dueregard.practice.rules.published.furniture import furniture_in

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


def test_what_stands_between_a_marked_theme_and_its_first_case_study_is_introduction() -> None:
    page = read_page(
        "<main><h1>Prevent</h1><h2>Welfare</h2><p>About it.</p><h3>Cover</h3><p>About cover.</p>"
        "<h4>Case study: A</h4><p>Text.</p><h5>How</h5><p>So.</p><h3>Leads</h3><h4>Case study: B</h4><p>Text.</p>"
        "<h2>IT</h2><p>About IT.</p><h4>Case study: C</h4><p>Text.</p></main>"
    )
    assert [told(entry) for entry in page.entries] == [
        ("Welfare", "Cover", "A"),
        ("Welfare", "Leads", "B"),
        ("IT", "", "C"),
    ]
    assert page.entries[0].paragraphs == ["Text.", "How", "So."]
    assert [block.text for block in page.introduction] == [
        "Prevent",
        "About it.",
        "About cover.",
        "About IT.",
    ]


LONG = "How providers make sure that somebody is there whenever a worry comes in, on any day of the year"


@pytest.mark.parametrize(
    "text",
    [
        f"Welfare\n{LONG}\nCase study: A\nText.",
        f"Welfare\r\n\r\n{LONG}\r\n\r\nCase study: A\r\n\r\nText.\r\n",
        f"<main><h2>Welfare</h2><h2>{LONG}</h2><h3>Case study: A</h3><p>Text.</p></main>",
        f"<main><h2>Welfare</h2><h3>{LONG}</h3><h3>Case study: A</h3><p>Text.</p></main>",
        f"<p><strong>Welfare</strong></p><p><em>{LONG}</em></p><p><strong>Case study: A</strong></p><p>Text.</p>",
    ],
)
def test_a_longer_heading_below_a_theme_is_a_sub_theme_however_the_page_is_made(text: str) -> None:
    page = read_page(text)
    assert [told(entry) for entry in page.entries] == [("Welfare", LONG, "A")]
    assert page.introduction == []


@pytest.mark.parametrize(
    "text",
    [
        "<main><h1>Prevent</h1><h2>Welfare</h2><h2>Case study: A</h2><p>Text.</p></main>",
        "<main><h1>Prevent</h1><h3>Welfare</h3><h3>Case study: A</h3><p>Text.</p></main>",
        "<main><h1>Prevent</h1><p>Welfare</p><h3>Case study: A</h3><p>Text.</p></main>",
    ],
)
def test_a_theme_on_the_level_of_its_case_studies_is_found_below_the_pages_title(text: str) -> None:
    assert [told(entry) for entry in read_page(text).entries] == [("Welfare", "", "A")]


@pytest.mark.parametrize(
    "text",
    [
        # No `main`, an article for each: the themes stand between them.
        (
            "<body><h2>Welfare</h2><article><h3>Case study: A</h3><p>aa</p></article>"
            "<article><h3>Case study: B</h3><p>bb</p></article></body>"
        ),
        # A form around the whole page, and a frame whose class speaks of a sidebar.
        (
            "<body><form id='aspnetForm'><div class='page has-sidebar'><div class='sidebar'><p>Other pages</p></div>"
            "<h2>Welfare</h2><h3>Case study: A</h3><p>aa</p><h3>Case study: B</h3><p>bb</p>"
            "<div class='related'><h3>Case study: Z</h3><p>Read it</p></div></div></form></body>"
        ),
        # Articles with a head of their own, below the head of the site.
        (
            "<body><header><p>Site</p></header><main><section><header><h2>Welfare</h2></header>"
            "<article><header><h3>Case study: A</h3></header><p>aa</p></article>"
            "<article><header><h3>Case study: B</h3></header><p>bb</p></article></section></main></body>"
        ),
        # What opens on a click.
        (
            "<main><h2>Welfare</h2><h3><button>Case study: A</button></h3><div><p>aa</p></div>"
            "<details><summary>Case study: B</summary>bb</details></main>"
        ),
    ],
)
def test_frames_and_folding_parts_lose_no_case_study(text: str) -> None:
    page = read_page(text)
    assert [(*told(entry), entry.paragraphs) for entry in page.entries] == [
        ("Welfare", "", "A", ["aa"]),
        ("Welfare", "", "B", ["bb"]),
    ]


def test_a_short_last_line_or_a_table_is_no_theme_where_headings_are_marked() -> None:
    page = read_page(
        "<main><h2>Welfare</h2><h3>Case study: A</h3><p>aa</p><p>Contact the chaplain</p><h3>Case study: B</h3>"
        "<table><caption>Who does what</caption><tr><th>Role<th>Task<tr><td>Lead</td><td>Acts</td></tr></table>"
        f"<h3>Case study: C</h3><p>cc</p><h3>{'Very long. ' * 20}</h3><h2>IT</h2><h3>Case study: D</h3><p>dd</p></main>"
    )
    assert [told(entry)[::2] for entry in page.entries] == [
        ("Welfare", "A"),
        ("Welfare", "B"),
        ("Welfare", "C"),
        ("IT", "D"),
    ]
    assert page.entries[0].paragraphs == ["aa", "Contact the chaplain"]
    assert page.entries[1].paragraphs == ["Who does what", "Role | Task", "Lead | Acts"]
    assert page.entries[2].paragraphs[0] == "cc"


def test_tags_that_nobody_ended_cost_no_time_and_no_text() -> None:
    began = perf_counter()
    text = "<div><b>word " * 10_000
    page = read_page(f"<main><h2>Welfare</h2><h3>Case study: A</h3><p>aa</p>{text}</main>")
    assert len(page.entries[0].paragraphs) == 10_001
    page = read_page(f"<main><h2>Welfare</h2>{'<b>word' * 500}<h3>Case study: A</h3><ul><li>aa</ul></main>")
    assert page.entries[0].bullets == ["aa"]
    assert perf_counter() - began < 5


def test_a_list_below_a_sentence_is_whole_whatever_its_items_are() -> None:
    page = read_page(
        "Welfare\nCase study: A\nThe union posts on:\n• Facebook\n• Print\n• Search\nShare this page\n• Twitter\n"
    )
    assert page.entries[0].bullets == ["Facebook", "Print", "Search"]
    assert [each.text for each in page.dropped] == ["Share this page", "Twitter"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Cookies help us to improve your website experience.", "cookies"),
        ("By using our website, you agree to our use of cookies.", "cookies"),
        ("We’d like to set additional cookies to understand how you use this website", "cookies"),
        ("Accept all", "cookies"),
        ("Save this page as a Word document", "download"),
        ("Open drop-in sessions give students a quiet word with the chaplain.", ""),
        ("Get the word out: posters, slides and everything.", ""),
        ("Next: the committee looks at it.", ""),
        ("Advice and guidance > Student wellbeing > Prevent", "navigation"),
        ("Toggle navigation", "navigation"),
        ("Page 1 of 3", "navigation"),
        ("Welfare case studies [PDF 210 KB]", "download"),
        ("Was this helpful?", "feedback"),
        ("Is there anything wrong with this page?", "feedback"),
        ("Yes", "feedback"),
        ("Date: 12 March 2021", "dates"),
        ("Students bake cookies for the welfare tea each term.", ""),
        ("The team downloads the list of visitors (PDF) each week and reads it.", ""),
        ("Feedback from students was good.", ""),
        ("Return to work meetings are held.", ""),
        ("Home students and overseas students are told the same.", ""),
        ("Contact us through the porter’s lodge.", ""),
        ("Share information early", ""),
    ],
)
def test_what_is_furniture_and_what_is_a_sentence_about_people(line: str, kind: str) -> None:
    assert furniture_in(line) == kind


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

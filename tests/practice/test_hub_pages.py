"""The public pages of the hub (H1, H5): published texts by theme, found by their words, for everybody."""

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from dueregard.practice.models import CaseStudy
from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll
from tests.fixtures.databases import prepared
from tests.practice.shelf import a_shelf, on_the_shelf

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def shelf(db) -> dict[str, CaseStudy]:
    return a_shelf()


def read(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_an_empty_hub_says_so(db) -> None:
    assert "Nothing is published yet." in read("/practice/")


def test_the_front_page_counts_what_is_published_and_illustrations_apart(shelf) -> None:
    shown = read("/practice/")
    assert "1 case study, 1 illustration" in shown
    assert "Engagement with students" in shown
    assert "Shown in 1 case study." in shown
    assert "Page last updated Tuesday 3 November 2026" in shown


def test_a_theme_lists_its_case_studies_and_those_of_its_sub_themes(shelf) -> None:
    shown = read("/practice/theme/welfare/")
    assert shelf["officers"].title in shown
    assert shelf["leads"].title in shown
    assert ">Cover</h2>" in shown
    assert shelf["short"].title not in shown
    assert shelf["draft"].title not in shown


def test_filters_narrow_a_theme_and_say_so_when_nothing_is_left(shelf) -> None:
    assert shelf["leads"].title not in read("/practice/theme/welfare/?size=medium")
    nothing = read("/practice/theme/welfare/?size=large")
    assert "No case study matches." in nothing
    assert shelf["officers"].title in read("/practice/theme/welfare/?size=nonsense")


def test_a_case_study_is_read_under_all_its_themes_with_what_stands_beside_it(shelf) -> None:
    shown = read("/practice/read/a-welfare-officer-in-every-school/")
    assert '<h2 class="govuk-heading-m">What was wrong</h2>' in shown
    assert 'href="/practice/theme/engagement-with-students/"' in shown
    assert "The same in short" in shown
    assert "Student engagement" in shown
    assert "Page last updated Tuesday 3 November 2026" in shown
    assert "Illustration" not in shown


def test_an_illustration_says_that_it_is_one(shelf) -> None:
    assert "of no real provider" in read("/practice/read/leads-who-stand-in-for-one-another/")


@pytest.mark.parametrize(
    "path", ["/practice/read/not-ready/", "/practice/read/nothing/", "/practice/theme/none/"]
)
def test_a_draft_answers_as_what_does_not_exist(shelf, path) -> None:
    assert Client().get(path).status_code == 404


def test_search_finds_words_by_their_beginning_and_marks_them(shelf) -> None:
    shown = read("/practice/search/?q=DEPUT")
    assert "2 matches" in shown
    assert "<mark>deputy</mark>" in shown.lower()
    assert "Not ready" not in read("/practice/search/?q=secret+draft")
    assert "Nothing has all of these words." in read("/practice/search/?q=deputy+zebra")
    assert "What are you looking for?" in read("/practice/search/?q=")


def test_search_finds_a_word_in_a_title_first(shelf) -> None:
    on_the_shelf("Zebra crossings", "About officers.", "Other")
    on_the_shelf("Officers", "Who they are.", "Other")
    shown = read("/practice/search/?q=officers")
    assert shown.index("/practice/read/officers/") < shown.index("/practice/read/zebra-crossings/")


def test_nothing_typed_into_search_breaks_it(shelf) -> None:
    for typed in ("%00", "%E2%80%AE", "%25_", "'%22--", "a" * 5000, "%3Cscript%3E", "·"):
        assert Client().get(f"/practice/search/?q={typed}").status_code == 200
        assert "<script>alert" not in Client().get(f"/practice/search/?q={typed}").content.decode()


def test_the_feed_is_valid_atom_and_the_newest_stands_first(shelf) -> None:
    feed = fromstring(Client().get("/practice/feed.atom").content)
    assert feed.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{needed}") is not None, needed
    entries = feed.findall(f"{ATOM}entry")
    assert {entry.find(f"{ATOM}title").text for entry in entries} == {
        shelf[name].title for name in ("officers", "leads", "brief")
    }
    for entry in entries:
        assert entry.find(f"{ATOM}id").text.startswith("urn:uuid:")
        assert entry.find(f"{ATOM}updated").text.startswith("2026-11-03T")
    said = {entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}summary") for entry in entries}
    assert said[shelf["leads"].title].startswith(
        "An illustration by the makers of this hub, of no real provider."
    )
    assert said["Student engagement"] == "Ask."


def test_the_sitemap_names_every_public_page_and_no_other(shelf) -> None:
    found = fromstring(Client().get("/practice/sitemap.xml").content)
    paths = [url.find(f"{SITEMAP}loc").text.partition("/practice/")[2] for url in found]
    assert "read/a-welfare-officer-in-every-school/" in paths
    assert "theme/welfare/" in paths
    assert "read/not-ready/" not in paths
    for path in paths:
        assert Client().get(f"/practice/{path}").status_code == 200


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/practice/", 7),
        ("/practice/theme/welfare/", 6),
        ("/practice/read/a-welfare-officer-in-every-school/", 8),
    ],
)
def test_a_page_asks_a_few_questions_however_much_there_is(
    shelf, django_assert_max_num_queries, path, most
) -> None:
    for number in range(30):
        on_the_shelf(f"Another {number}", "Text.", "Welfare")
    client = Client()
    client.get(path)
    with django_assert_max_num_queries(most):
        client.get(path)


@prepared(a_shelf)
def test_every_public_page_of_the_hub_is_accessible(server, new_page) -> None:
    for width in (1280, 390):
        page = new_page(width=width)
        for path in (
            "/practice/",
            "/practice/theme/welfare/",
            "/practice/theme/welfare/?size=large",
            "/practice/read/a-welfare-officer-in-every-school/",
            "/practice/search/?q=deputy",
        ):
            page.goto(path)
            check_accessible(page)
            check_no_sideways_scroll(page)

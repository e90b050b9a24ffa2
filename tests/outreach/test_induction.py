"""The page for those who are new, and the links for any website."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.outreach.views.embed import links_of, snippet_of
from dueregard.statements.models import INDUCTION, Version
from tests.outreach import films as f
from tests.outreach.wall import a_wall
from tests.people import LONG_AGO, Town, let
from tests.statements.hall import in_force, starter_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_wall()


def test_it_says_who_to_talk_to_and_what_is_in_force(town) -> None:
    starter_of(town.provider)
    video = f.a_published(town)
    text = Client().get("/induction?unit=politics").content.decode()
    for said in (
        "Helen Marsh",
        "01632 960112",
        "Tom Ferris",
        "What we do, and what we never do",
        "version 1",
    ):
        assert said in text
    assert reverse("public_outreach:video", args=[video.pk]) in text
    assert "Where do you work or study?" in Client().get("/induction").content.decode()


def test_it_says_nothing_of_what_is_not_there(town) -> None:
    text = Client().get("/induction?unit=politics").content.decode()
    assert "in force from" not in text
    assert "To watch and to learn" not in text


def test_a_provider_says_it_in_its_own_words_and_never_loses_999_or_who_to_talk_to(town) -> None:
    let("registrar", "statements.draft")
    let("principal", "statements.approve")
    made = in_force(town, "We **listen**.\n\n<script>alert(1)</script>", kind=INDUCTION)
    Version.objects.filter(pk=made.pk).update(in_force_from=LONG_AGO)  # pages go by the clock
    text = Client().get("/induction?unit=politics").content.decode()
    assert "<strong>listen</strong>" in text
    assert "<script>alert" not in text
    assert "What we never do" not in text
    for made in ('href="tel:999"', "Helen Marsh", "01632 960112", "The words are version 1"):
        assert made in text


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        self.addresses += [value for name, value in attrs if name == "href"]


def test_the_snippet_is_plain_links_to_pages_that_are_there(town) -> None:
    found = Links(snippet_of(links_of(town.politics)))
    assert found.tags == {"p", "a"}
    assert "&amp;" not in snippet_of(links_of(town.politics))
    assert len(found.addresses) == 2
    for address in found.addresses:
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https")
        assert Client().get(f"{parts.path}?{parts.query}").status_code == 200


def test_the_names_of_a_provider_cannot_break_out_of_the_snippet() -> None:
    shown = snippet_of([('"><script>', "https://x.example/?a=1&b=2")])
    assert Links(shown).tags == {"p", "a"}


def test_the_page_with_the_snippet_has_it_to_copy(town, client) -> None:
    from tests.outreach.test_posters import signed_in

    signed_in(client, town.registrar)
    text = client.get(f"{reverse('outreach:embed')}?unit={town.politics.pk}").content.decode()
    assert "/concern/new?unit=politics" in text
    assert "&lt;a href=" in text

"""Every link of the hub's public pages leads somewhere, and what other programs read of it is well made."""

import re
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from dueregard.kernel.refs import system
from dueregard.practice.commands.starter import put_up
from tests.documents.test_pdf import _fonts_are_built
from tests.practice.shelf import NOW, a_shelf

pytestmark = pytest.mark.django_db
__all__ = ["_fonts_are_built"]
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PRINTED = 2
"""PDFs take their time; so many of them are opened, and all are looked for in what the pages offer."""


class Links(HTMLParser):
    """Where a page leads, and the names on it that a link may end at."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.names.add(said.get("id") or "")
        address = (
            said.get("href")
            if tag in ("a", "link")
            else said.get("src")
            if tag in ("img", "script")
            else None
        )
        if address:
            self.hrefs.append(address)


def crawled(start: str) -> tuple[dict[str, Links], set[str]]:
    """The pages of the hub that can be reached from `start`, and all other addresses that they lead to."""
    client, waiting, pages, others = Client(), [start], {}, set()
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        answer = client.get(path)
        assert answer.status_code == 200, path
        pages[path] = Links(answer.content.decode())
        for href in pages[path].hrefs:
            target = urlsplit(urljoin(f"http://hub{path}", href))
            assert target.netloc == "hub", f"{path} leads to another origin: {href}"
            whole = f"{target.path}?{target.query}" if target.query else target.path
            if target.path.startswith("/practice/") and target.path.endswith("/"):
                waiting.append(whole)
            else:
                others.add(whole)
    return pages, others


def test_every_link_leads_somewhere_and_nowhere_else() -> None:
    put_up(by=system("tests"), now=NOW)
    pages, others = crawled("/practice/")
    read = {path for path in pages if path.startswith("/practice/read/")}
    assert len(read) == 29
    printed = sorted(path for path in others if path.endswith(".pdf"))
    assert len(printed) == 29 + 7 + 1
    for path in [
        *printed[:PRINTED],
        *(path for path in others if not path.startswith("/static/") and path not in printed),
    ]:
        assert Client().get(path).status_code in (200, 302), path


def test_links_within_a_page_end_at_something_on_it() -> None:
    a_shelf()
    pages, _ = crawled("/practice/")
    for path, page in pages.items():
        ends = {href[1:] for href in page.hrefs if href.startswith("#")}
        assert ends <= page.names, path


def test_the_feed_keeps_the_rules_of_atom() -> None:
    """RFC 4287: one id, title and updated for the feed and each entry; links with rel and type; moments with a zone."""
    a_shelf()
    answer = Client().get("/practice/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    ids = [each.findtext(f"{ATOM}id") for each in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    for each in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, name
        assert datetime.fromisoformat(each.findtext(f"{ATOM}updated")).tzinfo is not None
        assert urlsplit(each.findtext(f"{ATOM}id")).scheme in ("http", "https", "urn")
        assert all(
            urlsplit(link.get("href")).scheme.startswith("http") for link in each.findall(f"{ATOM}link")
        )
    own = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert [urlsplit(link.get("href")).path for link in own] == ["/practice/feed.atom"]
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    assert [each.findtext(f"{ATOM}updated") for each in entries] == sorted(
        (each.findtext(f"{ATOM}updated") for each in entries), reverse=True
    )


def test_the_sitemap_keeps_its_protocol_and_names_all_that_can_be_reached() -> None:
    """sitemaps.org 0.9: absolute addresses of one origin, each once, days as W3C dates, below 50,000."""
    a_shelf()
    root = fromstring(Client().get("/practice/sitemap.xml").content)
    assert root.tag == f"{SITEMAP}urlset"
    places = [url.findtext(f"{SITEMAP}loc") for url in root]
    assert len(places) == len(set(places)) < 50_000
    assert len({urlsplit(place)[:2] for place in places}) == 1
    for url in root:
        assert {child.tag for child in url} <= {f"{SITEMAP}loc", f"{SITEMAP}lastmod"}
        day = url.findtext(f"{SITEMAP}lastmod")
        assert day is None or re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    pages, _ = crawled("/practice/")
    named = {urlsplit(place).path for place in places}
    assert {path for path in pages if "/read/" in path or "/theme/" in path} <= named

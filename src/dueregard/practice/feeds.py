"""What other programs read of the hub: an Atom feed (RFC 4287) and a sitemap (sitemaps.org, protocol 0.9)."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring  # writes only; nothing is read with it

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from dueregard.practice.models import CaseStudy, Theme
from dueregard.practice.papers import NOTE

NEWEST = 50
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def absolute(name: str, *args: object) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=args)}"


def atom(newest: Iterable[CaseStudy], provider: str) -> bytes:
    """The newest published texts, the last changed first."""
    title = f"Practice hub – {provider}" if provider else "Practice hub"
    feed = Atom1Feed(
        title=title,
        link=absolute("practice:front"),
        feed_url=absolute("practice:feed"),
        description="Case studies of how the Prevent duty is done",
        language="en-GB",
        author_name=provider or "Due Regard",
    )
    for each in newest:
        feed.add_item(
            title=each.title,
            link=absolute("practice:case-study", each.slug),
            unique_id=f"urn:uuid:{each.pk}",
            description=_summary(each),
            pubdate=each.published_at,
            updateddate=each.changed_at,
        )
    return feed.writeString("utf-8").encode()


def _summary(study: CaseStudy) -> str:
    """As HTML, which an Atom summary of this generator is. An illustration says here too that it is one."""
    note = f"{NOTE} " if study.illustration else ""
    return escape(f"{note}{study.summary}")


def sitemap(studies: Iterable[tuple[str, datetime]], themes: Iterable[Theme]) -> bytes:
    """Every public page of the hub."""
    root = Element("urlset", xmlns=_SITEMAP)
    _page(root, absolute("practice:front"))
    for theme in themes:
        _page(root, absolute("practice:theme", theme.slug))
    for slug, changed in studies:
        _page(root, absolute("practice:case-study", slug), changed)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root)


def _page(root: Element, address: str, changed: datetime | None = None) -> None:
    url = SubElement(root, "url")
    SubElement(url, "loc").text = address
    if changed:
        SubElement(url, "lastmod").text = changed.date().isoformat()

"""Rendering a page, what every page knows, and the error pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

import dueregard
from dueregard.kernel import registries


@dataclass
class Frame:
    """What the frame of a page shows and only higher apps know; each sets its part in its `apps.py`.

    `provider_name(request)` is the name of the provider; `person_label(request)` the signed-in person's name and
    post, such as 'Ruth Adair, Prevent lead', or '' to fall back on the person's name.
    """

    provider_name: Callable[[HttpRequest], str] = lambda request: ""
    person_label: Callable[[HttpRequest], str] = lambda request: ""
    search: str = "portal:search"
    account: str = "accounts:home"
    sign_out: str = "account_logout"
    sign_in: str = "account_login"


frame = Frame()
FOOT = (
    ("Worried about someone?", "public_outreach:concern"),
    ("Code of practice on freedom of speech", "public_statements:code"),
    ("Accessibility statement", "portal:accessibility"),
    ("How personal data is used", "portal:privacy"),
    ("Cookies", "portal:cookies"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the frame. `here` is '', 'page' (this very page) or 'true' (a page below it)."""

    label: str
    address: str
    here: str = ""


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page. What a signed-in person sees is never kept by a cache."""
    answer = render(request, template, context, status=status)
    if _signed_in(request):
        answer["Cache-Control"] = "no-store"
    return answer


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page knows (context processor). Whatever may ask the database waits until it is shown."""
    signed_in = _signed_in(request)
    menu = cache(lambda: _menu(request))
    return {
        "provider_name": SimpleLazyObject(lambda: frame.provider_name(request)),
        "person_label": SimpleLazyObject(lambda: _person_label(request)) if signed_in else "",
        "signed_in": signed_in,
        "menu": SimpleLazyObject(lambda: menu()[0]) if signed_in else [],
        "menu_within": SimpleLazyObject(lambda: menu()[1]) if signed_in else [],
        "search_address": address(frame.search) if signed_in else "",
        "account_address": address(frame.account) if signed_in else "",
        "sign_out_address": address(frame.sign_out),
        "sign_in_address": address(frame.sign_in),
        "foot": _links(FOOT),
        "demo": settings.DEMO,
        "version": dueregard.__version__,
    }


def address(url_name: str, *args: object) -> str:
    """The address of a named page, or '' where this installation has no such page."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def _signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated)


def _person_label(request: HttpRequest) -> str:
    person = getattr(request, "person", None)
    return frame.person_label(request) or str(getattr(person, "name", "") or getattr(request, "user", ""))


def _links(named: Iterable[tuple[str, str]]) -> list[Link]:
    return [Link(label, found) for label, name in named if (found := address(name))]


def _menu(request: HttpRequest) -> tuple[list[Link], list[Link]]:
    """The menu for this person in two rows: the sections, and the entries of the section whose page this is, where it
    has several. A section leads to the first of its entries; where the address leads is marked."""
    person = getattr(request, "person", None)
    entries = sorted(registries.menu, key=lambda entry: (entry.order, entry.label))
    sections: dict[str, list[Link]] = {}
    for entry in entries:
        if entry.shown(person) and (found := address(entry.url_name)):
            sections.setdefault(entry.section or entry.label, []).append(Link(entry.label, found))
    links = [link for section in sections.values() for link in section]
    nearest = max((link.address for link in links if _leads(link.address, request.path)), key=len, default="")
    rows = {
        name: [_marked(link, nearest, request.path) for link in section] for name, section in sections.items()
    }
    top = [
        Link(name, row[0].address, next((link.here for link in row if link.here), ""))
        for name, row in rows.items()
    ]
    return top, next((row for row in rows.values() if len(row) > 1 and any(link.here for link in row)), [])


def _marked(link: Link, nearest: str, path: str) -> Link:
    """The link with what assistive technology is told of it: 'page' for this page, 'true' for what this page is below."""
    if link.address != nearest:
        return link
    return Link(link.label, link.address, "page" if nearest == path else "true")


def _leads(above: str, path: str) -> bool:
    return path == above or path.startswith(above.rstrip("/") + "/")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "kernel/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "kernel/not_allowed.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one page for what does not exist and for what this person may not see: word for word the same."""
    return page(request, "kernel/not_found.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent without its token: mostly a page that stood open over a sign-in."""
    return page(request, "kernel/form_lapsed.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. Asks neither the database nor the request, since either may be what broke."""
    return HttpResponse(render_to_string("kernel/server_error.html"), status=500)

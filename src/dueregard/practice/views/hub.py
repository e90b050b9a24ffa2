"""The public pages of the hub."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from dueregard.kernel.pages import frame, page
from dueregard.practice import feeds
from dueregard.practice.forms import Looking
from dueregard.practice.queries import hub

BREADCRUMB = ("Practice hub", "practice:front")


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return page(request, "practice/front.html", {"front": hub.front(), "form": Looking()})


@login_not_required
@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    found = hub.theme_at(slug)
    form = Looking(request.GET)
    filters = form.filters()
    shown = {
        "theme": found,
        "parts": hub.parts_of(found, filters),
        "form": form,
        "filters": filters,
        "breadcrumbs": _trail(*([(found.parent.title, found.parent.slug)] if found.parent else [])),
    }
    return page(request, "practice/theme.html", shown)


@login_not_required
@require_safe
def case_study(request: HttpRequest, slug: str) -> HttpResponse:
    found = hub.reading(slug)
    first = found.themes[:1]
    shown = {
        "reading": found,
        "study": found.study,
        "breadcrumbs": _trail(*((t.title, t.slug) for t in first)),
    }
    return page(request, "practice/case_study.html", shown)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = Looking(request.GET)
    typed = form.words()
    shown = {
        "form": form,
        "typed": typed,
        "found": hub.search(typed, form.filters()),
        "filters": form.filters(),
        "breadcrumbs": _trail(),
    }
    return page(request, "practice/search.html", shown)


def _trail(*themes: tuple[str, str]) -> list[tuple[str, str]]:
    label, name = BREADCRUMB
    return [
        (label, reverse(name)),
        *((title, reverse("practice:theme", args=[slug])) for title, slug in themes),
    ]


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    content = feeds.atom(hub.newest(feeds.NEWEST), frame.provider_name(request))
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return HttpResponse(feeds.sitemap(*hub.addresses()), content_type="application/xml; charset=utf-8")

"""The public pages of the hub."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.kernel.compression import compressed
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import frame, page
from dueregard.practice import feeds, papers
from dueregard.practice.commands.booklets import fresh
from dueregard.practice.commands.feedback import give
from dueregard.practice.forms import Looking, Said
from dueregard.practice.queries import booklets, hub
from dueregard.practice.queries.booklets import EVERYTHING, known_sizes, whose_hub
from dueregard.practice.queries.editing import editor
from dueregard.practice.queries.searching import search as search_texts
from dueregard.practice.registries import links_of

BREADCRUMB = ("Practice hub", "practice:front")


@login_not_required
@require_safe
@compressed
def front(request: HttpRequest) -> HttpResponse:
    found = hub.front()
    keys = [EVERYTHING, *(f"theme/{tile.theme.slug}" for tile in found.tiles)]
    shown = {"front": found, "sizes": known_sizes(keys), "edits": editor(request.access)}  # type: ignore[attr-defined]
    return page(request, "practice/front.html", shown)


@login_not_required
@require_safe
@compressed
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    found = hub.theme_at(slug)
    form = Looking(request.GET)
    filters = form.filters()
    asked = request.GET
    parts, shown_now = hub.shelf_of(found, filters, after=asked.get("after"), before=asked.get("before"))
    shown = {
        "theme": found,
        "parts": parts,
        "shown": shown_now,
        "updated": hub.updated_in(found),
        "form": form,
        "filters": filters,
        "sizes": known_sizes([f"theme/{found.slug}"]),
        "breadcrumbs": _trail(*([(found.parent.title, found.parent.slug)] if found.parent else [])),
    }
    return page(request, "practice/theme.html", shown)


@login_not_required
@require_safe
@compressed
def case_study(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        found = hub.reading(slug)
    except NotThere:
        if not hub.was_published(slug):
            raise
        return page(request, "practice/gone.html", {"breadcrumbs": _trail()}, status=410)
    first = found.themes[:1]
    shown = {
        "reading": found,
        "study": found.study,
        "links": links_of(getattr(request, "person", None), found.study),
        "sizes": known_sizes([f"read/{slug}", *(f"theme/{theme.slug}" for theme in first)]),
        "breadcrumbs": _trail(*((theme.title, theme.slug) for theme in first)),
    }
    return page(request, "practice/case_study.html", shown)


@login_not_required
@require_safe
@compressed
def search(request: HttpRequest) -> HttpResponse:
    form = Looking(request.GET)
    typed = form.words()
    shown = {
        "form": form,
        "typed": typed,
        "found": search_texts(typed, form.filters(), hub.published()),
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
@compressed
def feed(request: HttpRequest) -> HttpResponse:
    content = feeds.atom(hub.newest(feeds.NEWEST), frame.provider_name(request))
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
@compressed
def sitemap(request: HttpRequest) -> HttpResponse:
    return HttpResponse(feeds.sitemap(*hub.addresses()), content_type="application/xml; charset=utf-8")


@login_not_required
@require_safe
def everything_pdf(request: HttpRequest) -> HttpResponse:
    return _booklet(EVERYTHING)


@login_not_required
@require_safe
def theme_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _booklet(f"theme/{slug}")


@login_not_required
@require_safe
def case_study_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _booklet(f"read/{slug}")


def _booklet(key: str) -> HttpResponse:
    """The PDF as its texts stand now; made again where what it holds has changed."""
    found = fresh(key, provider=whose_hub(), now=timezone.now())
    return _pdf(bytes(found.content), key.rpartition("/")[2])


@login_not_required
@require_safe
def chosen(request: HttpRequest) -> HttpResponse:
    """A PDF of the texts that were ticked on a theme's page."""
    title, chapters = booklets.chosen(request.GET.getlist("study"))
    newest = max(study.changed_at for chapter in chapters for study in chapter.studies)
    data = papers.book(title, whose_hub(), chapters, made=newest)
    return _pdf(papers.printed(data, at=newest), "chosen-case-studies")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="practice-hub-{name}.pdf"'
    return answer


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Say whether a page was useful, or how one does it oneself. Whoever says something is thanked."""
    now = timezone.now()
    if request.method != "POST":
        initial = {
            "about": request.GET.get("about", "")[:120],
            "useful": {"yes": True, "no": False}.get(request.GET.get("useful", "")),
            "opened": int(now.timestamp()),
        }
        return page(
            request, "practice/feedback.html", {"form": Said(initial=initial), "breadcrumbs": _trail()}
        )
    form = Said(request.POST)
    if not form.is_valid():
        return page(request, "practice/feedback.html", {"form": form, "breadcrumbs": _trail()}, status=422)
    said = form.cleaned_data
    give(
        about=said["about"],
        useful=said["useful"],
        words=said["words"],
        trap=said["website"],
        seconds=int(now.timestamp()) - (said["opened"] or 0),
        now=now,
    )
    return redirect("practice:thanks")


@login_not_required
@require_safe
@compressed
def thanks(request: HttpRequest) -> HttpResponse:
    return page(request, "practice/thanks.html", {"breadcrumbs": _trail()})

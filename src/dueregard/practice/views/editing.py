"""The editor's pages: every text, writing one, where it stands, pages brought in, and what readers said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.markdown import html_of
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person
from dueregard.practice.choices import Status
from dueregard.practice.commands import editing as commands
from dueregard.practice.commands.bringing_in import bring_in
from dueregard.practice.commands.feedback import deal_with
from dueregard.practice.forms import BringIn, DealtWith, Shelf, Writing, written
from dueregard.practice.models import CaseStudy, Version
from dueregard.practice.queries import editing as queries
from dueregard.practice.queries.hub import reading
from dueregard.practice.queries.pictures import shown_by
from dueregard.practice.rules.comparing import compared
from dueregard.practice.rules.editing import WAYS, what_it_lacks
from dueregard.practice.rules.published import NotSuchAPage

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
MOVES = {
    "review": "Send to review",
    "published": "Publish",
    "draft": "Make it a draft again",
    "archived": "Archive",
}


def editor_of(request: HttpRequest) -> Person:
    """Whoever may edit or publish; for all others these pages are not there."""
    found: PersonRequest = request  # type: ignore[assignment]
    person: Person | None = getattr(request, "person", None)
    if person is None or not queries.editor(found.access):
        raise NotThere
    return person


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Every text, the last changed first."""
    editor_of(request)
    form = Shelf(request.GET)
    found = form.cleaned_data
    rows = queries.texts(found.get("status", ""), found.get("q", ""))
    shown = keyset(
        rows, order=("-changed_at", "-id"), after=request.GET.get("after"), before=request.GET.get("before")
    )
    stands = queries.counts()
    counts = [(status.label, stands[status.value]) for status in Status]
    used = any(found.get(name) for name in ("status", "q"))
    return page(
        request, "practice/shelf.html", {"form": form, "shown": shown, "counts": counts, "filtered": used}
    )


@GET_AND_POST
def start(request: HttpRequest) -> HttpResponse:
    person = editor_of(request)
    form = Writing(request.POST if request.method == "POST" else None, themes=queries.themes())
    if request.method != "POST" or not form.is_valid():
        return _writing(request, form, None, status=422 if form.is_bound else 200)
    try:
        made = commands.start(by=person, typed=form.typed(), now=timezone.now())
    except Refused as no:
        form.add_refusals(no.reasons)
        return _writing(request, form, None, status=409)
    messages.success(request, f"‘{made.title}’ is begun.")
    return redirect("practice:text", pk=made.pk)


@require_safe
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A text as readers will see it, with where it stands and what can be done."""
    editor_of(request)
    return _text(request, queries.text_of(pk))


@require_safe
def version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A version as it was, and what has changed since."""
    editor_of(request)
    study = queries.text_of(pk)
    found = queries.version_of(study, number)
    shown = {
        "study": study,
        "version": found,
        "lines": compared(_whole(found), _whole(study)) if _whole(found) != _whole(study) else [],
        "html": html_of(found.text, pictures=shown_by(study, found.text)),
        "breadcrumbs": [
            ("Practice hub: texts", reverse("practice:shelf")),
            (study.title, reverse("practice:text", args=[study.pk])),
        ],
    }
    return page(request, "practice/version.html", shown)


def _whole(text: CaseStudy | Version) -> str:
    return f"{text.title}\n{text.summary}\n{text.text}"


def _text(
    request: HttpRequest, study: CaseStudy, form: DrForm | None = None, *, status: int = 200
) -> HttpResponse:
    shown = {
        "study": study,
        "reading": reading(study.slug, drafts_too=True),
        "introduction": html_of(study.source.introduction, top=3) if study.source else "",
        "moves": [(to, MOVES[to]) for to in WAYS[study.status]],
        "lacks": what_it_lacks(commands.facts_of(study)) if study.status in ("draft", "review") else [],
        "versions": study.versions.select_related("by")[:50],
        "breadcrumbs": [("Practice hub: texts", reverse("practice:shelf"))],
        "form": form or DrForm(),
    }
    return page(request, "practice/text.html", shown, status=status)


@GET_AND_POST
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, study = editor_of(request), queries.text_of(pk)
    form = Writing(
        request.POST if request.method == "POST" else None,
        themes=queries.themes(),
        namesakes=queries.namesakes(study),
        initial=written(study),
    )
    if request.method != "POST" or not form.is_valid():
        return _writing(request, form, study, status=422 if form.is_bound else 200)
    number = form.cleaned_data["number"] or 0
    try:
        commands.rewrite(pk=pk, by=person, typed=form.typed(), number=number, now=timezone.now())
    except Refused as no:
        form.add_refusals(no.reasons)
        return _writing(request, form, queries.text_of(pk), status=409)
    except NotAllowed as no:
        form.add_refusals([no.reason])
        return _writing(request, form, study, status=403)
    messages.success(request, "Saved.")
    return redirect("practice:text", pk=pk)


def _writing(request: HttpRequest, form: Writing, study: CaseStudy | None, *, status: int) -> HttpResponse:
    trail = [("Practice hub: texts", reverse("practice:shelf"))]
    if study is not None:
        trail.append((study.title, reverse("practice:text", args=[study.pk])))
    return page(
        request, "practice/writing.html", {"form": form, "study": study, "breadcrumbs": trail}, status=status
    )


@require_POST
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, study = editor_of(request), queries.text_of(pk)
    form = DrForm(request.POST)
    form.is_valid()
    try:
        commands.move(pk=pk, by=person, to=str(request.POST.get("to", ""))[:20], now=timezone.now())
    except Refused as no:
        form.add_refusals(no.reasons)
        return _text(request, study, form, status=409)
    except NotAllowed as no:
        form.add_refusals([no.reason])
        return _text(request, study, form, status=403)
    messages.success(request, f"It is now: {queries.text_of(pk).get_status_display()}.")
    return redirect("practice:text", pk=pk)


@GET_AND_POST
def bring_in_page(request: HttpRequest) -> HttpResponse:
    """Bring a published page in; what became of it is shown on the same page."""
    person = editor_of(request)
    form = BringIn(request.POST, request.FILES) if request.method == "POST" else BringIn()
    shown: dict[str, Any] = {
        "form": form,
        "breadcrumbs": [("Practice hub: texts", reverse("practice:shelf"))],
    }
    if request.method != "POST" or not form.is_valid():
        return page(request, "practice/bring_in.html", shown, status=422 if request.method == "POST" else 200)
    upload = form.cleaned_data["page"]
    try:
        report = bring_in(content=upload.read(), name=upload.name, by=person.actor(), now=timezone.now())
    except NotSuchAPage as no:
        form.add_refusals([f"{upload.name} is not a page of case studies. {no} Nothing was brought in."])
        return page(request, "practice/bring_in.html", shown, status=409)
    shown |= {"report": report, "introduction": html_of(report.introduction, top=3)}
    return page(request, "practice/bring_in.html", shown)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What readers said, the newest first."""
    editor_of(request)
    every = request.GET.get("show") == "all"
    rows = queries.inbox(open_only=not every)
    shown = keyset(
        rows, order=("-at", "-id"), after=request.GET.get("after"), before=request.GET.get("before")
    )
    trail = [("Practice hub: texts", reverse("practice:shelf"))]
    return page(request, "practice/inbox.html", {"shown": shown, "every": every, "breadcrumbs": trail})


@GET_AND_POST
def dealt_with(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = editor_of(request)
    found = queries.inbox(open_only=False).filter(pk=pk).first()
    if found is None:
        raise NotThere
    form = DealtWith(request.POST if request.method == "POST" else None)
    trail = [("What readers said", reverse("practice:inbox"))]
    shown = {"form": form, "feedback": found, "breadcrumbs": trail}
    if request.method != "POST" or not form.is_valid():
        return page(request, "practice/dealt_with.html", shown, status=422 if form.is_bound else 200)
    try:
        deal_with(pk=pk, by=person, note=form.cleaned_data["note"], now=timezone.now())
    except Refused as no:
        form.add_refusals(no.reasons)
        return page(request, "practice/dealt_with.html", shown, status=409)
    messages.success(request, "It is dealt with.")
    return redirect("practice:inbox")

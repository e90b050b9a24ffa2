"""Papers for committees and the board: the list, the draft from live data, what was issued."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.assurance.catalogue import PAPER_TAKEN, PAPERS, READ
from dueregard.assurance.commands.paper import issue_paper
from dueregard.assurance.forms import DraftPaper, IssuePaper
from dueregard.assurance.models import Paper
from dueregard.assurance.papers import FORMATS, issued, paper_pdf, paper_workbook
from dueregard.assurance.queries.paper import content_of
from dueregard.assurance.queries.papers import may_read, papers_for
from dueregard.assurance.registries import PaperFrame
from dueregard.assurance.rules.periods import academic_year, year_of
from dueregard.assurance.views.frame import tabs
from dueregard.assurance.views.standard import person_of
from dueregard.documents.export import download
from dueregard.kernel.dates import LONDON, today_in_london
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.ledger.reads import recorded_read
from dueregard.organisation.access import PostInForce
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person

ORDER = ("-issued_at", "-id")


@require_safe
def papers(request: PersonRequest) -> HttpResponse:
    """The papers that were issued, and for whoever drafts them the way to a new one."""
    person = person_of(request)
    drafts = request.access.post_with(PAPERS)
    if drafts is None and not request.access.may(READ):
        raise NotThere
    shown = keyset(
        papers_for(person).defer("content"),
        order=ORDER,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    today = today_in_london(timezone.now())
    more = {
        "slice": shown,
        "form": DraftPaper(today=today, initial=_last_year(today)) if drafts else None,
        "tabs": tabs(request.access, "assurance:papers"),
    }
    return page(request, "assurance/papers.html", more)


def _last_year(today: Any) -> dict[str, Any]:
    """What is asked for most: the academic year so far, or in its first weeks the one that has ended."""
    this = year_of(academic_year(today))
    year = this if (today - this.first).days > 60 else year_of(academic_year(today) - 1)
    return {"first": year.first, "last": min(year.last, today)}


def _drafter(request: PersonRequest) -> PostInForce:
    person_of(request)
    post = request.access.post_with(PAPERS)
    if post is None:
        raise NotThere
    return post


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: PersonRequest) -> HttpResponse:
    """What a paper would say today; with a covering note it is issued. The address says for whom and when."""
    post, now = _drafter(request), timezone.now()
    today = today_in_london(now)
    asked = DraftPaper(request.GET, today=today)
    if not asked.is_valid():
        status = 422 if request.GET or request.method == "POST" else 200
        shown: dict[str, Any] = {"form": asked, "breadcrumbs": _crumbs()}
        return page(request, "assurance/paper_ask.html", shown, status=status)
    form = IssuePaper(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        made, status = _issue(person_of(request), post, asked.cleaned_data, form, now)
        if made is not None:
            messages.success(request, f"{made.shown_number} is issued. It stays as it is now.")
            return redirect("assurance:paper", pk=made.pk)
    wanted = asked.cleaned_data
    frame = PaperFrame(post.unit, wanted["first"], wanted["last"], wanted["audience"], today)
    shown = {
        "frame": frame,
        "body": wanted["body"],
        "sections": content_of(frame),
        "form": form,
        "breadcrumbs": _crumbs(),
    }
    return page(request, "assurance/paper_draft.html", shown, status=status)


def _issue(
    person: Person, post: PostInForce, wanted: dict[str, Any], form: IssuePaper, now: datetime
) -> tuple[Paper | None, int]:
    """The issued paper, or what the answer's status is without one."""
    if not form.is_valid():
        return None, 422
    try:
        note = form.cleaned_data["note"]
        return issue_paper(unit=post.unit, **wanted, note=note, by=person, now=now), 200
    except Refused as no:
        form.add_refusals(no.reasons)
        return None, 409


def _crumbs() -> list[tuple[str, str]]:
    return [("Papers", reverse("assurance:papers"))]


@require_safe
def paper(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = may_read(person_of(request), pk)
    shown = {
        "paper": found,
        "issued": issued(found),
        "sections": found.content["sections"],
        "downloads": [
            (label, reverse("assurance:paper-file", args=[pk, kind])) for kind, label in FORMATS.items()
        ],
        "breadcrumbs": _crumbs(),
    }
    return page(request, "assurance/paper.html", shown)


@require_safe
def file(request: PersonRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """The paper as a file. That it was taken is recorded before its first byte."""
    person = person_of(request)
    found = may_read(person, pk)
    if kind not in FORMATS:
        raise Http404
    recorded_read(PAPER_TAKEN, by=person.actor(), on=found.ref, data={"format": kind})
    content = paper_pdf(found) if kind == "pdf" else paper_workbook(found)
    name = f"{found.shown_number} {found.body}"
    on = found.issued_at.astimezone(LONDON).date()
    return download(content, name=name, kind=kind, on=on)  # type: ignore[arg-type]

"""Reviews of quiet processes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.audits.catalogue import PLAN
from dueregard.audits.commands.reviewing import Result, record_review
from dueregard.audits.forms import ReviewForm
from dueregard.audits.models import Review
from dueregard.audits.papers import review_paper
from dueregard.audits.queries.reviews import months_of, pairs_of, shown_requests
from dueregard.audits.queries.visible import may_see_review, reviews_for
from dueregard.audits.views.entrance import crumbs, insider, reader_of, today_of
from dueregard.documents.export import attachment, file_name
from dueregard.documents.pdf import RECORD, typeset
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.access import may
from dueregard.organisation.models import Person


@require_safe
def reviews(http: HttpRequest) -> HttpResponse:
    person = insider(http)
    rows = reviews_for(person).select_related("unit")
    shown = keyset(
        rows,
        order=("-proposed_at", "-id"),
        after=http.GET.get("after"),
        before=http.GET.get("before"),
        size=25,
    )
    return page(http, "audits/reviews.html", {"shown": shown})


@require_http_methods(["GET", "POST"])
def review(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The evidence, and for those who plan audits the form for what came of it."""
    person = reader_of(http)
    found = may_see_review(person, pk)
    form = ReviewForm(http.POST if http.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if http.method == "POST" and form.is_valid():
        try:
            record_review(pk=pk, by=person, said=Result(**form.cleaned_data), now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "The result of the review is recorded.")
            return redirect("audits:review", pk=pk)
    return page(http, "audits/review.html", _shown(http, found, person, form), status=status)


def _shown(http: HttpRequest, found: Review, person: Person, form: ReviewForm) -> dict[str, Any]:
    return {
        "review": found,
        "pairs": pairs_of(found),
        "months": months_of(found),
        "requests": shown_requests(found, person, today_of(http)),
        "form": form,
        "may_record": found.state == "proposed" and may(person, PLAN, unit=found.unit),
        "breadcrumbs": [*crumbs(), ("Reviews", reverse("audits:reviews"))],
    }


@require_safe
def review_pdf(http: HttpRequest, pk: UUID) -> HttpResponse:
    found = may_see_review(reader_of(http), pk)
    answer = HttpResponse(
        typeset(RECORD, review_paper(found, made=timezone.now())), content_type="application/pdf"
    )
    answer["Content-Disposition"] = attachment(file_name(f"review-{found.unit.name}", "pdf", today_of(http)))
    return answer

"""Complaints about freedom of speech, for those who answer them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.kernel.acting import act
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.ledger.commands import recorded_read
from dueregard.organisation.http import PersonRequest
from dueregard.statements import catalogue
from dueregard.statements.commands.complaint import answer_complaint
from dueregard.statements.forms import AnswerForm
from dueregard.statements.queries.complaint import complaint_of, complaints_for
from dueregard.statements.rules.complaining import where_next
from dueregard.statements.views.finding import person_of, today
from dueregard.statements.views.writing import tabs


@require_safe
def complaints(request: PersonRequest) -> HttpResponse:
    """All of them, newest first; what was written is on each one's own page."""
    person = person_of(request)
    if not request.access.units_where(catalogue.COMPLAINTS):
        raise NotThere
    rows = complaints_for(person, today()).defer("what", "answer")
    shown = keyset(
        rows, order=("-made_at", "-id"), after=request.GET.get("after"), before=request.GET.get("before")
    )
    return page(request, "statements/complaints.html", {"shown": shown, **tabs(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One complaint, and its answer. That it was opened is recorded before anything is shown."""
    person = person_of(request)
    found = complaint_of(person, pk, today())
    if request.method != "POST":
        recorded_read(catalogue.COMPLAINT_READ, by=person.actor(), on=found.ref)
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def do(typed: dict[str, Any]) -> HttpResponse:
        answer_complaint(pk=pk, by=person, now=timezone.now(), **typed)
        messages.success(request, "The answer is sent, and stays on the record.")
        return HttpResponseRedirect(reverse("statements:complaint", args=[pk]))

    context = {
        "complaint": found,
        "form": form,
        "next": where_next(found.who, nation=found.unit.nation, today=today_in_london(timezone.now())),
        "breadcrumbs": [("Complaints", reverse("statements:complaints"))],
    }
    return act(request, form, "statements/complaint.html", context, do)

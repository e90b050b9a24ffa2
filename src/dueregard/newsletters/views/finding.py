"""Who asks, and for what: shared by the pages of newsletters, briefings and the law-change log."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person


def today() -> date:
    return today_in_london(timezone.now())


def person_of(request: HttpRequest) -> Person:
    person: Person | None = getattr(request, "person", None)
    if person is None:
        raise NotThere
    return person


def act(
    request: HttpRequest,
    form: DrForm,
    template: str,
    context: dict[str, Any],
    do: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """Show the form, or do what it asks; a refusal comes back on the form with what was typed."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return do(form.cleaned_data)
            except Refused as refusal:
                form.add_refusals(refusal.reasons)
                status = 409
            except NotAllowed as no:
                form.add_refusals([no.reason])
                status = 403
    return page(request, template, context, status=status)

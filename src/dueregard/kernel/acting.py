"""A form that does something: shown, done, or shown again with the reasons against it and what was typed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page


def show_refusal(form: DrForm, no: Refused | NotAllowed) -> int:
    """Put the sentences above the form, which keeps what was typed; the status of the answer."""
    if isinstance(no, Refused):
        form.add_refusals(no.reasons)
        return 409
    form.add_refusals([no.reason])
    return 403


def act(
    http: HttpRequest,
    form: DrForm,
    template: str,
    context: dict[str, Any],
    do: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """Show the form (`form` in the template), or do what it asks with what was typed."""
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            return do(form.cleaned_data)
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
    return page(http, template, {"form": form, **context}, status=status)

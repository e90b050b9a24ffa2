"""The page on which a request is moved to the version of its procedure that is in force."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dueregard.events import catalogue
from dueregard.events.commands import moving
from dueregard.events.forms.work import NoteForm
from dueregard.events.models import EventRequest
from dueregard.events.queries.facts import request_facts
from dueregard.events.queries.moving import plan_of
from dueregard.events.rules.moving import why_not_move
from dueregard.events.views.record import seen, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, Refused, refuse_if
from dueregard.kernel.pages import page
from dueregard.organisation.access import require
from dueregard.procedures.catalogue import DRAFT
from dueregard.procedures.models import Edition
from dueregard.procedures.queries import in_force


@require_http_methods(["GET", "POST"])
def move(http: HttpRequest, pk: UUID) -> HttpResponse:
    """What would change, and a reason."""
    request, person = seen(http, pk)
    today = today_of(http)
    require(person, DRAFT, unit=request.unit, today=today)
    later = in_force(catalogue.KIND, request.unit, today) if request.unit else None
    form = NoteForm(
        http.POST if http.method == "POST" else None,
        label="Why is it moved?",
        hint="The organiser reads these words too.",
        needed="Say why it is moved.",
    )
    if form.is_bound and form.is_valid():
        try:
            moving.move(pk=pk, by=person, reason=form.cleaned_data["note"], now=timezone.now())
        except (Refused, NotAllowed) as no:
            return _page(http, request, later, form, status=show_refusal(form, no))
        messages.success(http, "It runs by the version in force from now on.")
        return redirect("events:request", pk=pk)
    newer = later is not None and later.pk != request.edition_id
    of_a_body = request.main_id is not None
    refuse_if(why_not_move(request_facts(request), by=str(person.pk), newer=newer, of_a_body=of_a_body))
    return _page(http, request, later, form, status=422 if form.is_bound else 200)


def _page(
    http: HttpRequest, request: EventRequest, later: Edition | None, form: NoteForm, *, status: int
) -> HttpResponse:
    would = list(plan_of(request, later)[0].sentences()) if later and request.is_open else []
    shown = {"request_": request, "form": form, "later": later, "would": would}
    return page(http, "events/move.html", shown, status=status)

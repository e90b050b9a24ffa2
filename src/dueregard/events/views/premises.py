"""The page on which a person records which duty of a large gathering applies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dueregard.events.catalogue import PREMISES
from dueregard.events.commands.premises import judge_premises
from dueregard.events.forms.premises import PremisesForm
from dueregard.events.queries.premises import premises_of
from dueregard.events.views.record import seen, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.pages import page
from dueregard.organisation.access import require


@require_http_methods(["GET", "POST"])
def premises(http: HttpRequest, pk: UUID) -> HttpResponse:
    request, person = seen(http, pk)
    if request.organiser_id == person.pk:
        raise NotAllowed("Someone else must judge the duties for an event that you organise yourself.")
    require(person, PREMISES, unit=request.place or request.unit, today=today_of(http))
    form = PremisesForm(http.POST if http.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            judge_premises(pk=pk, by=person, now=timezone.now(), **form.cleaned_data)
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "It is on the record, apart from the decision about the event.")
            return redirect("events:request", pk=pk)
    shown = {"request_": request, "form": form, "premises": premises_of(request)}
    return page(http, "events/premises.html", shown, status=status)

"""Advising before a decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dueregard.events import catalogue
from dueregard.events.commands import advising
from dueregard.events.forms.advising import AdviceForm
from dueregard.events.queries.advice import advisers
from dueregard.events.queries.facts import open_turn_of, person_facts
from dueregard.events.queries.record import Record, record_of
from dueregard.events.rules.advising import why_not_advise
from dueregard.events.views.record import seen, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.pages import page
from dueregard.organisation.access import require


@require_http_methods(["GET", "POST"])
def advise(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole record, and a form for risks, mitigations and a recommendation."""
    request, person = seen(http, pk)
    if request.organiser_id == person.pk:
        raise NotThere
    record = record_of(request, person, today_of(http))
    form = AdviceForm(http.POST if http.method == "POST" else None)
    if http.method == "POST" and form.is_valid():
        try:
            advising.advise(pk=pk, by=person, now=timezone.now(), **form.cleaned_data)
        except (Refused, NotAllowed) as no:
            return _page(http, record, form, status=show_refusal(form, no))
        messages.success(http, "Your advice is on the record. Whoever decides reads it.")
        return redirect("events:request", pk=pk)
    if http.method == "GET":
        _may_advise(http, record)
    return _page(http, record, form, status=422 if form.is_bound else 200)


def _may_advise(http: HttpRequest, record: Record) -> None:
    today, turn = today_of(http), open_turn_of(record.request)
    assert record.reader is not None
    require(record.reader, catalogue.ADVISE, unit=turn.unit if turn else record.request.unit, today=today)
    asked = turn is not None and bool(turn.advice_post)
    people = advisers(turn, today) if turn and asked else []
    refuse_if(why_not_advise(record.facts, asked=asked, by=person_facts(record.reader, people)))


def _page(http: HttpRequest, record: Record, form: AdviceForm, *, status: int) -> HttpResponse:
    asked = next((each for each in record.advice if each.is_open), None)
    shown = {"record": record, "request_": record.request, "form": form, "asked": asked}
    return page(http, "events/advise.html", shown, status=status)

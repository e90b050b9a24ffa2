"""The pages on which the risks of an event are noted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.events.commands import risk as commands
from dueregard.events.forms.risk import HazardForm, MitigationForm, rated
from dueregard.events.mitigations import CATALOGUE
from dueregard.events.models import EventRequest
from dueregard.events.queries.owners import owner_choices
from dueregard.events.queries.risk import Risk, risks_of, why_not
from dueregard.events.rules.mitigating import Kind, by_category
from dueregard.events.views.record import seen, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person

OWN_WORDS = "own-words"


def _at_work(http: HttpRequest, pk: UUID) -> tuple[EventRequest, Person]:
    """The request, for those who may note its risks. Others who see it are told why not."""
    request, person = seen(http, pk)
    if request.organiser_id == person.pk:
        raise NotAllowed("Someone else must note the risks of an event that you organise yourself.")
    reasons = why_not(person, request, today_of(http))
    if reasons and request.is_open:
        raise NotAllowed(reasons[0])
    refuse_if(reasons)
    return request, person


def _data(http: HttpRequest) -> Any:
    return http.POST if http.method == "POST" else None


@require_http_methods(["GET", "POST"])
def risks(http: HttpRequest, pk: UUID) -> HttpResponse:
    """All risks of the event, and a form for another."""
    request, person = _at_work(http, pk)
    form, status = HazardForm(_data(http)), 422 if http.method == "POST" else 200
    if form.is_valid():
        try:
            made = commands.note_hazard(pk=pk, by=person, hazard=form.facts(), now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "The risk is noted. Say now what would meet it.")
            return redirect("events:hazard", pk=pk, hazard=made.pk)
    shown = {"request_": request, "form": form, "risks": risks_of(request)}
    return page(http, "events/risks.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def hazard(http: HttpRequest, pk: UUID, hazard: UUID) -> HttpResponse:
    """One risk: its ratings before and after, and what would meet it."""
    request, person = _at_work(http, pk)
    risk = _risk(request, hazard)
    form, status = rated(risk.hazard, _data(http)), 422 if http.method == "POST" else 200
    if form.is_valid():
        try:
            commands.change_hazard(pk=hazard, request=pk, by=person, hazard=form.facts(), now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "The risk is rated anew.")
            return redirect("events:risk", pk=pk)
    shown = {"request_": request, "form": form, "risk": risk}
    return page(http, "events/hazard.html", shown, status=status)


def _risk(request: EventRequest, hazard: UUID) -> Risk:
    found = next((risk for risk in risks_of(request) if risk.hazard.pk == hazard), None)
    if found is None:
        raise NotThere
    return found


@require_http_methods(["GET", "POST"])
def mitigate(http: HttpRequest, pk: UUID, hazard: UUID) -> HttpResponse:
    """Choose from the catalogue, then say it for this event. What bears on speech says so first, and asks why."""
    request, person = _at_work(http, pk)
    risk = _risk(request, hazard)
    shown: dict[str, Any] = {"request_": request, "risk": risk}
    chosen = http.GET.get("kind", "")
    if not chosen and http.method == "GET":
        return page(http, "events/mitigations.html", shown | {"catalogue": by_category(CATALOGUE)})
    kind = _kind(chosen)
    form = MitigationForm(_data(http), kind=kind, owners=owner_choices(request))
    status = 422 if http.method == "POST" else 200
    if form.is_valid():
        try:
            commands.note_mitigation(
                pk=hazard, request=pk, by=person, mitigation=form.facts(), now=timezone.now()
            )
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "It is noted. Say what remains of the risk with it in place.")
            return redirect("events:hazard", pk=pk, hazard=hazard)
    return page(http, "events/mitigate.html", shown | {"form": form, "kind": kind}, status=status)


def _kind(code: str) -> Kind | None:
    """A kind of the catalogue; None for own words."""
    if code in ("", OWN_WORDS):
        return None
    if code not in CATALOGUE:
        raise NotThere
    return CATALOGUE[code]


@require_POST
def hazard_off(http: HttpRequest, pk: UUID, hazard: UUID) -> HttpResponse:
    _, person = _at_work(http, pk)
    commands.take_hazard_off(pk=hazard, request=pk, by=person, now=timezone.now())
    messages.success(http, "The risk is taken off.")
    return redirect("events:risk", pk=pk)


@require_POST
def mitigation_off(http: HttpRequest, pk: UUID, mitigation: UUID) -> HttpResponse:
    _, person = _at_work(http, pk)
    done = commands.take_mitigation_off(pk=mitigation, request=pk, by=person, now=timezone.now())
    messages.success(http, "The mitigation is taken off.")
    return redirect("events:hazard", pk=pk, hazard=done.hazard_id)

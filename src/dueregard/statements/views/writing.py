"""The way of a version: listed, started, written, read again, approved, put in force, or discarded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.kernel.acting import act
from dueregard.kernel.dates import long_date
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.markdown import html_of as as_html
from dueregard.kernel.pages import page
from dueregard.organisation.access import require
from dueregard.organisation.http import PersonRequest
from dueregard.statements.catalogue import APPROVE, COMPLAINTS, DRAFT, SEND
from dueregard.statements.commands import version as commands
from dueregard.statements.forms import DraftForm, PutInForceForm
from dueregard.statements.models import KINDS
from dueregard.statements.queries import version as queries
from dueregard.statements.queries.standing import PARTS, providers_for
from dueregard.statements.views.finding import may, person_of, provider_of, today, version_of, way_to
from dueregard.versions.choices import Status
from dueregard.versions.forms import ApproveForm
from dueregard.versions.queries import others_who_may
from dueregard.versions.rules import why_no_approval_here

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def statements(request: PersonRequest) -> HttpResponse:
    """All texts of the providers with which this person has to do."""
    person_of(request)
    units = providers_for(request.access, *PARTS)
    if not units:
        raise NotThere
    context = {
        "shelves": queries.shelves(units, today()),
        "several": len(units) > 1,
        "may_draft": bool(request.access.units_where(DRAFT)),
        "may_see_drafts": bool(request.access.units_where(DRAFT) or request.access.units_where(APPROVE)),
        **tabs(request),
    }
    return page(request, "statements/list.html", context)


def tabs(request: PersonRequest) -> dict[str, Any]:
    """Which pages beside the list this person has."""
    return {
        "may_send": bool(request.access.units_where(SEND)),
        "may_answer": bool(request.access.units_where(COMPLAINTS)),
    }


@require_POST
def start(request: PersonRequest, kind: str, unit: UUID) -> HttpResponse:
    found = provider_of(request, kind, unit, DRAFT, APPROVE)
    draft = commands.start_draft(by=person_of(request), kind=kind, unit=found, now=timezone.now())
    return HttpResponseRedirect(reverse("statements:edit", args=[draft.pk]))


@require_safe
def versions(request: PersonRequest, kind: str, unit: UUID) -> HttpResponse:
    """Every version of one text, newest first."""
    found = provider_of(request, kind, unit, DRAFT, APPROVE)
    day = today()
    now = queries.in_force(kind, found, day)
    rows = [(row, queries.state_of(row, now, day)) for row in queries.versions_of(kind, found)]
    context = {"unit": found, "kind_title": KINDS[kind], "rows": rows, "breadcrumbs": way_to()}
    return page(request, "statements/versions.html", context)


@require_safe
def version(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What a version says, and what can be done with it."""
    found = version_of(request, pk)
    day = today()
    context = {
        "version": found,
        "html": as_html(found.text),
        "breadcrumbs": way_to(),
        "state": queries.state_of(found, queries.in_force(found.kind, found.unit, day), day),
        "may_edit": found.status == Status.DRAFT and may(request, DRAFT, found.unit),
        "may_approve": found.status == Status.DRAFT and may(request, APPROVE, found.unit),
        "may_put_in_force": found.status == Status.APPROVED and may(request, APPROVE, found.unit),
        "may_discard": found.status != Status.DATED and may(request, DRAFT, found.unit),
    }
    return page(request, "statements/version.html", context)


@GET_AND_POST
def edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = version_of(request, pk)
    require(person_of(request), DRAFT, unit=found.unit)
    if found.status != Status.DRAFT and request.method != "POST":
        return HttpResponseRedirect(reverse("statements:version", args=[found.pk]))
    names = ("title", "text", "reason", "revision")
    initial = {name: getattr(found, name) for name in names}
    form = DraftForm(request.POST if request.method == "POST" else None, initial=initial)
    context = {"version": found, "form": form, "breadcrumbs": way_to(found), "html": as_html(found.text)}

    if request.method != "POST" or not form.is_valid():
        return page(request, "statements/edit.html", context, status=422 if form.is_bound else 200)
    try:
        commands.save_draft(pk=pk, by=person_of(request), now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        return _overtaken(request, pk, form.cleaned_data, refusal)
    messages.success(request, "Saved.")
    return HttpResponseRedirect(reverse("statements:edit", args=[pk]))


def _overtaken(request: PersonRequest, pk: UUID, typed: dict[str, Any], refusal: Refused) -> HttpResponse:
    """Nothing is lost: the form comes back with what was typed, and the next save knows of the other one."""
    latest = version_of(request, pk)
    form = DraftForm({**typed, "revision": latest.revision})
    form.full_clean()
    form.add_refusals(refusal.reasons)
    theirs = latest.text if latest.text != typed["text"] else ""
    context = {"version": latest, "form": form, "theirs": theirs, "breadcrumbs": way_to(latest)}
    return page(request, "statements/edit.html", context | {"html": as_html(latest.text)}, status=409)


@GET_AND_POST
def approve(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = version_of(request, pk)
    person = person_of(request)
    require(person, APPROVE, unit=found.unit)
    own = found.drafted_by_id == person.pk
    others = own and others_who_may(APPROVE, person, found.unit, today())
    given = request.POST if request.method == "POST" else None
    form = ApproveForm(given, alone=own and not others, initial={"revision": found.revision})
    context = {
        "version": found,
        "form": form,
        "html": as_html(found.text),
        "breadcrumbs": way_to(found),
        "why_not": why_no_approval_here(status=found.status, own=own, others=others, what="statement"),
    }

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.approve(pk=pk, by=person, now=timezone.now(), **typed)
        messages.success(request, f"Version {found.number} is approved. Say from which day it is in force.")
        return HttpResponseRedirect(reverse("statements:put_in_force", args=[pk]))

    return act(request, form, "statements/approve.html", context, do)


@GET_AND_POST
def put_in_force(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = version_of(request, pk)
    require(person_of(request), APPROVE, unit=found.unit)
    form = PutInForceForm(request.POST if request.method == "POST" else None, initial={"starts": today()})
    why_not = "" if found.status == Status.APPROVED else "Only an approved version can be put in force."
    context = {"version": found, "form": form, "why_not": why_not, "breadcrumbs": way_to(found)}

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.put_in_force(pk=pk, by=person_of(request), now=timezone.now(), **typed)
        said = f"Version {found.number} is in force from {long_date(typed['starts'])}."
        messages.success(request, said)
        return HttpResponseRedirect(reverse("statements:list"))

    return act(request, form, "statements/put_in_force.html", context, do)


@GET_AND_POST
def discard(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = version_of(request, pk)
    require(person_of(request), DRAFT, unit=found.unit)
    form = DrForm(request.POST if request.method == "POST" else None)

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.discard(pk=pk, by=person_of(request), now=timezone.now())
        messages.success(request, f"Version {found.number} is discarded.")
        return HttpResponseRedirect(reverse("statements:list"))

    context = {"version": found, "form": form, "breadcrumbs": way_to(found)}
    return act(request, form, "statements/discard.html", context, do)

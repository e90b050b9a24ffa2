"""The way of a version: started, written, read again, approved, put in force, or discarded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.kernel.acting import act
from dueregard.kernel.dates import long_date
from dueregard.kernel.errors import Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.organisation.access import require
from dueregard.organisation.http import PersonRequest
from dueregard.procedures import commands, queries
from dueregard.procedures.catalogue import APPROVE, DRAFT
from dueregard.procedures.forms import DraftForm, PutInForceForm
from dueregard.procedures.models import Version
from dueregard.procedures.rules.words import vocabulary
from dueregard.procedures.views.finding import frame, may, person_of, today, unit_of, version_of, way_to
from dueregard.versions.choices import Status
from dueregard.versions.forms import ApproveForm
from dueregard.versions.queries import others_who_may
from dueregard.versions.rules import why_no_approval_here

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def start(request: PersonRequest, kind: str, unit: UUID) -> HttpResponse:
    found = unit_of(request, kind, unit)
    draft = commands.start_draft(by=person_of(request), kind=kind, unit=found, now=timezone.now())
    return HttpResponseRedirect(reverse("procedures:edit", args=[draft.pk]))


@require_safe
def version(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What a version says and changes, and what can be done with it."""
    found = version_of(request, pk)
    context = frame(found) | {
        "breadcrumbs": way_to(found.unit, found.kind),
        "state": queries.state_of(found, today()),
        "comparison": queries.compare(found, today()),
        "may_edit": found.status == Status.DRAFT and may(request, DRAFT, found.unit),
        "may_approve": found.status == Status.DRAFT and may(request, APPROVE, found.unit),
        "may_put_in_force": found.status == Status.APPROVED and may(request, APPROVE, found.unit),
        "may_discard": found.status != Status.DATED and may(request, DRAFT, found.unit),
    }
    return page(request, "procedures/version.html", context)


@GET_AND_POST
def edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = version_of(request, pk)
    require(person_of(request), DRAFT, unit=found.unit)
    if found.status != Status.DRAFT and request.method != "POST":
        return HttpResponseRedirect(reverse("procedures:version", args=[found.pk]))
    if request.method != "POST":
        form = DraftForm(initial={"text": found.text, "reason": found.reason, "revision": found.revision})
        return _editor(request, found, form, found.text)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _editor(request, found, form, str(form["text"].value() or ""))
    typed = form.cleaned_data
    try:
        saved = commands.save_draft(pk=pk, by=person_of(request), now=timezone.now(), **typed)
    except Refused as refusal:
        return _overtaken(request, pk, typed, refusal)
    messages.success(request, "Saved.")
    return HttpResponseRedirect(reverse("procedures:edit", args=[saved.pk]))


def _overtaken(request: PersonRequest, pk: UUID, typed: dict[str, Any], refusal: Refused) -> HttpResponse:
    """Nothing is lost: the form comes back with what was typed, and the next save knows of the other one."""
    latest = version_of(request, pk)
    form = DraftForm({**typed, "revision": latest.revision})
    form.full_clean()
    form.add_refusals(refusal.reasons)
    theirs = latest.text if latest.text != typed["text"] else ""
    return _editor(request, latest, form, typed["text"], status=409, theirs=theirs)


def _editor(
    request: PersonRequest,
    version: Version,
    form: DraftForm,
    text: str,
    *,
    status: int = 200,
    theirs: str = "",
) -> HttpResponse:
    context = frame(version) | {
        "form": form,
        "listing": queries.listing(version, text, today()),
        "theirs": theirs,
        "vocabulary": vocabulary(),
        "posts": queries.post_titles(),
    }
    return page(request, "procedures/edit.html", context, status=status)


@GET_AND_POST
def approve(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = version_of(request, pk)
    person = person_of(request)
    require(person, APPROVE, unit=found.unit)
    own = found.drafted_by_id == person.pk
    others = own and others_who_may(APPROVE, person, found.unit, today())
    given = request.POST if request.method == "POST" else None
    form = ApproveForm(given, alone=own and not others, initial={"revision": found.revision})
    context = frame(found) | {
        "form": form,
        "comparison": queries.compare(found, today()),
        "why_not": why_no_approval_here(status=found.status, own=own, others=others, what="procedure"),
    }
    return act(request, form, "procedures/approve.html", context, lambda typed: _approved(request, pk, typed))


def _approved(request: PersonRequest, pk: UUID, typed: dict[str, Any]) -> HttpResponse:
    found = commands.approve(pk=pk, by=person_of(request), now=timezone.now(), **typed)
    messages.success(request, f"Version {found.number} is approved. Say from which day it is in force.")
    return HttpResponseRedirect(reverse("procedures:put_in_force", args=[pk]))


@GET_AND_POST
def put_in_force(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = version_of(request, pk)
    require(person_of(request), APPROVE, unit=found.unit)
    form = PutInForceForm(request.POST if request.method == "POST" else None, initial={"starts": today()})
    why_not = "" if found.status == Status.APPROVED else "Only an approved version can be put in force."
    context = frame(found) | {"form": form, "why_not": why_not, "gaps": queries.gaps_of(found, today())}
    return act(
        request, form, "procedures/put_in_force.html", context, lambda typed: _dated(request, pk, typed)
    )


def _dated(request: PersonRequest, pk: UUID, typed: dict[str, Any]) -> HttpResponse:
    found = commands.put_in_force(pk=pk, by=person_of(request), now=timezone.now(), **typed)
    messages.success(request, f"Version {found.number} is in force from {long_date(typed['starts'])}.")
    return HttpResponseRedirect(reverse("procedures:procedure", args=[found.kind, found.unit_id]))


@GET_AND_POST
def discard(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = version_of(request, pk)
    require(person_of(request), DRAFT, unit=found.unit)
    form = DrForm(request.POST if request.method == "POST" else None)
    context = frame(found) | {"form": form}
    return act(request, form, "procedures/discard.html", context, lambda typed: _discarded(request, pk))


def _discarded(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = commands.discard(pk=pk, by=person_of(request), now=timezone.now())
    messages.success(request, f"Version {found.number} is discarded.")
    return HttpResponseRedirect(reverse("procedures:procedure", args=[found.kind, found.unit_id]))

"""Making a pack: choose, replace names, read the preview, sign, download."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.documents.export import attachment, file_name
from dueregard.exchange import catalogue
from dueregard.exchange.commands import sending as commands
from dueregard.exchange.forms import Begin, Replacing, Seal
from dueregard.exchange.models import Parcel
from dueregard.exchange.packs import own_fingerprint
from dueregard.exchange.queries.offers import offers
from dueregard.exchange.queries.visible import (
    in_groups,
    may_see_parcel,
    packs_for,
    parcels_for,
    provider_where,
)
from dueregard.exchange.rules.naming import Found
from dueregard.exchange.rules.parts import kinds
from dueregard.exchange.views.entrance import crumbs, insider
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.markdown import html_of
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.ledger.checkpoints import signing_key
from dueregard.ledger.commands import recorded_read
from dueregard.organisation.access import may, units_where
from dueregard.practice.registries import tabs_of

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def listed(http: HttpRequest) -> HttpResponse:
    """Packs made here, and packs of others."""
    person = insider(http)
    made = keyset(
        parcels_for(person),
        order=("-begun_at", "-id"),
        after=http.GET.get("after"),
        before=http.GET.get("before"),
    )
    came = keyset(
        packs_for(person),
        order=("-at", "-id"),
        after=http.GET.get("came_after"),
        before=http.GET.get("came_before"),
        size=50,
    )
    shown = {
        "made": made,
        "came": came,
        "sends": may(person, catalogue.SEND),
        "brings": may(person, catalogue.BRING_IN),
        "own": _own_key(),
        "tabs": tabs_of(person, "exchange:list"),
    }
    return page(http, "exchange/list.html", shown)


def _own_key() -> str:
    try:
        return in_groups(own_fingerprint(signing_key()))
    except Refused:
        return ""


@GET_AND_POST
def new(http: HttpRequest) -> HttpResponse:
    """Choose what goes into a pack."""
    person = insider(http)
    unit, now = provider_where(person, catalogue.SEND), timezone.now()
    data = http.POST if http.method == "POST" else None
    offered = offers(unit, units_where(person, catalogue.SEND), today_in_london(now))
    form = Begin(data, offers=offered)
    status = 422 if form.is_bound else 200
    if data is not None and form.is_valid():
        said = form.cleaned_data
        try:
            made = commands.begin(by=person, unit=unit, title=said["title"], keys=said["keys"], now=now)
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            return redirect("exchange:parcel", pk=made.pk)
    shown = {"form": form, "offered": offered, "breadcrumbs": crumbs()}
    return page(http, "exchange/new.html", shown, status=status)


@GET_AND_POST
def parcel(http: HttpRequest, pk: UUID) -> HttpResponse:
    """What names somebody in the texts, what takes its place, and the texts as they would leave."""
    person = insider(http)
    found = may_see_parcel(person, pk)
    form = _replacing(http, found)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            commands.replace_names(
                pk=pk,
                by=person,
                words=form.words(),
                more=form.others(),
                revision=said["revision"] or 0,
                now=timezone.now(),
            )
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "Saved. Read the preview below.")
            return redirect("exchange:parcel", pk=pk)
    return _parcel(http, found, form, Seal(initial={"revision": found.revision}), status=status)


def _replacing(http: HttpRequest, found: Parcel, *, bound: bool = True) -> Replacing:
    data = http.POST if http.method == "POST" and bound else None
    return Replacing(data, found=[Found(**each) for each in found.replacements], revision=found.revision)


def _parcel(http: HttpRequest, found: Parcel, form: Replacing, seal: Seal, *, status: int) -> HttpResponse:
    title, parts = commands.as_it_leaves(found)
    shown: dict[str, Any] = {
        "parcel": found,
        "form": form,
        "seal": seal,
        "title": title,
        "parts": [_preview(each) for each in parts],
        "own": _own_key(),
        "breadcrumbs": crumbs(),
    }
    return page(http, "exchange/parcel.html", shown, status=status)


def _preview(part: dict[str, Any]) -> dict[str, Any]:
    """A part as a reader sees it; a procedure as it is written."""
    data, kind = part["data"], kinds()[part["kind"]]
    return {"kind": kind.label, "data": data, "html": html_of(kind.read(data), top=4)}


@require_POST
def seal(http: HttpRequest, pk: UUID) -> HttpResponse:
    person = insider(http)
    found = may_see_parcel(person, pk)
    form = Seal(http.POST)
    status = 422
    if form.is_valid():
        try:
            revision = form.cleaned_data["revision"] or 0
            commands.seal(pk=pk, by=person, revision=revision, now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "The pack is signed. Send the file as you like.")
            return redirect("exchange:parcel", pk=pk)
    return _parcel(http, found, _replacing(http, found, bound=False), form, status=status)


@require_POST
def discard(http: HttpRequest, pk: UUID) -> HttpResponse:
    person = insider(http)
    may_see_parcel(person, pk)
    commands.discard(pk=pk, by=person, now=timezone.now())
    messages.success(http, "The pack is gone. It was never signed.")
    return redirect("exchange:list")


@require_safe
def file(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The signed file. That it was taken is recorded before it is sent."""
    person = insider(http)
    found = may_see_parcel(person, pk)
    if found.content is None:
        raise NotThere
    recorded_read(catalogue.TAKEN, by=person.actor(), on=found.ref, data={"digest": found.digest})
    answer = HttpResponse(bytes(found.content), content_type="application/zip")
    answer["Content-Disposition"] = attachment(file_name(f"pack-{found.title}", "zip"))
    answer["Cache-Control"] = "no-store"
    return answer

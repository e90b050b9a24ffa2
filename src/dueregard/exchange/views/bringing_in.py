"""A pack of another provider: who signed it, what is in it, what comes in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.exchange import catalogue
from dueregard.exchange.commands import bringing_in as commands
from dueregard.exchange.forms import BringIn, Choosing, Know
from dueregard.exchange.models import Pack
from dueregard.exchange.packs import own_fingerprint
from dueregard.exchange.queries.visible import (
    Shown,
    in_groups,
    may_see_pack,
    names_of_keys,
    parts_of,
    provider_where,
)
from dueregard.exchange.rules.parts import NotAPack, kinds
from dueregard.exchange.views.entrance import crumbs, insider
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.markdown import html_of
from dueregard.kernel.pages import page
from dueregard.ledger.checkpoints import signing_key

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_AND_POST
def upload(http: HttpRequest) -> HttpResponse:
    """Open a pack. Nothing of it is used before somebody has seen who signed it."""
    person = insider(http)
    unit = provider_where(person, catalogue.BRING_IN)
    form = BringIn(http.POST, http.FILES) if http.method == "POST" else BringIn()
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            content = form.cleaned_data["pack"].read()
            pack = commands.look_at(content=content, unit=unit, by=person, now=timezone.now())
        except NotAPack as no:
            form.add_refusals([str(no)])
            status = 409
        else:
            return redirect("exchange:pack", pk=pack.pk)
    return page(http, "exchange/bring_in.html", {"form": form, "breadcrumbs": crumbs()}, status=status)


@GET_AND_POST
def pack(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Who signed it, what is inside, and what would come in as a draft."""
    person = insider(http)
    found = may_see_pack(person, pk)
    parts = parts_of(found)
    form = Choosing(http.POST if http.method == "POST" else None, shown=parts)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            report = commands.bring_in(pk=pk, numbers=form.numbers(), by=person, now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            _say(http, report)
            return redirect("exchange:pack", pk=pk)
    return _pack(http, found, parts, form, Know(), status=status)


def _say(http: HttpRequest, report: commands.Report) -> None:
    if report.came_in:
        messages.success(http, f"Came in as drafts: {', '.join(report.came_in)}.")
    if report.here:
        messages.info(http, f"Here already: {', '.join(report.here)}.")
    for sentence in report.refused:
        messages.error(http, f"Did not come in. {sentence}")


def _pack(
    http: HttpRequest, found: Pack, parts: list[Shown], form: Choosing, know: Know, *, status: int
) -> HttpResponse:
    shown: dict[str, Any] = {
        "pack": found,
        "parts": [_part(each) for each in parts],
        "form": form,
        "left": any(not each.here for each in parts),
        "know": know,
        "known": names_of_keys(found.unit, [found.key]).get(found.key, ""),
        "own": _is_ours(found.key),
        "fingerprint": in_groups(found.key),
        "breadcrumbs": crumbs(),
    }
    return page(http, "exchange/pack.html", shown, status=status)


def _part(shown: Shown) -> dict[str, Any]:
    data, kind = shown.part.data, kinds()[shown.part.kind]
    return {
        "part": shown.part,
        "kind": kind.label,
        "here": shown.here,
        "data": data,
        "html": html_of(kind.read(data), top=4),
    }


def _is_ours(key: str) -> bool:
    try:
        return own_fingerprint(signing_key()) == key
    except Refused:
        return False


@require_POST
def know(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark the key of a pack as known, or no longer."""
    person = insider(http)
    found = may_see_pack(person, pk)
    form = Know(http.POST)
    if http.POST.get("do") == "forget":
        commands.forget_key(unit=found.unit, key=found.key, by=person, now=timezone.now())
        messages.success(http, "The key is no longer known.")
        return redirect("exchange:pack", pk=pk)
    status = 422
    if form.is_valid():
        try:
            commands.know_key(
                unit=found.unit, key=found.key, name=form.cleaned_data["name"], by=person, now=timezone.now()
            )
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "The key is known from now on.")
            return redirect("exchange:pack", pk=pk)
    parts = parts_of(found)
    return _pack(http, found, parts, Choosing(None, shown=parts), form, status=status)

"""What we do, what we record, who decides: as everybody reads it, and behind it for those who oversee."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dueregard.assurance.catalogue import PUBLISH, READ
from dueregard.assurance.commands import showing
from dueregard.assurance.models import PublicTrust
from dueregard.assurance.queries.paper.rows import ENDINGS
from dueregard.assurance.queries.standard import shown_to_the_public
from dueregard.assurance.queries.trust import (
    counts_of,
    endings,
    figures_of,
    last_full_year,
    page_of,
    trusting_the_public,
)
from dueregard.assurance.rules.counting import FEW
from dueregard.assurance.views.frame import tabs
from dueregard.events.queries.visible import visible_to
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Person, Unit


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """The page of a provider that shows it; no such page where none does."""
    kept = trusting_the_public()
    code = request.GET.get("provider", "")
    wanted = [each for each in kept if not code or each.unit.code == code]
    if not wanted:
        raise Http404
    if len(wanted) > 1:
        context = {"title": "What we do, and what we record", "providers": [each.unit for each in wanted]}
        return page(request, "assurance/trust_choose.html", context)
    return page(
        request, "assurance/trust_public.html", _shown(wanted[0].unit, wanted[0].figures, wanted[0].made_at)
    )


def _shown(unit: Unit, figures: dict[str, Any], made_at: Any) -> dict[str, Any]:
    today = today_in_london(timezone.now())
    return {
        "trust": page_of(unit, figures, made_at, today),
        "standard": any(each.unit_id == unit.pk for each in shown_to_the_public()),
        "few": FEW,
    }


def _overseer(request: PersonRequest) -> tuple[Person, Unit]:
    """Somebody who oversees or publishes, and the provider that the page is of."""
    post = request.access.post_with(READ) or request.access.post_with(PUBLISH)
    if request.person is None or post is None:
        raise NotThere
    return request.person, provider_of(post.unit)


@require_safe
def trust(request: PersonRequest) -> HttpResponse:
    """The page as everybody would read it, and for those who oversee the provider every number as it is."""
    _, unit = _overseer(request)
    today, now = today_in_london(timezone.now()), timezone.now()
    figures = figures_of(unit, today)
    counts = (
        counts_of(endings(unit, last_full_year(today), today)) if request.access.may(READ, unit=unit) else {}
    )
    kept = PublicTrust.objects.filter(unit=unit).first()
    shown = {
        **_shown(unit, figures, now),
        "rows": [(key, title, counts[key], _said(figures, title)) for key, title in ENDINGS.items()]
        if counts
        else [],
        "total": sum(counts.values()),
        "is_shown": kept is not None and kept.shown,
        "publishes": request.access.may(PUBLISH, unit=unit),
        "tabs": tabs(request.access, "assurance:trust"),
    }
    return page(request, "assurance/trust.html", shown)


def _said(figures: dict[str, Any], title: str) -> int | None:
    found: int | None = next(row["count"] for row in figures["rows"] if row["title"] == title)
    return found


@require_safe
def requests(request: PersonRequest) -> HttpResponse:
    """The requests behind one number, for those who oversee the whole provider."""
    person, unit = _overseer(request)
    ending = request.GET.get("ending", "approved")
    if not request.access.may(READ, unit=unit) or ending not in ENDINGS:
        raise NotThere
    today = today_in_london(timezone.now())
    period = last_full_year(today)
    ids = [row.request_id for row in endings(unit, period, today) if row.ending == ending]
    rows = visible_to(person, today).filter(pk__in=ids).select_related("unit")
    shown = keyset(
        rows, order=("-number", "-id"), after=request.GET.get("after"), before=request.GET.get("before")
    )
    context = {
        "what": ENDINGS[ending],  # type: ignore[index]
        "count": len(ids),
        "period": period,
        "shown": shown,
        "breadcrumbs": [("What the public reads", reverse("assurance:trust"))],
    }
    return page(request, "assurance/trust_requests.html", context)


@require_POST
def publish(request: PersonRequest) -> HttpResponse:
    """Show the page to the public, or take it away."""
    post = request.access.post_with(PUBLISH)
    if request.person is None or post is None:
        raise NotThere
    unit, now = provider_of(post.unit), timezone.now()
    if request.POST.get("do") == "hide":
        showing.hide(showing.TRUST, unit=unit, by=request.person, now=now)
        messages.success(request, "The public page is gone.")
    else:
        showing.show(showing.TRUST, unit=unit, by=request.person, now=now)
        messages.success(request, "Everybody can read the page now. Its numbers are made anew each night.")
    return redirect("assurance:trust")

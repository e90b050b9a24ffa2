"""What is in force, for everybody who belongs here."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from dueregard.kernel.pages import address, page
from dueregard.organisation.http import PersonRequest
from dueregard.procedures import queries
from dueregard.procedures.catalogue import APPROVE, DRAFT
from dueregard.procedures.forms import UnitForm
from dueregard.procedures.pictures import picture, rungs
from dueregard.procedures.rules import KINDS
from dueregard.procedures.views.finding import may, person_of, roots_of, today, unit_of, way_to
from dueregard.versions.choices import Status


@require_safe
def procedures(request: PersonRequest) -> HttpResponse:
    """All procedures by kind and unit, and a way to any unit's."""
    roots = roots_of(request)
    form = UnitForm(request.GET if "unit" in request.GET else None, units=queries.units_of(roots))
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(
            reverse("procedures:procedure", args=["events", form.cleaned_data["unit"]])
        )
    rows = [row for row in queries.list_rows(today()) if row.unit.root_id in roots]
    prepared = [row for row in rows if row.draft or row.ready]
    context = {
        "rows": [row for row in rows if row.now or row.coming],
        "prepared": [
            row for row in prepared if may(request, DRAFT, row.unit) or may(request, APPROVE, row.unit)
        ],
        "form": form,
        "own_unit": person_of(request).unit,
        "may_draft": bool(request.access.units_where(DRAFT)),
    }
    return page(request, "procedures/list.html", context)


@require_safe
def procedure(request: PersonRequest, kind: str, unit: UUID) -> HttpResponse:
    """One unit's procedure in plain words, with who holds each post now."""
    found = unit_of(request, kind, unit)
    day = today()
    titles = queries.post_titles()
    shown = queries.plain(kind, found, day, titles)
    context: dict[str, Any] = {
        "unit": found,
        "kind": kind,
        "kind_title": KINDS[kind],
        "breadcrumbs": way_to(),
        "shown": shown,
        "what_counts": address(f"{kind}:what-counts-in", found.pk) if shown else "",
        "may_draft": may(request, DRAFT, found),
        "draft": queries.open_draft(kind, found) if may(request, DRAFT, found) else None,
    }
    if shown:
        context |= {"picture": picture(shown.document, titles), "rungs": rungs(shown.document, titles)}
    return page(request, "procedures/procedure.html", context)


@require_safe
def text(request: PersonRequest, kind: str, unit: UUID) -> HttpResponse:
    """The edition in force as the TOML text that a provider can take along."""
    found = unit_of(request, kind, unit)
    edition = queries.in_force(kind, found, today())
    if edition is None:
        return procedure(request, kind, unit)
    answer = HttpResponse(edition.text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="procedure-{kind}.toml"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def versions(request: PersonRequest, kind: str, unit: UUID) -> HttpResponse:
    """Every version of a unit, newest first."""
    found = unit_of(request, kind, unit)
    insider = may(request, DRAFT, found) or may(request, APPROVE, found)
    rows = [
        row for row in queries.stated(kind, found, today()) if insider or row.version.status == Status.DATED
    ]
    context = {"unit": found, "kind": kind, "rows": rows, "breadcrumbs": way_to(found, kind)}
    return page(request, "procedures/versions.html", context)

"""The tree, and one unit."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import address, page
from dueregard.organisation import commands
from dueregard.organisation.catalogue import MANAGE_POSTS, MANAGE_UNITS
from dueregard.organisation.forms import CloseUnitForm, ConfirmForm, MoveUnitForm, UnitForm
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Unit
from dueregard.organisation.queries.history import history
from dueregard.organisation.queries.reach import reach, unit_seen
from dueregard.organisation.queries.tree import tree
from dueregard.organisation.queries.unit import posts_in
from dueregard.organisation.views.form_page import crumbs_of, data_of, form_page, need, person_of


def today() -> date:
    return today_in_london(timezone.now())


@require_GET
def overview(request: PersonRequest) -> HttpResponse:
    person_of(request)
    if not reach(request.access):
        raise NotThere
    found = tree(request.access, today())
    may_make = request.access.may(MANAGE_UNITS)
    return page(request, "organisation/overview.html", {"tree": found, "may_make": may_make})


@require_GET
def unit(request: PersonRequest, pk: UUID) -> HttpResponse:
    person_of(request)
    shown = unit_seen(request.access, pk)
    context = {
        "unit": shown,
        "posts": posts_in(shown, today()),
        "below": list(Unit.objects.filter(parent=shown).order_by("closed_on", "name")[:200]),
        "history": history(shown.ref),
        "may_units": request.access.may(MANAGE_UNITS, unit=shown),
        "may_posts": request.access.may(MANAGE_POSTS, unit=shown),
        "breadcrumbs": crumbs_of(request, shown, itself=False),
        "binding": "" if shown.closed_on else address("portal:binding-of", shown.pk),
    }
    return page(request, "organisation/unit.html", context)


@require_http_methods(["GET", "POST"])
def new_unit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A unit under another one. A further provider comes from the command line."""
    by = person_of(request)
    parent = unit_seen(request.access, pk)
    need(request.access, MANAGE_UNITS, unit=parent)
    form = UnitForm(data_of(request), within=reach(request.access), root=False, new=True)

    def act() -> str:
        given = form.cleaned_data
        made = commands.make_unit(
            by=by,
            code=given["code"],
            name=given["name"],
            kind=given["kind"],
            parent=parent,
            now=timezone.now(),
        )
        return f"{made.name} is part of {parent.name} now."

    return form_page(
        request,
        form=form,
        heading=f"Add a unit to {parent.name}",
        button="Add this unit",
        back=reverse("organisation:unit", args=[pk]),
        crumbs=crumbs_of(request, parent),
        act=act,
    )


@require_http_methods(["GET", "POST"])
def change_unit(request: PersonRequest, pk: UUID) -> HttpResponse:
    by = person_of(request)
    shown = unit_seen(request.access, pk)
    need(request.access, MANAGE_UNITS, unit=shown)
    known = {
        "name": shown.name,
        "code": shown.code,
        "kind": shown.kind,
        "nation": shown.nation,
        "sponsor": shown.sponsor.code if shown.sponsor else "",
    }
    form = UnitForm(
        data_of(request), initial=known, within=reach(request.access), root=shown.parent_id is None, new=False
    )

    def act() -> str:
        commands.change_unit(pk=pk, by=by, now=timezone.now(), **form.cleaned_data)
        return "The unit is changed."

    return form_page(
        request,
        form=form,
        heading=f"Change {shown.name}",
        button="Save",
        back=reverse("organisation:unit", args=[pk]),
        crumbs=crumbs_of(request, shown),
        act=act,
    )


@require_http_methods(["GET", "POST"])
def move_unit(request: PersonRequest, pk: UUID) -> HttpResponse:
    by = person_of(request)
    shown = unit_seen(request.access, pk)
    need(request.access, MANAGE_UNITS, unit=shown)
    form = MoveUnitForm(data_of(request), within=reach(request.access))

    def act() -> str:
        parent = form.cleaned_data["parent"]
        commands.move_unit(pk=pk, by=by, parent=parent, now=timezone.now())
        return f"{shown.name} is part of {parent.name} now."

    return form_page(
        request,
        form=form,
        heading=f"Move {shown.name}",
        button="Move this unit",
        back=reverse("organisation:unit", args=[pk]),
        crumbs=crumbs_of(request, shown),
        act=act,
        lead=[
            f"It is part of {shown.parent.name} now." if shown.parent else "It is a provider now.",
            "Whoever holds a post in a unit above can act in this unit and below. Moving changes who that is, at once.",
        ],
        grave=True,
    )


@require_http_methods(["GET", "POST"])
def close_unit(request: PersonRequest, pk: UUID) -> HttpResponse:
    by = person_of(request)
    shown = unit_seen(request.access, pk)
    need(request.access, MANAGE_UNITS, unit=shown)
    form = CloseUnitForm(data_of(request), initial={"on": today()}, within=reach(request.access))

    def act() -> str:
        day = form.cleaned_data["on"]
        commands.close_unit(pk=pk, by=by, on=day, now=timezone.now())
        return f"{shown.name} is closed from {long_date(day)}."

    return form_page(
        request,
        form=form,
        heading=f"Close {shown.name}",
        button="Close this unit",
        back=reverse("organisation:unit", args=[pk]),
        crumbs=crumbs_of(request, shown),
        act=act,
        lead=["Its records and its history stay. Nothing new can be put in it until it is opened again."],
        grave=True,
    )


@require_http_methods(["GET", "POST"])
def reopen_unit(request: PersonRequest, pk: UUID) -> HttpResponse:
    by = person_of(request)
    shown = unit_seen(request.access, pk)
    need(request.access, MANAGE_UNITS, unit=shown)

    def act() -> str:
        commands.reopen_unit(pk=pk, by=by, now=timezone.now())
        return f"{shown.name} is open again."

    return form_page(
        request,
        form=ConfirmForm(data_of(request)),
        heading=f"Open {shown.name} again",
        button="Open this unit",
        back=reverse("organisation:unit", args=[pk]),
        crumbs=crumbs_of(request, shown),
        act=act,
    )

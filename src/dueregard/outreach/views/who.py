"""Saying who is named to the public, for those who look after it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.kernel.acting import act
from dueregard.kernel.errors import NotThere
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Unit
from dueregard.outreach.commands import who as commands
from dueregard.outreach.forms.who import HelplineForm, NamedPostForm
from dueregard.outreach.models import Helpline, NamedPost
from dueregard.outreach.queries import who as queries
from dueregard.outreach.views.finding import (
    address_of,
    chosen_unit,
    manages,
    person_of,
    today,
    unit_of,
    way_to,
)
from dueregard.statements.catalogue import DRAFT

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def who(request: PersonRequest) -> HttpResponse:
    """What the public reads about one unit, and what of it is the unit's own."""
    units = manages(request)
    unit = chosen_unit(request, units)
    context = {
        "unit": unit,
        "units": units,
        "named": list(queries.named_in(unit)),
        "lines": list(queries.helplines_in(unit)),
        "who": queries.who_to_talk_to(unit, today()),
        "public": queries.nearest_page(unit),
        "may_name": bool(queries.to_name(unit)),
        "may_write": request.access.may(DRAFT),
        "here": "who",
    }
    return page(request, "outreach/who.html", context)


@GET_AND_POST
def name_post(request: PersonRequest, unit: UUID) -> HttpResponse:
    found = unit_of(request, unit)
    form = NamedPostForm(
        request.POST if request.method == "POST" else None, unit=found, initial={"order": 10}
    )

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.name_post(by=person_of(request), now=timezone.now(), **typed)
        return _done(request, found, "The public page names this post now.")

    return act(request, form, "outreach/form.html", _words(found, "Name a post to the public", "Name it"), do)


@GET_AND_POST
def change_named(request: PersonRequest, pk: UUID) -> HttpResponse:
    row = _named(request, pk)
    names = ("words", "telephone", "email", "place", "hours", "order")
    form = NamedPostForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in names},
    )

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.name_post(by=person_of(request), post=row.post_id, now=timezone.now(), **typed)
        return _done(request, row.post.unit, "The public page says so now.")

    words = _words(row.post.unit, f"Change how ‘{row.words}’ is named", "Save")
    return act(request, form, "outreach/form.html", words, do)


@GET_AND_POST
def stop_naming(request: PersonRequest, pk: UUID) -> HttpResponse:
    row = _named(request, pk)
    form = DrForm(request.POST if request.method == "POST" else None)

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.stop_naming(by=person_of(request), pk=pk, now=timezone.now())
        return _done(request, row.post.unit, "The public page does not name this post any more.")

    words = _words(row.post.unit, f"Take ‘{row.words}’ off the public page", "Take it off")
    return act(request, form, "outreach/form.html", words, do)


@GET_AND_POST
def new_helpline(request: PersonRequest, unit: UUID) -> HttpResponse:
    found = unit_of(request, unit)
    form = HelplineForm(request.POST if request.method == "POST" else None, initial={"order": 10})

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.keep_helpline(by=person_of(request), unit=found, now=timezone.now(), **typed)
        return _done(request, found, "The number stands on the public page now.")

    return act(request, form, "outreach/form.html", _words(found, "Add a number to ring", "Add it"), do)


@GET_AND_POST
def change_helpline(request: PersonRequest, pk: UUID) -> HttpResponse:
    row = _helpline(request, pk)
    names = ("name", "telephone", "hours", "urgent", "order")
    form = HelplineForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in names},
    )

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.keep_helpline(by=person_of(request), unit=row.unit, pk=pk, now=timezone.now(), **typed)
        return _done(request, row.unit, "The public page says so now.")

    return act(request, form, "outreach/form.html", _words(row.unit, f"Change ‘{row.name}’", "Save"), do)


@GET_AND_POST
def drop_helpline(request: PersonRequest, pk: UUID) -> HttpResponse:
    row = _helpline(request, pk)
    form = DrForm(request.POST if request.method == "POST" else None)

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.drop_helpline(by=person_of(request), pk=pk, now=timezone.now())
        return _done(request, row.unit, "The number is off the public page.")

    words = _words(row.unit, f"Take ‘{row.name}’ off the public page", "Take it off")
    return act(request, form, "outreach/form.html", words, do)


def _named(request: PersonRequest, pk: UUID) -> NamedPost:
    person_of(request)
    row = NamedPost.objects.select_related("post__unit", "post__kind").filter(pk=pk).first()
    if row is None:
        raise NotThere
    unit_of(request, row.post.unit_id)
    return row


def _helpline(request: PersonRequest, pk: UUID) -> Helpline:
    person_of(request)
    row = Helpline.objects.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise NotThere
    unit_of(request, row.unit_id)
    return row


def _words(unit: Unit, heading: str, button: str) -> dict[str, Any]:
    """What a page with one form says around it."""
    return {
        "unit": unit,
        "heading": heading,
        "button": button,
        "back": address_of(unit),
        "breadcrumbs": way_to(unit),
    }


def _done(request: PersonRequest, unit: Unit, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(address_of(unit))

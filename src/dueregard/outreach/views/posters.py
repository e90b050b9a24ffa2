"""Posters and slides: chosen, looked at, printed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.kernel.acting import act
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Unit
from dueregard.outreach import papers
from dueregard.outreach.catalogue import MANAGE
from dueregard.outreach.commands import posters as commands
from dueregard.outreach.forms.posters import LookForm, PrintForm
from dueregard.outreach.models import Design, Poster, Shape
from dueregard.outreach.queries import posters as queries
from dueregard.outreach.queries.who import Who, who_to_talk_to
from dueregard.outreach.queries.wording import words_in_use
from dueregard.outreach.rules.posters import why_not_print
from dueregard.outreach.views.finding import chosen_unit, manages, person_of, today, unit_of, way_to

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_AND_POST
def posters(request: PersonRequest) -> HttpResponse:
    """The designs as they would be printed for a unit today, and what has been printed for it."""
    units = manages(request)
    unit = chosen_unit(request, units)
    form = PrintForm(request.POST if request.method == "POST" else None)

    def do(typed: dict[str, Any]) -> HttpResponse:
        design, shape = Design(typed["design"]), Shape(typed["shape"])
        made = commands.print_poster(
            by=person_of(request), unit=unit, design=design, shape=shape, now=timezone.now()
        )
        messages.success(request, f"Number {made.number} is ready. Download it, then say where it hangs.")
        return HttpResponseRedirect(reverse("outreach:poster", args=[made.pk]))

    found = who_to_talk_to(unit, today(), on_paper=True)
    shown = keyset(
        queries.printings(request.access.units_where(MANAGE), unit, today()),
        order=("-number",),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
        size=10,
    )
    context = {
        "unit": unit,
        "units": units,
        "designs": [(each.value, each.label, used) for each, used in words_in_use(unit).items()],
        "shapes": Shape,
        "why_not": why_not_print(closed=unit.closed_on is not None, named=_named(found)),
        "shown": shown,
        "provider": provider_of(unit),
        "may_colour": request.access.may(MANAGE, unit=provider_of(unit)),
        "here": "posters",
    }
    return act(request, form, "outreach/posters.html", context, do)


def _named(who: Who) -> int:
    return sum(1 for each in who.contacts if each.people)


@require_safe
def preview(request: PersonRequest, unit: UUID, design: str, shape: str, ending: str) -> HttpResponse:
    """What would be printed today, as a picture or as PDF. Nothing is kept."""
    found = unit_of(request, unit)
    if design not in Design.values or shape not in Shape.values or ending not in ("png", "pdf"):
        raise NotThere
    who = who_to_talk_to(found, today(), on_paper=True)
    words = words_in_use(found)[Design(design)].words
    data = papers.data_of(who, Design(design), Shape(shape), words, number=None, today=today())
    return as_paper(data, f"preview-{design}-{shape}", ending, timezone.now())


@require_safe
def poster(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One printing: what it names, whether that is still so, and where it hangs."""
    person = person_of(request)
    found = queries.poster_seen(request.access, person, pk)
    hanging = queries.with_age(found.hangings.filter(ending=""), today()).select_related("keeper")
    shown = keyset(
        hanging,
        order=("building", "id"),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {
        "poster": found,
        "unit": found.unit,
        "reasons": queries.reasons_of([found.pk], today()).get(found.pk, []),
        "newer": queries.newer_printing(found, today()),
        "shown": shown,
        "manages": request.access.may(MANAGE, unit=found.unit),
        "breadcrumbs": _way(request, found),
    }
    return page(request, "outreach/poster.html", context)


def _way(request: PersonRequest, poster: Poster) -> list[tuple[str, str]]:
    if not request.access.may(MANAGE, unit=poster.unit):
        return [("Posters to replace", reverse("outreach:hung"))]
    where = f"{reverse('outreach:posters')}?unit={poster.unit_id}"
    return [("Outreach", reverse("outreach:who")), ("Posters and slides", where)]


@require_safe
def paper(request: PersonRequest, pk: UUID, ending: str) -> HttpResponse:
    """The printing itself, made again from what was frozen: the same bytes each time."""
    found = queries.poster_seen(request.access, person_of(request), pk)
    if ending not in ("png", "pdf"):
        raise NotThere
    return as_paper(found.data, f"{found.design}-{found.shape}-{found.number}", ending, found.printed_at)


def as_paper(data: dict[str, Any], name: str, ending: str, at: Any) -> HttpResponse:
    picture = ending == "png"
    content = papers.preview(data) if picture else papers.printed(data, at=at)
    answer = HttpResponse(content, content_type="image/png" if picture else "application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.{ending}"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def print_again(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The same design and shape with the names and words of today."""
    person = person_of(request)
    found = queries.poster_seen(request.access, person, pk)
    try:
        made = commands.print_again(by=person, pk=found.pk, now=timezone.now())
    except Refused as no:
        messages.error(request, " ".join(no.reasons))
        return HttpResponseRedirect(reverse("outreach:poster", args=[pk]))
    messages.success(request, f"Number {made.number} is ready, with the names and words of today.")
    return HttpResponseRedirect(reverse("outreach:poster", args=[made.pk]))


@GET_AND_POST
def look(request: PersonRequest, unit: UUID) -> HttpResponse:
    """The colour of a provider's posters."""
    found: Unit = unit_of(request, unit)
    if found.parent_id is not None:
        raise NotThere
    form = LookForm(
        request.POST if request.method == "POST" else None, initial={"accent": papers.colour_of(found)}
    )
    back = f"{reverse('outreach:posters')}?unit={found.pk}"

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.choose_look(by=person_of(request), provider=found, now=timezone.now(), **typed)
        messages.success(request, "New posters have this colour.")
        return HttpResponseRedirect(back)

    context = {
        "unit": found,
        "heading": "The colour of your posters",
        "button": "Choose it",
        "back": back,
        "breadcrumbs": way_to(found),
    }
    return act(request, form, "outreach/form.html", context, do)

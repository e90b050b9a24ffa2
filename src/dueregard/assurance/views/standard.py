"""The service standard: as it is published, and request by request for those who oversee."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dueregard.assurance.catalogue import PUBLISH
from dueregard.assurance.charts import Chart, Row, bars
from dueregard.assurance.commands import showing
from dueregard.assurance.models import PublicStandard
from dueregard.assurance.queries.pages import Reading, by_number, reading_of
from dueregard.assurance.queries.standard import lines_of, shown_to_the_public, standard_of
from dueregard.assurance.queries.times import chart_of, parts_of
from dueregard.assurance.rules.counting import FEW, said
from dueregard.assurance.rules.periods import Period, period_of, periods
from dueregard.assurance.rules.standard import DEFINITION, ROUTES, WHY_NOT, Line, of_route
from dueregard.assurance.views.frame import tabs
from dueregard.events.models import EventRequest
from dueregard.events.queries.visible import visible_to
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person


def person_of(request: PersonRequest) -> Person:
    if request.person is None:
        raise NotThere
    return request.person


@require_safe
def standard(request: PersonRequest) -> HttpResponse:
    """How long requests take. Everybody reads what is published; whoever oversees, every figure and its requests."""
    person = person_of(request)
    today = today_in_london(timezone.now())
    reading = reading_of(person, request.access)
    period = period_of(request.GET.get("period", ""), today)
    found = standard_of(reading.unit, period, today)
    lines = found.lines if reading.whole else found.public_lines
    shown = {
        **_about(reading, period, lines),
        "tabs": tabs(request.access, "assurance:standard"),
        "periods": [(each, each.key == period.key) for each in periods(today)],
        "left_out": _left_out(found.left_out) if reading.whole else [],
        "publishing": _publishing(person, request, reading),
    }
    return page(request, "assurance/standard.html", shown)


def _about(reading: Reading, period: Period, lines: list[Line]) -> dict[str, Any]:
    return {
        "unit": reading.unit,
        "whole": reading.whole,
        "period": period,
        "lines": lines,
        "chart": standard_chart("standard", lines),
        "definition": DEFINITION,
        "few": FEW,
    }


def standard_chart(id: str, lines: list[Line]) -> Chart | None:
    drawn = [line for line in lines if line.median is not None]
    if not drawn:
        return None
    first = drawn[0]
    return bars(
        id,
        [Row(line.title, line.median, line.ninth) for line in drawn],
        caption=f"Half of {first.title[0].lower()}{first.title[1:]} were decided within {said(first.median)} working days",
        description="Working days from sending to decision by route, median and ninth decile.",
        keys=("Half were decided within this many working days", "Nine in ten were"),
    )


def _left_out(rows: list[Any]) -> list[tuple[str, str, int]]:
    """Each reason with its words and how many."""
    counted = [(why, words, sum(row.why == why for row in rows)) for why, words in WHY_NOT.items()]
    return [each for each in counted if each[2]]


def _publishing(person: Person, request: PersonRequest, reading: Reading) -> dict[str, Any] | None:
    """Whether the provider shows it to the public, for whoever may change that."""
    post = request.access.post_with(PUBLISH)
    if post is None or post.unit.parent_id is not None:
        return None
    kept = PublicStandard.objects.filter(unit=post.unit).first()
    return {"unit": post.unit, "shown": kept is not None and kept.shown}


@require_safe
def requests(request: PersonRequest) -> HttpResponse:
    """The requests behind one figure: those counted on a route, or those left out for a reason."""
    person = person_of(request)
    reading = reading_of(person, request.access)
    if not reading.whole:
        raise NotThere
    today = today_in_london(timezone.now())
    period = period_of(request.GET.get("period", ""), today)
    route, why = request.GET.get("route", "all"), request.GET.get("why", "")
    if route not in ROUTES or (why and why not in WHY_NOT):
        raise Http404
    found = standard_of(reading.unit, period, today)
    rows: list[Any] = (
        [each for each in found.left_out if each.why == why] if why else list(of_route(found.taken, route))
    )
    part = by_number(rows, request.GET.get("after"), request.GET.get("before"))
    ids = [row.request_id for row in part.rows]
    seen = {each.pk: each for each in visible_to(person, today).filter(pk__in=ids).select_related("unit")}
    shown = {
        "what": WHY_NOT[why] if why else ROUTES[route],
        "counted": not why,
        "period": period,
        "count": len(rows),
        "slice": part,
        "rows": [_line(row, seen.get(row.request_id)) for row in part.rows],
        "definition": DEFINITION,
        "breadcrumbs": [("Service standard", f"{reverse('assurance:standard')}?period={period.key}")],
    }
    return page(request, "assurance/standard_requests.html", shown)


def _line(row: Any, request: EventRequest | None) -> dict[str, Any]:
    return {"row": row, "request": request, "number": f"E-{row.number:04d}"}


@require_safe
def times(request: PersonRequest) -> HttpResponse:
    """Time at each check, step, question and body, so that what is slow can be found."""
    reading = reading_of(person_of(request), request.access)
    if not reading.whole:
        raise NotThere
    today = today_in_london(timezone.now())
    period = period_of(request.GET.get("period", ""), today)
    found = parts_of(reading.unit, period, today)
    shown = {
        "unit": reading.unit,
        "parts": found,
        "chart": chart_of(found),
        "period": period,
        "periods": [(each, each.key == period.key) for each in periods(today)],
        "tabs": tabs(request.access, "assurance:times"),
    }
    return page(request, "assurance/times.html", shown)


@require_POST
def publish(request: PersonRequest) -> HttpResponse:
    """Put the standard on the public page, or take it away."""
    person = person_of(request)
    post = request.access.post_with(PUBLISH)
    if post is None:
        raise NotThere
    now = timezone.now()
    if request.POST.get("do") == "hide":
        showing.hide(showing.STANDARD, unit=post.unit, by=person, now=now)
        messages.success(request, "The public page is gone.")
    else:
        showing.show(showing.STANDARD, unit=post.unit, by=person, now=now)
        messages.success(request, "Everybody can read the service standard now. It is made anew each night.")
    return redirect("assurance:standard")


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """The figures that providers show to everybody; no such page where none does."""
    kept = shown_to_the_public()
    if not kept:
        raise Http404
    providers = [
        {"name": each.unit.name, "made_at": each.made_at, "periods": _public_periods(number, each)}
        for number, each in enumerate(kept)
    ]
    return page(request, "assurance/public.html", {"providers": providers, "few": FEW})


def _public_periods(number: int, kept: PublicStandard) -> list[dict[str, Any]]:
    found = []
    for place, each in enumerate(kept.figures.get("periods", ())):
        lines = lines_of(each["lines"])
        chart = standard_chart(f"public-{number}-{place}", lines)
        found.append({"title": each["title"], "lines": lines, "chart": chart})
    return found

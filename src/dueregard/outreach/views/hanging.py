"""Where posters hang: recorded, listed, exported, replaced, taken down."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.documents.export import csv_lines, download, xlsx_file
from dueregard.kernel.acting import act
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.kernel.paging import capped_count, keyset
from dueregard.organisation.http import PersonRequest
from dueregard.outreach.catalogue import MANAGE
from dueregard.outreach.commands import posters as commands
from dueregard.outreach.forms.posters import DownForm, HangForm, HungForm
from dueregard.outreach.models import Ending
from dueregard.outreach.queries import posters as queries
from dueregard.outreach.queries.posters import DOWN, HANGING, SHOWN, Wanted
from dueregard.outreach.views.finding import person_of, today, unit_of

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
HEADER = (
    "Number", "What", "Unit", "Building", "Floor", "Where", "Since", "Who replaces it", "Out of date because",
    "Came down", "How",
)  # fmt: skip


@require_safe
def hung(request: PersonRequest) -> HttpResponse:
    """Every place with a poster, for those who look after them and those who keep one."""
    wanted, rows = _wanted(request)
    shown = keyset(
        rows, order=("building", "id"), after=request.GET.get("after"), before=request.GET.get("before")
    )
    reasons = queries.reasons_of({row.poster_id for row in shown.rows if row.out_of_date}, today())
    query = urlencode({"shown": wanted.shown, "words": wanted.words})
    context = {
        "form": HungForm(initial={"shown": wanted.shown, "words": wanted.words}),
        "title": SHOWN[wanted.shown],
        "wanted": wanted,
        "shown": shown,
        "rows": [(row, reasons.get(row.poster_id, [])) for row in shown.rows],
        "count": capped_count(rows),
        "csv": f"{reverse('outreach:hung_export', args=['csv'])}?{query}",
        "xlsx": f"{reverse('outreach:hung_export', args=['xlsx'])}?{query}",
        "manages": bool(request.access.units_where(MANAGE)),
        "here": "hung",
    }
    return page(request, "outreach/hung.html", context)


def _wanted(request: PersonRequest) -> tuple[Wanted, Any]:
    """What is asked for, and the rows; 'not there' for somebody with nothing to look after or keep."""
    person = person_of(request)
    shown = request.GET.get("shown", "")
    wanted = Wanted(
        shown if shown in SHOWN else HANGING, request.GET.get("words", "").replace("\0", "")[:120]
    )
    if not request.access.units_where(MANAGE) and not queries.keeps_any(person):
        raise NotThere
    return wanted, queries.hangings(request.access, person, wanted, today())


@require_safe
def hung_export(request: PersonRequest, ending: str) -> HttpResponseBase:
    """The same list as a table."""
    wanted, rows = _wanted(request)
    lines = _lines(rows.order_by("building", "id"))
    name = "posters" if wanted.shown != DOWN else "posters-that-came-down"
    if ending == "csv":
        return download(csv_lines(HEADER, lines), name=name, kind="csv", on=today())
    if ending != "xlsx":
        raise NotThere
    file = xlsx_file(HEADER, lines, sheet="Posters", title="Where posters hang")
    return download(file, name=name, kind="xlsx", on=today())


def _lines(rows: Any) -> Iterator[tuple[Any, ...]]:
    found = list(rows)
    reasons = queries.reasons_of({row.poster_id for row in found if row.out_of_date}, today())
    for row in found:
        old = " ".join(reasons.get(row.poster_id, [])) if not row.ending else ""
        what = f"{row.poster.get_design_display()} ({row.poster.get_shape_display()})"
        place = (row.poster.unit.name, row.building, row.floor, row.words, row.hung_on, row.keeper.name)
        came_down = (row.ended_on, row.get_ending_display() if row.ending else "")
        yield (row.poster.number, what, *place, old, *came_down)


@GET_AND_POST
def hang(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Say where a printing hangs."""
    person = person_of(request)
    poster = queries.poster_seen(request.access, person, pk)
    unit_of(request, poster.unit_id)
    form = HangForm(
        request.POST if request.method == "POST" else None,
        provider_path=poster.unit.path[:33],
        initial={"hung_on": today()},
    )
    back = reverse("outreach:poster", args=[pk])

    def do(typed: dict[str, Any]) -> HttpResponse:
        typed.pop("keeper")
        hanging = commands.hang(by=person, poster=pk, keeper=form.found, now=timezone.now(), **typed)
        messages.success(request, f"On record: {poster} hangs in {hanging.where}.")
        return HttpResponseRedirect(back)

    context = {
        "unit": poster.unit,
        "heading": f"Where does number {poster.number} hang?",
        "button": "Record it",
        "back": back,
        "breadcrumbs": [(str(poster), back)],
    }
    return act(request, form, "outreach/form.html", context, do)


@GET_AND_POST
def hanging(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One place: what hangs there, whether it is out of date, and what has been done about it."""
    person = person_of(request)
    found = queries.hanging_seen(request.access, person, pk, today())
    newer = queries.newer_printing(found.poster, today())
    form = DownForm(request.POST if request.method == "POST" else None)

    def do(typed: dict[str, Any]) -> HttpResponse:
        ending = Ending(typed["ending"])
        done = commands.bring_down(by=person, pk=pk, ending=ending, now=timezone.now())
        if done.replaced_by is None:
            messages.success(request, "It is on record that the poster came down.")
            return HttpResponseRedirect(reverse("outreach:hung"))
        messages.success(request, f"Number {done.replaced_by.poster.number} hangs here now.")
        return HttpResponseRedirect(reverse("outreach:hanging", args=[done.replaced_by_id]))

    context = {
        "hanging": found,
        "poster": found.poster,
        "reasons": queries.reasons_of([found.poster_id], today()).get(found.poster_id, []),
        "newer": newer,
        "breadcrumbs": [("Where posters hang", reverse("outreach:hung"))],
    }
    return act(request, form, "outreach/hanging.html", context, do)

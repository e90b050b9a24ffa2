"""The register: as a table, by month, and as files."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from dueregard.documents.export import download
from dueregard.events import catalogue
from dueregard.events.exports import FORMATS, REGISTER, register_file
from dueregard.events.forms.register import FilterForm
from dueregard.events.models import EventRequest
from dueregard.events.queries.month import month_of
from dueregard.events.queries.register import NOT_SHOWN, filtered, of_units, shown_and_counted
from dueregard.events.views.record import reader_of, today_of
from dueregard.kernel.dates import WorkingCalendar
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.ledger.commands import recorded_read
from dueregard.organisation.access import may, require, units_where
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Person

MOST_UNITS = 300


def _form(http: HttpRequest, person: Person) -> FilterForm:
    scope = units_where(person, catalogue.READ)
    units = list(scope.units().order_by("name")[:MOST_UNITS]) if scope else []
    return FilterForm(http.GET, units=units, today=today_of(http))


@require_safe
def register(http: HttpRequest) -> HttpResponse:
    """A page of the register, filtered. The number of queries is the same for 1 and for 100,000 requests."""
    person, today = reader_of(http), today_of(http)
    form = _form(http, person)
    filters = form.filters()
    rows, count = shown_and_counted(person, filters, today)
    shown = keyset(
        rows.select_related("unit").defer(*NOT_SHOWN),
        order=filters.order,
        after=http.GET.get("after"),
        before=http.GET.get("before"),
    )
    more = {
        "form": form,
        "filters": filters,
        "tags": _tags(http, form),
        "shown": shown,
        "count": count,
        "today": today,
        "calendar": _calendar(person, shown.rows),
        "downloads": _downloads(http) if count.number and may(person, catalogue.EXPORT) else [],
        "month": reverse("events:month", args=[today.year, today.month]),
        "may_bring_in": may(person, catalogue.IMPORT),
        "may_merge": may(person, catalogue.MERGE_SPEAKERS),
        "bring_in": reverse("events:bring-in"),
    }
    return page(http, "events/register.html", more)


def _calendar(person: Person, rows: list[EventRequest]) -> WorkingCalendar:
    unit = next((row.unit for row in rows if row.unit is not None), person.unit)
    return calendar_of(unit)


def _tags(http: HttpRequest, form: FilterForm) -> list[tuple[str, str]]:
    """Each filter in use with the address without it."""
    found = []
    for name, said in form.in_use():
        query = http.GET.copy()
        for gone in (name, "after", "before"):
            query.pop(gone, None)
        found.append((said, f"?{query.urlencode()}"))
    return found


def _downloads(http: HttpRequest) -> list[tuple[str, str]]:
    query = http.GET.copy()
    for gone in ("after", "before"):
        query.pop(gone, None)
    return [
        (label, f"{reverse('events:export', args=[kind])}?{query.urlencode()}")
        for kind, label in FORMATS.items()
    ]


@require_safe
def export(http: HttpRequest, kind: str) -> HttpResponseBase:
    """The filtered register as a file. That it was taken is recorded before anything is sent."""
    person, today = reader_of(http), today_of(http)
    if kind not in FORMATS:
        raise Http404
    by = require(person, catalogue.EXPORT, today=today)
    form = _form(http, person)
    refuse_if([sentence for sentence, _ in form.summary])
    filters = form.filters()
    rows = of_units(filtered(person, filters, today), units_where(person, catalogue.EXPORT, today=today))
    facts = {"format": kind, "rows": rows.count()}
    recorded_read(catalogue.REGISTER_EXPORTED, by=by, on=REGISTER, data=facts)
    content = register_file(rows.order_by(*filters.order), kind)
    return download(content, name="events-register", kind=kind, on=today)  # type: ignore[arg-type]


@require_safe
def month(http: HttpRequest, year: int, number: int) -> HttpResponse:
    """The events of a month, day by day."""
    person, today = reader_of(http), today_of(http)
    if not (1900 <= year <= 2100 and 1 <= number <= 12):
        raise Http404
    first = date(year, number, 1)
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    shown = {
        "first": first,
        "found": month_of(person, year, number, today),
        "before": (before, reverse("events:month", args=[before.year, before.month]))
        if year > 1900
        else None,
        "after": (after.replace(day=1), reverse("events:month", args=[after.year, after.month]))
        if year < 2100
        else None,
    }
    return page(http, "events/month.html", shown)

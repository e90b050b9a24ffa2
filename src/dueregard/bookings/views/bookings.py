"""The list of bookings, one booking, and which request it belongs to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dueregard.bookings import catalogue
from dueregard.bookings.commands import matching
from dueregard.bookings.commands.locking import standing_of
from dueregard.bookings.forms import ChangeForm, FilterForm, NumberForm, SettleForm
from dueregard.bookings.models import Booking
from dueregard.bookings.queries.bookings import (
    ORDER,
    differing,
    narrowed,
    one,
    page_of,
    scope_of,
    shown_change,
    visible_bookings,
    visible_sources,
    with_signs,
)
from dueregard.bookings.rules.marking import in_words
from dueregard.bookings.rules.reviewing import why_not_look_again, why_not_review
from dueregard.events.catalogue import TAKE_OVER
from dueregard.events.views.record import reader_of, today_of
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.kernel.paging import capped_count, keyset
from dueregard.organisation.access import may
from dueregard.organisation.models import Person

CRUMBS = [("Bookings", "/events/bookings/")]


@require_safe
def listing(http: HttpRequest) -> HttpResponse:
    """Bookings from today on, filtered, a page at a time; a constant number of queries."""
    person, today = reader_of(http), today_of(http)
    if not scope_of(person, today):
        raise NotThere
    sources = list(visible_sources(person, today)[:300])
    form = FilterForm(http.GET, sources=sources)
    rows = narrowed(visible_bookings(person, today), form.filters(), today)
    shown = keyset(
        with_signs(rows.select_related("source", "request")),
        order=ORDER,
        after=http.GET.get("after"),
        before=http.GET.get("before"),
    )
    more = {
        "form": form,
        "tags": _tags(http, form),
        "shown": shown,
        "rows": [(row, in_words(row.marks)) for row in shown.rows],
        "count": capped_count(rows),
        "sources": sources,
        "may_import": may(person, catalogue.IMPORT),
        "today": today,
    }
    return page(http, "bookings/list.html", more)


def _tags(http: HttpRequest, form: FilterForm) -> list[tuple[str, str]]:
    found = []
    for name, said in form.in_use():
        query = http.GET.copy()
        for gone in (name, "after", "before"):
            query.pop(gone, None)
        found.append((said, f"?{query.urlencode()}"))
    return found


@require_safe
def booking(http: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(http)
    return show(http, person, one(person, pk, today_of(http)))


def show(
    http: HttpRequest, person: Person, of: Booking, *, form: DrForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of one booking; `form` is the one that was sent and has something to mend."""
    today = today_of(http)
    found = page_of(person, of, today)
    standing = standing_of(of)
    differences = differing(of) if found.request else []
    more: dict[str, Any] = {
        "page": found,
        "booking": of,
        "today": today,
        "changes": [(change, shown_change(change)) for change in found.changes],
        "differences": differences,
        "may_take_over": bool(differences)
        and found.request is not None
        and _may_take_over(person, found.request),
        "sent": form if form is not None and form.is_bound else None,
        "settle": None,
        "number": None,
        "leave": None,
        "may_look_again": found.may_review and not why_not_look_again(standing, today=today),
        "breadcrumbs": CRUMBS,
    }
    if found.may_review and not why_not_review(standing, today=today):
        more["settle"] = form if isinstance(form, SettleForm) else SettleForm()
    elif found.may_match and of.request_id is None:
        more["number"] = form if isinstance(form, NumberForm) else NumberForm()
    if found.may_match and found.request is not None and found.open_changes:
        more["leave"] = form if isinstance(form, ChangeForm) else ChangeForm()
    return page(http, "bookings/booking.html", more, status=status)


def _may_take_over(person: Person, request: Any) -> bool:
    return may(person, TAKE_OVER, unit=request.unit) and request.organiser_id != person.pk


def refused(
    http: HttpRequest, person: Person, of: Booking, form: DrForm, no: Refused | NotAllowed
) -> HttpResponse:
    form.add_refusals(no.reasons if isinstance(no, Refused) else [no.reason])
    return show(http, person, of, form=form, status=409 if isinstance(no, Refused) else 403)


@require_POST
def link_one(http: HttpRequest, pk: UUID) -> HttpResponse:
    """By the button next to a proposal (`request`), or by the number of a request."""
    person, today = reader_of(http), today_of(http)
    of = one(person, pk, today)
    form = NumberForm(http.POST)
    if not form.is_valid():
        return show(http, person, of, form=form, status=422)
    request, number = _uuid(http.POST.get("request", "")), form.cleaned_data.get("number")
    try:
        if request is not None:
            matching.link(pk=of.pk, request=request, by=person, now=timezone.now())
        elif number is not None:
            matching.link_by_number(pk=of.pk, number=number, by=person, now=timezone.now())
        else:
            form.add_error("number", "Enter the number of a request, like E-0412")
            return show(http, person, of, form=form, status=422)
    except (Refused, NotAllowed) as no:
        return refused(http, person, of, form, no)
    messages.success(http, "The booking is linked with its request.")
    return redirect("bookings:booking", pk=pk)


@require_POST
def not_same(http: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(http)
    of = one(person, pk, today_of(http))
    request = _uuid(http.POST.get("request", "")) or of.request_id
    if request is None:
        raise Refused(["Say which request it is not."])
    matching.not_the_same(pk=of.pk, request=request, by=person, now=timezone.now())
    messages.success(http, "Noted: they are not the same. You can take that back below.")
    return redirect("bookings:booking", pk=pk)


@require_POST
def may_be(http: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(http)
    of = one(person, pk, today_of(http))
    request = _uuid(http.POST.get("request", ""))
    if request is None:
        raise Refused(["Say which request it may be."])
    matching.may_be_the_same(pk=of.pk, request=request, by=person, now=timezone.now())
    return redirect("bookings:booking", pk=pk)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None

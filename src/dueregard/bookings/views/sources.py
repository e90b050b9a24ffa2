"""The sources of bookings."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.bookings import catalogue
from dueregard.bookings.commands.sources import change_source, make_source
from dueregard.bookings.forms import SourceForm
from dueregard.bookings.models import Import, Source
from dueregard.bookings.queries.bookings import (
    one_source,
    scope_of,
    units_to_keep_sources_for,
    visible_sources,
)
from dueregard.bookings.views.bookings import CRUMBS
from dueregard.events.views.record import reader_of, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.organisation.access import may


@require_safe
def listing(http: HttpRequest) -> HttpResponse:
    person, today = reader_of(http), today_of(http)
    scope = scope_of(person, today)
    if not scope:
        raise NotThere
    imports = scope.filter(Import.objects.select_related("source", "by"), "source__unit")
    more = {
        "sources": list(visible_sources(person, today)[:300]),
        "imports": list(imports.order_by("-at", "id")[:20]),
        "may_import": may(person, catalogue.IMPORT),
        "breadcrumbs": CRUMBS,
    }
    return page(http, "bookings/sources.html", more)


@require_http_methods(["GET", "POST"])
def new(http: HttpRequest) -> HttpResponse:
    return _form(http, None)


@require_http_methods(["GET", "POST"])
def change(http: HttpRequest, pk: UUID) -> HttpResponse:
    return _form(http, one_source(reader_of(http), pk, today_of(http), catalogue.IMPORT))


def _form(http: HttpRequest, source: Source | None) -> HttpResponse:
    person, today = reader_of(http), today_of(http)
    units = units_to_keep_sources_for(person, today)
    if not units:
        raise NotThere
    form = SourceForm(*((http.POST,) if http.method == "POST" else ()), units=units, source=source)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            if source is None:
                made = make_source(by=person, fields=form.source_fields(), now=timezone.now())
                messages.success(http, f"{made.name} is there. Bring its first file in.")
            else:
                made = change_source(pk=source.pk, by=person, fields=form.source_fields(), now=timezone.now())
                messages.success(http, f"{made.name} was changed.")
            return redirect("bookings:sources")
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
    elif form.is_bound:
        status = 422
    crumbs = [*CRUMBS, ("Sources", "/events/bookings/sources/")]
    return page(
        http, "bookings/source.html", {"form": form, "source": source, "breadcrumbs": crumbs}, status=status
    )

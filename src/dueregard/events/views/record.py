"""The page of one request: the same for everybody who may see it, with what that person may do."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dueregard.events.models import EventRequest
from dueregard.events.queries.record import Record, record_of
from dueregard.events.queries.visible import may_see
from dueregard.events.ways import Way, way_of
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person


def reader_of(http: HttpRequest) -> Person:
    """The signed-in person; an account that belongs to nobody sees nothing here."""
    person: Person | None = getattr(http, "person", None)
    if person is None:
        raise NotThere
    return person


def today_of(http: HttpRequest) -> date:
    return today_in_london(timezone.now())


def seen(http: HttpRequest, pk: UUID) -> tuple[EventRequest, Person]:
    """A request that has been sent and that this person may see."""
    person = reader_of(http)
    request = may_see(person, pk, today_of(http))
    if request.status == "draft":
        raise NotThere
    return request, person


@require_safe
def request_page(http: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(http)
    request = may_see(person, pk, today_of(http))
    if request.status == "draft":
        return redirect("events:edit", pk=pk)
    record = record_of(request, person, today_of(http))
    way = way_of(http, pk, "") if record.is_organiser else None
    return show(http, record, way)


def links_of(record: Record, way: Way | None) -> dict[str, str]:
    """The addresses of what can be done from the record, for whoever reads it."""
    pk = record.request.pk
    if way is None:
        found = {"pdf": reverse("events:record-pdf", args=[pk]), "after": reverse("events:after", args=[pk])}
    else:
        names = ("answer", "appeal", "amend", "withdraw", "after")
        found = {name: way.to(name) for name in names} | {"pdf": way.to("record-pdf")}
    if record.decision is not None and record.decision.letter:
        found["letter"] = way.to("letter") if way else reverse("events:letter", args=[pk])
    return found


def show(
    http: HttpRequest,
    record: Record,
    way: Way | None,
    more: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The record; `more` adds a form below it."""
    template = "events/request_by_link.html" if way and way.token else "events/request.html"
    return page(
        http,
        template,
        {
            "record": record,
            "request_": record.request,
            "way": way,
            "links": links_of(record, way),
            **(more or {}),
        },
        status=status,
    )

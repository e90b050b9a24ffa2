"""The page of one request: the same for everybody who may see it, with what that person may do."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dueregard.events.commands.locking import Organiser
from dueregard.events.models import EventRequest
from dueregard.events.queries.record import Record, record_of
from dueregard.events.queries.together import BodyLine
from dueregard.events.queries.visible import may_see
from dueregard.events.rules.after import (
    why_not_add_note,
    why_not_give_feedback,
    why_not_give_feedback_again,
    why_not_open_a_room,
)
from dueregard.events.rules.sending import why_not_amend
from dueregard.events.ways import Way
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
    if request.main_id is not None and request.organiser_id == person.pk:
        return redirect("events:request", pk=request.main_id)
    return show(http, record_of(request, person, today_of(http)))


def way_to(record: Record) -> Way | None:
    """The organiser's own way to the pages of their request; nobody else has one."""
    return Way(Organiser(record.reader), record.request) if record.reader and record.is_organiser else None


def links_of(record: Record, way: Way | None) -> dict[str, str]:
    """The addresses of what can be done from the record, for whoever reads it."""
    pk = record.request.pk
    if way is None:
        found = {"pdf": reverse("events:record-pdf", args=[pk]), "after": reverse("events:after", args=[pk])}
    else:
        names = ("answer", "appeal", "withdraw", "after", *_open_now(record))
        found = {name.replace("-", "_"): way.to(name) for name in names} | {"pdf": way.to("record-pdf")}
    if record.decision is not None and record.decision.letter:
        found["letter"] = way.to("letter") if way else reverse("events:letter", args=[pk])
    if way is not None and record.together is not None:
        found.pop("answer", None)
        for line in record.together.lines:
            line.links = _links_to(line, way)
    return found


def _open_now(record: Record) -> list[str]:
    """What its organiser may do on some days only: change it until its day, and afterwards say how it was."""
    facts, today = record.facts, record.today
    rules = {
        "amend": why_not_amend(facts, today=today),
        "feedback": why_not_give_feedback(facts, today=today)
        + why_not_give_feedback_again(given=getattr(record.request, "has_the_organisers", False)),
        "room": why_not_open_a_room(facts, today=today),
        "after-note": why_not_add_note(facts, today=today),
    }
    return [name for name, reasons in rules.items() if not reasons]


def _links_to(line: BodyLine, way: Way) -> dict[str, str]:
    """What the organiser may do about one of several bodies."""
    if line.row is None:
        return {}
    about = way.about(line.row)
    offered = {"answer": line.question is not None, "appeal": line.may_appeal, "letter": line.letter}
    return {name: about.to(name) for name, is_offered in offered.items() if is_offered}


def show(
    http: HttpRequest,
    record: Record,
    more: dict[str, Any] | None = None,
    *,
    by_link: Way | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record; `more` adds a form below it, or says why there is none."""
    way = by_link or way_to(record)
    template = "events/request_by_link.html" if by_link else "events/request.html"
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

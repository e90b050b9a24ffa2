"""What waits for whoever decided, once an event has been: were its conditions met?"""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse

from dueregard.events.models import EventRequest
from dueregard.events.queries.conditions import unconfirmed
from dueregard.kernel.dates import LONDON
from dueregard.kernel.registries import WaitingItem
from dueregard.organisation.models import Person


def waiting_for(person: Person, today: date) -> Iterator[WaitingItem]:
    """Events decided by this person with conditions of which nobody has said whether they were met. One query, and
    one more where there are any."""
    return (_item(request, person) for request in unconfirmed(person, today))


def _item(request: EventRequest, person: Person) -> WaitingItem:
    assert request.day is not None
    return WaitingItem(
        what=f"Say whether the conditions were met: {request.title}",
        detail=f"{request.shown_number}, {request.unit or ''}",
        ref=request.ref,
        post="Decided by you",
        holder=person.name,
        since=datetime.combine(request.day, time(23), tzinfo=LONDON),
        due=None,
        address=reverse("events:met", args=[request.pk]),
    )

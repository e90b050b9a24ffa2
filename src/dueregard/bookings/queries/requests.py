"""Requests as bookings are compared with them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from dueregard.bookings.models import Source
from dueregard.bookings.rules.matching import LONGEST, RequestFacts
from dueregard.events.choices import OPEN, Outcome, Status
from dueregard.events.models import EventRequest
from dueregard.events.rules.ending import CANCELLED
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Unit

OVER = (
    Q(request__status=Status.WITHDRAWN)
    | Q(request__outcome=Outcome.REFUSED)
    | Q(request__aftermath__in=CANCELLED)
)
"""Bookings whose request was withdrawn, refused or called off: the room is taken all the same."""


def is_over(request: EventRequest) -> bool:
    """The same of one request."""
    refused = request.outcome == Outcome.REFUSED
    return refused or request.status == Status.WITHDRAWN or request.aftermath in CANCELLED


def requests_near(
    source: Source, first: date, last: date, *, since: datetime | None = None
) -> Iterator[RequestFacts]:
    """The sent requests of the source's provider with a day in the span; with `since` those changed after it. One
    query."""
    units = Unit.objects.filter(path__startswith=provider_of(source.unit).path).order_by().values("pk")
    rows = EventRequest.objects.exclude(status=Status.DRAFT).filter(
        unit__in=units,
        main=None,
        number__isnull=False,
        day__lte=last,
        day__gte=first - timedelta(days=LONGEST),
    )
    if since is not None:
        rows = rows.filter(changed_at__gt=since)
    return _facts(rows.filter(Q(day__gte=first) | Q(last_day__gte=first)))


def _facts(rows: QuerySet[EventRequest]) -> Iterator[RequestFacts]:
    columns = (
        "pk", "number", "title", "venue", "day", "last_day", "starts", "ends", "place__name", "status", "outcome",
    )  # fmt: skip
    for (
        pk,
        number,
        title,
        venue,
        day,
        last_day,
        starts,
        ends,
        place,
        status,
        outcome,
    ) in rows.order_by().values_list(*columns):
        alive = status in OPEN or (status == Status.DECIDED and outcome != "refused")
        yield RequestFacts(pk, number, title, venue, day, last_day, starts, ends, place or "", alive)

"""Taking the lock on a request, and who may act as its organiser."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, Subquery

from dueregard.events.models import Check, EventRequest, NumberSeries, Turn
from dueregard.kernel.errors import NotThere
from dueregard.kernel.refs import Actor
from dueregard.organisation.access import require
from dueregard.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Organiser:
    """Whoever acts as the organiser: a signed-in person, or the holder of the link to one request."""

    person: Person | None = None
    link: str = ""
    request: UUID | None = None

    def actor(self) -> Actor:
        return self.person.actor() if self.person else Actor("link", self.link)

    def is_of(self, request: EventRequest) -> bool:
        if self.person is not None:
            return request.organiser_id == self.person.pk
        return self.request in (request.pk, request.main_id)


def locked(pk: UUID) -> EventRequest:
    """The request, locked until the end of the transaction; of a body's companion the main row too, and first, so
    that two commands about one event never wait for each other."""
    main = EventRequest.objects.filter(pk=pk).values("main")
    rows = (
        EventRequest.objects.select_for_update(of=("self",))
        .select_related("unit", "place", "organiser", "edition")
        .filter(Q(pk=pk) | Q(pk=Subquery(main)))
        .order_by(F("main").asc(nulls_first=True))
    )
    found = {str(row.pk): row for row in rows}
    request = found.get(str(pk))
    if request is None:
        raise NotThere
    if request.main_id is not None:
        request.main = found[str(request.main_id)]
    return request


def locked_of(pk: UUID, organiser: Organiser) -> EventRequest:
    """The organiser's own request, locked. Somebody else's answers as one that does not exist."""
    request = locked(pk)
    if not organiser.is_of(request):
        raise NotThere
    return request


def require_for(
    item: Check | Turn | None,
    request: EventRequest,
    *,
    by: Person,
    code: str,
    people: list[Person],
    today: date,
) -> None:
    """The permission of a post in force, or that undone work has climbed to this person (procedures.md)."""
    if item is not None and item.widened and by in people:
        return
    require(by, code, unit=item.unit if item is not None else request.unit, today=today)


def next_number() -> int:
    """The next number of the series. The row stays locked until the end of the transaction."""
    return next_numbers(lock_the_series(), 1)[0]


def lock_the_series() -> NumberSeries:
    """The series, locked until the end of the transaction: nobody else sends or brings in meanwhile."""
    series, _ = NumberSeries.objects.select_for_update().get_or_create(pk=1)
    return series


def next_numbers(series: NumberSeries, count: int) -> range:
    """The next `count` numbers of the locked series."""
    numbers = range(series.last + 1, series.last + 1 + count)
    series.last += count
    series.save(update_fields=["last"])
    return numbers


def touch(request: EventRequest, *fields: str) -> None:
    """Write the named fields, and the version by which two people notice each other."""
    request.version += 1
    request.save(update_fields=[*fields, "version", "changed_at"])

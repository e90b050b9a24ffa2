"""Taking the lock on a request, and who may act as its organiser."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

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
        return self.request == request.pk


def locked(pk: UUID) -> EventRequest:
    """The request, locked until the end of the transaction."""
    try:
        return (
            EventRequest.objects.select_for_update(of=("self",))
            .select_related("unit", "place", "organiser", "edition")
            .get(pk=pk)
        )
    except EventRequest.DoesNotExist:
        raise NotThere from None


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

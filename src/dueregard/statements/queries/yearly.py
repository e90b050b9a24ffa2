"""Whom a yearly sending reaches, how far it has come, and when the next one is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Person, Unit
from dueregard.outbox.batches import Progress, Whole, whole_and_number
from dueregard.outbox.batches import progress_of as progress_of_whole
from dueregard.statements.models import CODE, Copy, Sending, Version
from dueregard.statements.rules.yearly import due_by
from dueregard.versions.choices import Status

BATCH_TYPE = "statements.batch"
COPY_TYPE = "statements.copy"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who would get a sending now: ids of people, addresses of lists; and who would not, in numbers."""

    people: list[UUID]
    lists: list[str]
    already: int
    without_address: int

    @property
    def recipients(self) -> int:
        return len(self.people) + len(self.lists)


def audience_of(
    provider: Unit,
    code: Version | None,
    year: int,
    units: Sequence[Unit],
    lists: Iterable[str],
    today: date,
) -> Audience:
    """People of the units and below who have an address and have not left, less those who have had this version
    this year. Three queries, whatever the number of units."""
    people = _people_in(provider, units, today)
    had = Copy.objects.filter(version=code, year=year) if code else Copy.objects.none()
    with_address = people.exclude(email="")
    fresh = with_address.filter(~Exists(had.filter(person=OuterRef("pk"))))
    counts = people.aggregate(all=Count("pk"), empty=Count("pk", filter=Q(email="")))
    wanted = list(dict.fromkeys(address.lower() for address in lists))
    had_lists = set(had.filter(address__in=wanted).values_list("address", flat=True))
    ids = list(fresh.order_by("pk").values_list("pk", flat=True))
    return Audience(
        people=ids,
        lists=[address for address in wanted if address not in had_lists],
        already=counts["all"] - counts["empty"] - len(ids) + len(had_lists),
        without_address=counts["empty"],
    )


def _people_in(provider: Unit, units: Sequence[Unit], today: date) -> QuerySet[Person]:
    inside = Q(pk__in=[])
    for unit in units:
        if unit.is_within(provider):
            inside |= Q(unit__path__startswith=unit.path)
    here = Q(left_on__isnull=True) | Q(left_on__gte=today)
    return Person.objects.filter(inside, here)


def whole_of(sending: Sending) -> Whole:
    """A sending, as the outbox is told of it."""
    return Whole(BATCH_TYPE, sending.pk, sending.people + sending.lists)


def copies_in(about: Ref) -> QuerySet[Copy]:
    """The copies of a batch."""
    sending, number = whole_and_number(about)
    return Copy.objects.filter(sending=sending, batch=number)


def progress_of(sending: Sending) -> Progress:
    return progress_of_whole(whole_of(sending))


def sendings_of(units: Iterable[Unit]) -> QuerySet[Sending]:
    return Sending.objects.filter(unit__in=units).select_related("unit", "version", "by").order_by("-at")


@dataclass(frozen=True, slots=True)
class Due:
    """When a provider's code is to be sent again; `last` is None where it never was sent from here."""

    unit: Unit
    by: date
    last: date | None


def dues(units: Sequence[Unit]) -> list[Due]:
    """For each provider with a code in force: a year after the last sending, or after the code
    first came into force. Two queries."""
    latest: dict[UUID, date] = {}
    for unit, at in Sending.objects.filter(unit__in=units).order_by("at").values_list("unit", "at"):
        latest[unit] = today_in_london(at)
    codes = Version.objects.filter(unit__in=units, kind=CODE, status=Status.DATED)
    rows = codes.order_by("-in_force_from").values_list("unit", "in_force_from")
    began: dict[UUID, date] = {unit: starts for unit, starts in rows if starts is not None}
    return [
        Due(unit, due_by(latest.get(unit.pk) or began[unit.pk]), latest.get(unit.pk))
        for unit in units
        if unit.pk in began
    ]

"""Who asks, and where: shared by the pages of outreach."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person, Unit
from dueregard.outreach.queries.standing import unit_to_look_after, units_to_look_after


def today() -> date:
    return today_in_london(timezone.now())


def person_of(request: HttpRequest) -> Person:
    person: Person | None = getattr(request, "person", None)
    if person is None:
        raise NotThere
    return person


def manages(request: PersonRequest) -> list[Unit]:
    """The units that this person looks after; for all others these pages are not there."""
    person_of(request)
    found = units_to_look_after(request.access)
    if not found:
        raise NotThere
    return found


def chosen_unit(request: PersonRequest, units: list[Unit]) -> Unit:
    """The unit of the address (`?unit=`), or the first that this person looks after."""
    wanted = request.GET.get("unit", "")
    if not wanted:
        return units[0]
    try:
        return unit_to_look_after(request.access, UUID(wanted))
    except ValueError:
        raise NotThere from None


def unit_of(request: PersonRequest, pk: UUID) -> Unit:
    person_of(request)
    return unit_to_look_after(request.access, pk)


def way_to(unit: Unit) -> list[tuple[str, str]]:
    return [("Outreach", reverse("outreach:who")), (unit.name, address_of(unit))]


def address_of(unit: Unit) -> str:
    return f"{reverse('outreach:who')}?unit={unit.pk}"

"""What an organiser can choose: who puts the event on, and where."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from dueregard.kernel.dates import today_in_london
from dueregard.organisation.access import posts_of
from dueregard.organisation.models import Person, Unit

PLACES = ("campus", "building", "centre", "site")
MOST = 500


def units_for(person: Person | None, chosen: Unit | None) -> list[Unit]:
    """The units in whose name this person may ask: their own and what lies around it, those of their posts, and
    the societies. A hirer asks in the name of the units for hirers. What was chosen before stays on offer."""
    wanted = _around(person) | Q(kind="society") if person else Q(kind__in=("hirers", "hirer", "hires"))
    if chosen is not None:
        wanted |= Q(pk=chosen.pk)
    rows = Unit.objects.filter(wanted, closed_on=None).exclude(kind__in=PLACES)
    return list(rows.order_by("name")[:MOST])


def _around(person: Person) -> Q:
    units = [person.unit, *(post.unit for post in posts_of(person, today_in_london(timezone.now())))]
    wanted = Q(pk__in=[pk for unit in units for pk in unit.lineage])
    for unit in units:
        wanted |= Q(path__startswith=unit.path)
    return wanted


def places_for(units: Iterable[Unit]) -> list[Unit]:
    """The campuses and buildings of the providers of these units."""
    roots = {unit.path.split(".")[0] for unit in units}
    inside = Q(pk__in=[])
    for root in roots:
        inside |= Q(path__startswith=root)
    return list(Unit.objects.filter(inside, kind__in=PLACES, closed_on=None).order_by("name")[:MOST])

"""Where a person looks after outreach."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import Access, access_of
from dueregard.organisation.models import Unit
from dueregard.outreach.catalogue import MANAGE

MOST_UNITS = 300


def today_of(now: Any = None) -> date:
    return today_in_london(now or timezone.now())


def looks_after(person: Any) -> bool:
    """Whether any post of this person looks after outreach."""
    return person is not None and bool(access_of(person).units_where(MANAGE))


def units_to_look_after(access: Access) -> list[Unit]:
    """Open units where this person looks after outreach, tops first; at most `MOST_UNITS`."""
    rows = access.units_where(MANAGE).units().filter(closed_on=None)
    return sorted(rows.order_by("name")[:MOST_UNITS], key=lambda unit: (unit.depth > 0, unit.name))


def unit_to_look_after(access: Access, pk: UUID | str) -> Unit:
    """`NotThere` for a unit that does not exist or lies outside."""
    unit = access.units_where(MANAGE).units().filter(pk=pk).first()
    if unit is None:
        raise NotThere
    return unit

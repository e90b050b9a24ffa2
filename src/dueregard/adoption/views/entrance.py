"""What the views of adoption share: who reads, for which unit."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from dueregard.adoption.queries.visible import has_to_do_with_adoption
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.organisation.models import Person, Unit


def insider(http: HttpRequest) -> Person:
    """Somebody who answers case studies or reads the answers; for all others these pages do not exist."""
    person: Person | None = getattr(http, "person", None)
    if person is None or not has_to_do_with_adoption(person):
        raise NotThere
    return person


def today_of(http: HttpRequest) -> date:
    return today_in_london(timezone.now())


def chosen(units: list[Unit], asked: str) -> Unit:
    """The unit that was asked for, else the first; `NotThere` where there is none, or it is none of these."""
    found = [unit for unit in units if not asked or str(unit.pk) == asked]
    if not found:
        raise NotThere
    return found[0]

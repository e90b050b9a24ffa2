"""Which providers a person has to do with, and which ones the public pages speak for."""

from datetime import date
from typing import Any

from django.utils import timezone

from dueregard.kernel.dates import today_in_london
from dueregard.organisation.access import Access, access_of
from dueregard.organisation.models import Unit
from dueregard.statements.catalogue import APPROVE, COMPLAINTS, DRAFT, SEND

PARTS = (DRAFT, APPROVE, SEND, COMPLAINTS)


def has_a_part(person: Any) -> bool:
    """Whether any post of this person has to do with statements."""
    if person is None:
        return False
    return bool(access_of(person, today_in_london(timezone.now())).codes() & set(PARTS))


def providers_for(access: Access, *codes: str) -> list[Unit]:
    """The providers where a post of this person carries one of these permissions."""
    rows = Unit.objects.filter(parent=None).order_by("name")
    return [unit for unit in rows if any(access.may(code, unit=unit) for code in codes)]


def open_providers() -> list[Unit]:
    """All providers of this installation: one, mostly."""
    return list(Unit.objects.filter(parent=None, closed_on=None).order_by("name")[:50])


def spoken_for(code: str, own: Unit | None) -> Unit | None:
    """The provider that a public page speaks for: the one asked for by its code, the reader's own, or the only
    one; None where the reader has to choose."""
    found = open_providers()
    if code:
        return next((unit for unit in found if unit.code == code), None)
    if own is not None:
        return next((unit for unit in found if unit.pk == own.root_id), None)
    return found[0] if len(found) == 1 else None


def today_of(now: Any = None) -> date:
    return today_in_london(now or timezone.now())

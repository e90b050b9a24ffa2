"""Where a person has to do with newsletters."""

from typing import Any

from django.utils import timezone

from dueregard.kernel.dates import today_in_london
from dueregard.newsletters.catalogue import SEND, WRITE
from dueregard.organisation.access import Access, access_of
from dueregard.organisation.models import Unit

PARTS = (WRITE, SEND)


def has_a_part(person: Any) -> bool:
    """Whether any post of this person writes or sends newsletters."""
    if person is None:
        return False
    return bool(access_of(person, today_in_london(timezone.now())).codes() & set(PARTS))


def units_of(access: Access, *codes: str) -> list[Unit]:
    """The units of the posts that carry one of these permissions: whence a newsletter may come."""
    found = {post.unit.pk: post.unit for post in access.posts if post.permissions & set(codes)}
    return sorted(found.values(), key=lambda unit: (unit.depth, unit.name))


def providers_of(access: Access, *codes: str) -> list[Unit]:
    """Those of them that are providers: their log of law changes is kept there."""
    return [unit for unit in units_of(access, *codes) if unit.parent_id is None]


def may_look(access: Access, unit: Unit) -> bool:
    """Whether this person writes or sends newsletters of a unit."""
    return access.may(WRITE, unit=unit) or access.may(SEND, unit=unit)

"""Whose packs a person sees: those of units where a post of theirs sends or brings in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from dueregard.exchange.catalogue import BRING_IN, SEND
from dueregard.exchange.models import KnownKey, Pack, Parcel, Part
from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import access_of, units_where
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Person, Unit


def has_to_do_with_exchange(person: Person | None) -> bool:
    if person is None:
        return False
    access = access_of(person)
    return access.may(SEND) or access.may(BRING_IN)


def provider_where(person: Person, code: str) -> Unit:
    """The provider for which this person may do it: packs are the provider's own. `NotThere` where there is none."""
    post = access_of(person).post_with(code)
    if post is None or post.unit.parent_id is not None:
        raise NotThere
    return provider_of(post.unit)


def parcels_for(person: Person) -> QuerySet[Parcel]:
    rows = Parcel.objects.select_related("unit", "by", "sealed_by").defer("content", "parts")
    return units_where(person, SEND).filter(rows)


def packs_for(person: Person) -> QuerySet[Pack]:
    rows = Pack.objects.select_related("unit", "by").annotate(
        many=Count("parts"), here=Count("parts__came_in_at")
    )
    return units_where(person, BRING_IN).filter(rows)


def may_see_parcel(person: Person, pk: UUID) -> Parcel:
    found = parcels_for(person).defer(None).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def may_see_pack(person: Person, pk: UUID) -> Pack:
    found = packs_for(person).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def names_of_keys(unit: Unit, keys: Iterable[str]) -> dict[str, str]:
    """Whose keys these are, for those that a person here has marked as known."""
    return dict(KnownKey.objects.filter(unit=unit, key__in=set(keys)).values_list("key", "name"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of a pack as its page shows it. `here` says that the very text came in already, with this pack or another."""

    part: Part
    here: bool


def parts_of(pack: Pack) -> list[Shown]:
    parts = list(pack.parts.all())
    here = set(
        Part.objects.filter(
            pack__unit=pack.unit_id, digest__in=[each.digest for each in parts], came_in_at__isnull=False
        ).values_list("digest", flat=True)
    )
    return [Shown(each, each.digest in here) for each in parts]


def in_groups(key: str) -> str:
    """A fingerprint as people compare it: the first 32 digits in groups of four."""
    return " ".join(key[at : at + 4] for at in range(0, 32, 4))

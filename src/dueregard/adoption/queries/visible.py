"""Whose answers a person sees: those of units where a post of theirs lets them answer or read."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from dueregard.adoption.catalogue import ADOPT, READ
from dueregard.adoption.models import Answer
from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import UnitScope, access_of
from dueregard.organisation.models import Person, Unit

MOST_UNITS = 500


def has_to_do_with_adoption(person: Person | None) -> bool:
    if person is None:
        return False
    access = access_of(person)
    return access.may(ADOPT) or access.may(READ)


def seen_by(person: Person) -> UnitScope:
    """Where this person may answer or read."""
    scopes = [access_of(person).units_where(code) for code in (ADOPT, READ)]
    if any(scope.everything for scope in scopes):
        return UnitScope(everything=True, paths=())
    return UnitScope(
        everything=False, paths=tuple(sorted({path for scope in scopes for path in scope.paths}))
    )


def units_of(scope: UnitScope) -> list[Unit]:
    """Open units of a scope, those above before those below. One query."""
    return list(scope.units().filter(closed_on=None).order_by("path")[:MOST_UNITS])


def answers_for(person: Person) -> QuerySet[Answer]:
    rows = Answer.objects.select_related("unit", "by", "case_study", "draft")
    return seen_by(person).filter(rows)


def may_see_answer(person: Person, pk: UUID) -> Answer:
    found = answers_for(person).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found

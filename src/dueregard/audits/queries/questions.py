"""Lists of further questions: those that a person may see, and those that an audit may ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dueregard.audits.catalogue import DO, PLAN, READ
from dueregard.audits.choices import Standing
from dueregard.audits.models import Edition, QuestionList
from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import units_where
from dueregard.organisation.models import Person, Unit


def lists_for(person: Person) -> QuerySet[QuestionList]:
    """Lists of units where this person plans, does or reads audits, and of the units above: those are asked there too."""
    scopes = [units_where(person, code) for code in (PLAN, DO, READ)]
    rows = QuestionList.objects.select_related("unit")
    if any(scope.everything for scope in scopes):
        return rows
    paths = {path for scope in scopes for path in scope.paths}
    reach = Q(pk__in=[])
    for path in paths:
        above = [UUID(step) for step in path.split(".") if step]
        reach |= Q(unit__path__startswith=path) | Q(unit__in=above)
    return rows.filter(reach)


def with_standing(rows: QuerySet[QuestionList]) -> QuerySet[Any]:
    """With the numbers of the version in use and of the draft, None where there is none."""

    def number(standing: str) -> Subquery:
        found = Edition.objects.filter(of=OuterRef("pk"), standing=standing)
        return Subquery(found.values("number")[:1])

    found: QuerySet[Any] = rows.annotate(used=number(Standing.USED), draft=number(Standing.DRAFT))
    return found


def may_see_list(person: Person, pk: UUID) -> QuestionList:
    found = lists_for(person).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def editions_of(found: QuestionList) -> QuerySet[Edition]:
    """All, newest first; those that were let go too, so that no number is missing."""
    return found.editions.select_related("written_by", "used_by", "of").order_by("-number")


def edition_seen(person: Person, pk: UUID) -> Edition:
    found = Edition.objects.select_related("of__unit").filter(pk=pk, of__in=lists_for(person)).first()
    if found is None:
        raise NotThere
    return found


def to_ask(units: Iterable[Unit]) -> list[Edition]:
    """Editions in use that audits of one of these units may ask: of the unit itself or one above."""
    lineages = {step for unit in units for step in unit.lineage}
    rows = Edition.objects.filter(standing=Standing.USED).select_related("of__unit")
    return [row for row in rows.order_by("of__title", "pk")[:300] if row.of.unit_id in lineages]

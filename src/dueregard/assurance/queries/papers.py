"""Issued papers that a person may read."""

from uuid import UUID

from django.db.models import QuerySet

from dueregard.assurance.catalogue import PAPERS, READ
from dueregard.assurance.models import Paper
from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import UnitScope, units_where
from dueregard.organisation.models import Person


def papers_for(person: Person) -> QuerySet[Paper]:
    """Those of the units for which the person reads or drafts papers, newest first."""
    scopes = [units_where(person, code) for code in (READ, PAPERS)]
    scope = UnitScope(
        everything=any(each.everything for each in scopes),
        paths=tuple(path for each in scopes for path in each.paths),
    )
    return scope.filter(Paper.objects.select_related("unit", "issued_by"))


def may_read(person: Person, pk: UUID) -> Paper:
    """The paper; `NotThere` for whoever may not read it."""
    found = papers_for(person).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found

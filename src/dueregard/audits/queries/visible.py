"""Which audits and reviews a person may see. Every page of audits starts here.

An audit is seen by those who plan or read audits of its unit, and by its auditors. For all others it answers exactly
as one that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dueregard.audits.catalogue import DO, PLAN, READ
from dueregard.audits.models import Audit, Review, Sampled
from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import UnitScope, access_of, units_where
from dueregard.organisation.models import Deputy, Holding, Person, PostKind, Unit
from dueregard.organisation.terms import in_force

RELATED = ("unit", "auditor", "planned_by", "drawn_by", "signed_by", "questions__of")


def audits_for(person: Person) -> QuerySet[Audit]:
    seen = in_scopes(person, PLAN, READ)
    mine = Q(auditor=person) | Q(pk__in=Sampled.objects.filter(auditor=person).order_by().values("audit"))
    return Audit.objects.all() if seen is None else Audit.objects.filter(seen | mine)


def reviews_for(person: Person) -> QuerySet[Review]:
    seen = in_scopes(person, PLAN, READ)
    return Review.objects.all() if seen is None else Review.objects.filter(seen)


def in_scopes(person: Person, *codes: str) -> Q | None:
    """Rows whose unit lies where one of the permissions reaches; None for everywhere."""
    found = Q(pk__in=[])
    for code in codes:
        scope = units_where(person, code)
        if scope.everything:
            return None
        if scope:
            found |= Q(unit__in=scope.units().order_by().values("pk"))
    return found


def may_see_audit(person: Person, pk: UUID) -> Audit:
    found = audits_for(person).select_related(*RELATED, "unit__sponsor").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def may_see_review(person: Person, pk: UUID) -> Review:
    found = reviews_for(person).select_related("unit", "recorded_by").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def has_to_do_with_audits(person: Person | None) -> bool:
    """Whether the menu shows audits: by a post, or as the auditor of one."""
    if person is None:
        return False
    access = access_of(person)
    return any(access.may(code) for code in (PLAN, DO, READ))


def planning_scope(person: Person) -> UnitScope:
    return units_where(person, PLAN)


def people_who_may(code: str, today: date, unit: Unit | None = None) -> list[Person]:
    """Holders and deputies of the posts that carry a permission, in the unit or above it: by name, each once."""
    kinds = [kind.pk for kind in PostKind.objects.all() if code in kind.permissions]
    found: dict[UUID, Person] = {}
    for person, path in _seated(kinds, today):
        if unit is None or unit.path.startswith(path):
            found[person.pk] = person
    return sorted(found.values(), key=lambda each: (each.name, str(each.pk)))


def _seated(kinds: list[int], today: date) -> Iterable[tuple[Person, str]]:
    for model in (Holding, Deputy):
        rows = model._default_manager.filter(in_force(today), post__kind__in=kinds).order_by()
        for row in rows.select_related("person", "post__unit"):
            yield row.person, row.post.unit.path


def auditors(today: date, unit: Unit | None = None) -> list[Person]:
    return people_who_may(DO, today, unit)

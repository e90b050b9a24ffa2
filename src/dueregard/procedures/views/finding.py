"""Who asks, and for what: shared by the pages."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person, Unit
from dueregard.procedures import queries
from dueregard.procedures.catalogue import APPROVE, DRAFT
from dueregard.procedures.models import Version
from dueregard.procedures.rules import KINDS
from dueregard.versions.choices import Status


def today() -> date:
    return today_in_london(timezone.now())


def person_of(request: PersonRequest) -> Person:
    """The person who asks. An account that belongs to nobody here reads nothing."""
    if request.person is None:
        raise NotAllowed("Your account does not belong to anybody here yet. Ask whoever looks after people.")
    return request.person


def roots_of(request: PersonRequest) -> set[UUID]:
    """The providers whose procedures the person may read: where they belong and where they hold a post."""
    person = person_of(request)
    return {person.unit.root_id, *(post.unit.root_id for post in request.access.posts)}


def unit_of(request: PersonRequest, kind: str, unit: UUID) -> Unit:
    found = Unit.objects.filter(pk=unit).first()
    if kind not in KINDS or found is None or found.root_id not in roots_of(request):
        raise NotThere
    return found


def version_of(request: PersonRequest, pk: UUID) -> Version:
    """A version that the person may see: what is or was in force, or coming, by all; a draft by those who draft
    or approve in its unit."""
    found = queries.versions().filter(pk=pk).exclude(status=Status.DISCARDED).first()
    if found is None or found.unit.root_id not in roots_of(request):
        raise NotThere
    if found.status != Status.DATED and not (
        may(request, DRAFT, found.unit) or may(request, APPROVE, found.unit)
    ):
        raise NotThere
    return found


def may(request: PersonRequest, code: str, unit: Unit) -> bool:
    return request.access.may(code, unit=unit)


def way_to(unit: Unit | None = None, kind: str = "", version: Version | None = None) -> list[tuple[str, str]]:
    """The breadcrumbs above a page."""
    found = [("Procedures", reverse("procedures:list"))]
    if version is not None:
        unit, kind = version.unit, version.kind
    if unit is not None:
        found.append((f"{KINDS[kind]}, {unit.name}", reverse("procedures:procedure", args=[kind, unit.pk])))
    if version is not None:
        found.append((f"Version {version.number}", reverse("procedures:version", args=[version.pk])))
    return found


def frame(version: Version) -> dict[str, Any]:
    return {"version": version, "breadcrumbs": way_to(version=version), "kind_title": KINDS[version.kind]}

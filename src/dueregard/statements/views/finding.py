"""Who asks, and for what: shared by the pages of those who look after statements."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person, Unit
from dueregard.statements.catalogue import APPROVE, DRAFT
from dueregard.statements.models import KINDS, Version
from dueregard.statements.queries.version import versions
from dueregard.versions.choices import Status


def today() -> date:
    return today_in_london(timezone.now())


def person_of(request: HttpRequest) -> Person:
    person: Person | None = getattr(request, "person", None)
    if person is None:
        raise NotThere
    return person


def may(request: PersonRequest, code: str, unit: Unit) -> bool:
    return request.access.may(code, unit=unit)


def provider_of(request: PersonRequest, kind: str, unit: UUID, *codes: str) -> Unit:
    """A provider where this person may do one of these; for all others it is not there."""
    found = Unit.objects.filter(pk=unit, parent=None).first()
    person_of(request)
    if kind not in KINDS or found is None or not any(may(request, code, found) for code in codes):
        raise NotThere
    return found


def version_of(request: PersonRequest, pk: UUID) -> Version:
    """A version of a provider where this person drafts or approves."""
    person_of(request)
    found = versions().filter(pk=pk).exclude(status=Status.DISCARDED).first()
    if found is None or not (may(request, DRAFT, found.unit) or may(request, APPROVE, found.unit)):
        raise NotThere
    return found


def way_to(version: Version | None = None) -> list[tuple[str, str]]:
    """The breadcrumbs above a page."""
    found = [("Statements", reverse("statements:list"))]
    if version is not None:
        found.append((str(version), reverse("statements:version", args=[version.pk])))
    return found

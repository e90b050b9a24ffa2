"""What the views of audits share: who reads, which audit, which tabs."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from dueregard.audits.models import Audit
from dueregard.audits.queries.pages import Reach, reach_of
from dueregard.audits.queries.visible import has_to_do_with_audits, may_see_audit
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.organisation.models import Person


def reader_of(http: HttpRequest) -> Person:
    """The signed-in person; an account that belongs to nobody sees nothing here."""
    person: Person | None = getattr(http, "person", None)
    if person is None:
        raise NotThere
    return person


def insider(http: HttpRequest) -> Person:
    """Somebody who has to do with audits at all; for all others these pages do not exist."""
    person = reader_of(http)
    if not has_to_do_with_audits(person):
        raise NotThere
    return person


def today_of(http: HttpRequest) -> date:
    return today_in_london(timezone.now())


def seen(http: HttpRequest, pk: UUID) -> tuple[Audit, Person, Reach]:
    person = reader_of(http)
    audit = may_see_audit(person, pk)
    return audit, person, reach_of(person, audit)


def around(audit: Audit, reach: Reach, here: str) -> dict[str, Any]:
    """What every page of one audit knows: its tabs, the way back, and what the reader may do."""
    return {"audit": audit, "reach": reach, "tabs": _tabs(audit, here), "breadcrumbs": crumbs()}


def crumbs() -> list[tuple[str, str]]:
    return [("Audits", reverse("audits:list"))]


def _tabs(audit: Audit, here: str) -> list[tuple[str, str, bool]]:
    names = [("audit", "Plan and sample")]
    if audit.drawn_at is not None:
        names += [("findings", "Findings"), ("report", "Report")]
    return [(label, reverse(f"audits:{name}", args=[audit.pk]), name == here) for name, label in names]

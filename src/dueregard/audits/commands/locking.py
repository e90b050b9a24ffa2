"""Locking an audit, and asking who may."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from dueregard.audits.catalogue import DO, PLAN
from dueregard.audits.models import Audit, Sampled
from dueregard.kernel.errors import NotAllowed, NotThere
from dueregard.kernel.refs import Actor
from dueregard.organisation.access import require, resolve
from dueregard.organisation.models import Person


def locked(pk: UUID) -> Audit:
    rows = Audit.objects.select_for_update(of=("self",)).select_related("unit", "auditor")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def locked_sampled(audit: Audit, position: int) -> Sampled:
    rows = Sampled.objects.select_for_update(of=("self",)).select_related("auditor", "request")
    found = rows.filter(audit=audit, position=position).first()
    if found is None:
        raise NotThere
    return found


def may_audit(person: Person, audit: Audit, today: date) -> bool:
    """Asked anew, never from what a request remembers."""
    return resolve(person, today).may(DO, unit=audit.unit)


def require_auditor(by: Person, audit: Audit, today: date) -> Actor:
    """An auditor of this audit, in a post that may audit."""
    actor = require(by, DO, unit=audit.unit, today=today)
    if not is_auditor(by, audit):
        raise NotAllowed("You are not an auditor of this audit.")
    return actor


def is_auditor(person: Person, audit: Audit) -> bool:
    return audit.auditor_id == person.pk or Sampled.objects.filter(audit=audit, auditor=person).exists()


def require_planner(by: Person, audit: Audit, today: date) -> Actor:
    return require(by, PLAN, unit=audit.unit, today=today)

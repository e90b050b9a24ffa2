"""Noting the risks of an event and what would meet them, by those who check or decide it, until it is decided."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.commands.locking import locked
from dueregard.events.mitigations import CATALOGUE
from dueregard.events.models import EventRequest, Hazard, Mitigation
from dueregard.events.queries.facts import person_facts, request_facts
from dueregard.events.queries.risk import assessors, may_assess, risk_request
from dueregard.events.rules.risk import (
    HazardFacts,
    MitigationFacts,
    what_a_hazard_lacks,
    what_a_mitigation_lacks,
    why_not_assess,
)
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.models import Person


@transaction.atomic
def note_hazard(*, pk: UUID, by: Person, hazard: HazardFacts, now: datetime) -> Hazard:
    """Something that could happen at the event, with how likely it is and how much it would matter. `pk` is of the
    request, or of one body's part of it; the risk belongs to the event as a whole."""
    request = _lock(pk, by, now)
    refuse_if(each.sentence for each in what_a_hazard_lacks(hazard))
    made = Hazard.objects.create(
        request=risk_request(request),
        what=hazard.what,
        likelihood=hazard.likelihood,
        severity=hazard.severity,
        likelihood_after=hazard.likelihood_after,
        severity_after=hazard.severity_after,
        noted_by=by,
        noted_at=now,
    )
    _record(catalogue.RISK_NOTED, made, by, now)
    return made


@transaction.atomic
def change_hazard(*, pk: UUID, request: UUID, by: Person, hazard: HazardFacts, now: datetime) -> Hazard:
    """Rate it anew, or say it better; what remains with its mitigations is said here."""
    found = _hazard(pk, _lock(request, by, now))
    refuse_if(each.sentence for each in what_a_hazard_lacks(hazard))
    found.what, found.likelihood, found.severity = hazard.what, hazard.likelihood, hazard.severity
    found.likelihood_after, found.severity_after = hazard.likelihood_after, hazard.severity_after
    found.save(update_fields=["what", "likelihood", "severity", "likelihood_after", "severity_after"])
    _record(catalogue.RISK_CHANGED, found, by, now)
    return found


@transaction.atomic
def take_hazard_off(*, pk: UUID, request: UUID, by: Person, now: datetime) -> Hazard:
    """It is no risk of this event after all. The row stays, with who took it off."""
    found = _hazard(pk, _lock(request, by, now))
    found.off_by, found.off_at = by, now
    found.save(update_fields=["off_by", "off_at"])
    _record(catalogue.RISK_TAKEN_OFF, found, by, now)
    return found


@transaction.atomic
def note_mitigation(
    *, pk: UUID, request: UUID, by: Person, mitigation: MitigationFacts, now: datetime
) -> Mitigation:
    """What would meet a hazard: of the catalogue or in own words. One that bears on speech says why."""
    hazard = _hazard(pk, _lock(request, by, now))
    if mitigation.code and mitigation.code not in CATALOGUE:
        raise NotThere
    refuse_if(each.sentence for each in what_a_mitigation_lacks(mitigation))
    made = Mitigation.objects.create(
        hazard=hazard,
        code=mitigation.code,
        what=mitigation.what,
        owner=mitigation.owner,
        owner_post=mitigation.owner_post,
        evidence=mitigation.evidence,
        why=mitigation.why,
        noted_by=by,
        noted_at=now,
    )
    data = {"hazard": str(hazard.pk), "mitigation": str(made.pk), "kind": made.code or "own-words"}
    record(catalogue.MITIGATION_NOTED, by=_actor(by), on=hazard.request.ref, data=data, at=now)
    return made


@transaction.atomic
def take_mitigation_off(*, pk: UUID, request: UUID, by: Person, now: datetime) -> Mitigation:
    whole = risk_request(_lock(request, by, now))
    found = Mitigation.objects.filter(pk=pk, hazard__request=whole, off_at=None).first()
    if found is None:
        raise NotThere
    found.off_by, found.off_at = by, now
    found.save(update_fields=["off_by", "off_at"])
    data = {"mitigation": str(found.pk)}
    record(catalogue.MITIGATION_TAKEN_OFF, by=_actor(by), on=whole.ref, data=data, at=now)
    return found


def _lock(pk: UUID, by: Person, now: datetime) -> EventRequest:
    """Lock and require: a permission to check or decide, and work on this request."""
    request, today = locked(pk), today_in_london(now)
    if not may_assess(by, request, today):
        raise NotAllowed("None of your posts lets you note the risks of this event.")
    refuse_if(why_not_assess(request_facts(request), by=person_facts(by, assessors(request, today))))
    return request


def _hazard(pk: UUID, request: EventRequest) -> Hazard:
    rows = Hazard.objects.select_for_update(of=("self",)).select_related("request")
    found = rows.filter(pk=pk, request=risk_request(request), off_at=None).first()
    if found is None:
        raise NotThere
    return found


def _actor(by: Person) -> Actor:
    return by.actor()


def _record(action: object, hazard: Hazard, by: Person, now: datetime) -> None:
    data = {"hazard": str(hazard.pk)}
    record(action, by=by.actor(), on=hazard.request.ref, data=data, at=now)  # type: ignore[arg-type]

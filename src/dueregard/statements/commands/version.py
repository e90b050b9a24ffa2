"""Versions: started, saved, approved, put in force, discarded."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.statements import catalogue
from dueregard.statements.models import KINDS, Status, Version, digest_of
from dueregard.statements.queries import version as queries
from dueregard.statements.rules import versions as rules
from dueregard.statements.starters import first_text


@transaction.atomic
def start_draft(*, by: Person, kind: str, unit: Unit, now: datetime) -> Version:
    """A new draft with the latest text, else with ours or an empty one; the open draft where there is one."""
    unit = _locked_provider(unit.pk)
    actor = require(by, catalogue.DRAFT, unit=unit, today=today_in_london(now))
    if kind not in KINDS:
        raise NotThere
    versions = queries.versions_of(kind, unit)
    open_draft = next((each for each in versions if each.status == Status.DRAFT), None)
    if open_draft:
        return open_draft
    latest = versions[0] if versions else None
    title, text = (latest.title, latest.text) if latest else first_text(kind, unit.name)
    version = Version.objects.create(
        kind=kind,
        unit=unit,
        number=_next_number(kind, unit),
        title=title,
        text=text,
        digest=digest_of(title, text),
        drafted_by=by,
        drafted_at=now,
    )
    _record(catalogue.DRAFT_SAVED, version, actor, now, revision=1, digest=version.digest)
    return version


@transaction.atomic
def save_draft(
    *, pk: UUID, by: Person, title: str, text: str, reason: str, revision: int, now: datetime
) -> Version:
    """Save a draft. `revision` is the one that the editor was shown. Whoever saves last is its drafter."""
    version = _locked(pk)
    actor = require(by, catalogue.DRAFT, unit=version.unit, today=today_in_london(now))
    saved_by = version.drafted_by.name if version.drafted_by else "Somebody"
    refuse_if(rules.why_not_save(facts(version), revision=revision, saved_by=saved_by))
    if len(text) > rules.LONGEST:
        raise Refused([f"The text has {len(text):,} characters. Make it {rules.LONGEST:,} or fewer."])
    version.title, version.text, version.reason = title, text, reason
    version.digest = digest_of(title, text)
    version.revision += 1
    version.drafted_by, version.drafted_at = by, now
    version.save()
    _record(catalogue.DRAFT_SAVED, version, actor, now, revision=version.revision, digest=version.digest)
    return version


@transaction.atomic
def discard(*, pk: UUID, by: Person, now: datetime) -> Version:
    """Put away a version that never was in force; it stays on record as discarded."""
    version = _locked(pk)
    actor = require(by, catalogue.DRAFT, unit=version.unit, today=today_in_london(now))
    refuse_if(rules.why_not_discard(facts(version), today=today_in_london(now)))
    version.status, version.in_force_from = Status.DISCARDED, None
    version.save()
    _record(catalogue.DISCARDED, version, actor, now)
    return version


@transaction.atomic
def approve(*, pk: UUID, by: Person, revision: int, alone_reason: str = "", now: datetime) -> Version:
    """Approve a draft as the second person, or alone with a reason where nobody else may."""
    version = _locked(pk)
    today = today_in_london(now)
    actor = require(by, catalogue.APPROVE, unit=version.unit, today=today)
    others = queries.others_who_may_approve(by, version.unit, today)
    refuse_if(
        rules.why_not_approve(
            facts(version), by=by.pk, revision=revision, others=others, alone_reason=alone_reason
        )
    )
    alone = by.pk == version.drafted_by_id
    version.status, version.approved_by, version.approved_at = Status.APPROVED, by, now
    version.alone_reason = alone_reason if alone else ""
    version.save()
    _record(catalogue.APPROVED, version, actor, now, alone=alone, digest=version.digest)
    return version


@transaction.atomic
def put_in_force(*, pk: UUID, by: Person, starts: date, now: datetime) -> Version:
    """Let an approved version hold from a day, today or later. What was accepted before stays accepted."""
    version = _locked(pk)
    _locked_provider(version.unit_id)
    today = today_in_london(now)
    actor = require(by, catalogue.APPROVE, unit=version.unit, today=today)
    same = Version.objects.filter(kind=version.kind, unit=version.unit, status=Status.DATED)
    taken = same.filter(in_force_from=starts, starter=False).exists()
    refuse_if(rules.why_not_put_in_force(facts(version), starts=starts, today=today, taken=taken))
    version.status, version.in_force_from = Status.DATED, starts
    version.save()
    _record(catalogue.PUT_IN_FORCE, version, actor, now, **{"from": starts.isoformat()})
    return version


@transaction.atomic
def take_starter(
    *, by: Actor, kind: str, unit: Unit, title: str, text: str, starts: date, now: datetime
) -> Version:
    """Put a starter text in force when a provider is set up. For the named system actor only."""
    if by.kind != "system":
        raise ValueError("Only setting up takes a starter text over.")
    unit = _locked_provider(unit.pk)
    version = Version.objects.create(
        kind=kind,
        unit=unit,
        number=_next_number(kind, unit),
        title=title,
        text=text,
        digest=digest_of(title, text),
        status=Status.DATED,
        starter=True,
        drafted_at=now,
        in_force_from=starts,
    )
    _record(
        catalogue.STARTER_TAKEN,
        version,
        by,
        now,
        **{"from": starts.isoformat(), "digest": version.digest},
    )
    return version


def facts(version: Version) -> rules.VersionFacts:
    return rules.VersionFacts(
        version.status, version.revision, version.drafted_by_id, version.text, version.in_force_from
    )


def _locked(pk: UUID) -> Version:
    found = Version.objects.select_for_update(of=("self",)).select_related("unit", "drafted_by").filter(pk=pk)
    version = found.first()
    if version is None:
        raise NotThere
    return version


def _locked_provider(pk: UUID) -> Unit:
    """The provider, locked. A unit below has no statements of its own: the duty is the provider's."""
    unit = Unit.objects.select_for_update().filter(pk=pk, parent=None).first()
    if unit is None:
        raise NotThere
    return unit


def _next_number(kind: str, unit: Unit) -> int:
    highest = Version.objects.filter(kind=kind, unit=unit).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _record(action: str, version: Version, by: Actor, now: datetime, **data: object) -> None:
    which = {"kind": version.kind, "unit": str(version.unit_id), "number": version.number}
    record(action, by=by, on=version.ref, data={**which, **data}, at=now)

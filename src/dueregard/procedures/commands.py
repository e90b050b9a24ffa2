"""The only writer of procedures."""

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
from dueregard.procedures import catalogue, queries
from dueregard.procedures.models import Edition, Status, Version
from dueregard.procedures.rules import KINDS
from dueregard.procedures.rules import versions as rules
from dueregard.procedures.rules.shape import LONGEST


@transaction.atomic
def start_draft(*, by: Person, kind: str, unit: Unit, now: datetime) -> Version:
    """A new draft with the text in force, or an empty one; the open draft where there is one."""
    unit = _locked_unit(unit.pk)
    actor = require(by, catalogue.DRAFT, unit=unit, today=today_in_london(now))
    if kind not in KINDS:
        raise NotThere
    versions = list(queries.versions_of(kind, unit))
    open_draft = next((each for each in versions if each.status == Status.DRAFT), None)
    if open_draft:
        return open_draft
    latest = next((each for each in versions if each.status != Status.DISCARDED), None)
    version = Version.objects.create(
        kind=kind,
        unit=unit,
        number=_next_number(kind, unit),
        text=latest.text if latest else "",
        drafted_by=by,
        drafted_at=now,
    )
    _record(catalogue.DRAFT_SAVED, version, actor, now, revision=1, digest=version.digest)
    return version


@transaction.atomic
def save_draft(*, pk: UUID, by: Person, text: str, reason: str, revision: int, now: datetime) -> Version:
    """Save a draft, mistakes or not. `revision` is the one that the editor was shown.

    Whoever saves last is its drafter, so that somebody else approves what they wrote.
    """
    version = _locked(pk)
    actor = require(by, catalogue.DRAFT, unit=version.unit, today=today_in_london(now))
    saved_by = version.drafted_by.name if version.drafted_by else "Somebody"
    refuse_if(rules.why_not_save(facts(version), revision=revision, saved_by=saved_by))
    if len(text) > LONGEST:
        raise Refused([f"The text has {len(text):,} characters. Make it {LONGEST:,} or fewer."])
    version.text, version.reason = text, reason
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
    actor = require(by, catalogue.APPROVE, unit=version.unit, today=today_in_london(now))
    others = queries.others_who_may_approve(by, version.unit, today)
    found = queries.mistakes_in(version, today)
    refuse_if(
        rules.why_not_approve(
            facts(version),
            by=by.pk,
            revision=revision,
            others=others,
            alone_reason=alone_reason,
            mistakes=len(found.mistakes) if found else 0,
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
    """Let an approved version hold from a day, today or later. What is handled under another one stays so."""
    version = _locked(pk)
    today = today_in_london(now)
    _locked_unit(version.unit_id)
    actor = require(by, catalogue.APPROVE, unit=version.unit, today=today_in_london(now))
    same = Version.objects.filter(kind=version.kind, unit=version.unit, status=Status.DATED)
    refuse_if(
        rules.why_not_put_in_force(
            facts(version),
            starts=starts,
            today=today,
            taken=same.filter(in_force_from=starts).exists(),
            conflicts=_conflicts(version, starts),
        )
    )
    version.status, version.in_force_from = Status.DATED, starts
    version.save()
    _record(catalogue.PUT_IN_FORCE, version, actor, now, **{"from": starts.isoformat()})
    return version


@transaction.atomic
def take_preset(
    *, by: Actor, kind: str, unit: Unit, text: str, preset: str, starts: date, now: datetime
) -> Version:
    """Put a preset's procedure in force when a provider is set up. Raises `Mistakes` for a text that is wrong.

    For the named system actor only; people draft and approve.
    """
    if by.kind != "system":
        raise ValueError("Only setting up takes a preset over.")
    unit = _locked_unit(unit.pk)
    number = _next_number(kind, unit)
    queries.check_text(text, f"{unit.name}, version {number}", queries.versions_in_force(kind, unit, starts))
    version = Version.objects.create(
        kind=kind,
        unit=unit,
        number=number,
        text=text,
        status=Status.DATED,
        preset=preset,
        drafted_at=now,
        in_force_from=starts,
    )
    facts = {"preset": preset, "from": starts.isoformat(), "digest": version.digest}
    record(catalogue.PRESET_TAKEN, by=by, on=version.ref, data={**_which(version), **facts}, at=now)
    return version


def edition_for(kind: str, unit: Unit, today: date) -> Edition:
    """The edition in force. Raises `Refused` with a sentence where there is none."""
    found = queries.in_force(kind, unit, today)
    if found is None:
        raise Refused([f"No procedure for {KINDS.get(kind, kind).lower()} is in force in {unit.name} yet."])
    return found


def facts(version: Version) -> rules.VersionFacts:
    return rules.VersionFacts(version.status, version.revision, version.drafted_by_id, version.in_force_from)


def _conflicts(version: Version, starts: date) -> list[str]:
    found = queries.mistakes_in(version, starts)
    own = [f"It no longer fits what the unit above has in force: {found.mistakes[0]}"] if found else []
    nowhere = queries.tracks_that_lead_nowhere(version, starts)
    return own + nowhere + queries.conflicts_below(version, starts)


def _locked(pk: UUID) -> Version:
    found = Version.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _locked_unit(pk: UUID) -> Unit:
    return Unit.objects.select_for_update().get(pk=pk)


def _next_number(kind: str, unit: Unit) -> int:
    highest = Version.objects.filter(kind=kind, unit=unit).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _which(version: Version) -> dict[str, object]:
    return {"kind": version.kind, "unit": str(version.unit_id), "number": version.number}


def _record(action: str, version: Version, by: Actor, now: datetime, **data: object) -> None:
    record(action, by=by, on=version.ref, data={**_which(version), **data}, at=now)

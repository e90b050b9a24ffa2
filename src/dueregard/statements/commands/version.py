"""Versions: started, saved, approved, put in force, discarded."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.kernel.refs import Actor
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.statements import catalogue
from dueregard.statements.models import KINDS, Version, digest_of
from dueregard.statements.queries import version as queries
from dueregard.statements.rules.versions import LONGEST, why_not_this_text
from dueregard.statements.starters import first_text
from dueregard.versions.choices import Status
from dueregard.versions.commands import Codes, Way

WAY = Way(
    Version,
    "statement",
    Codes(
        draft=catalogue.DRAFT,
        approve=catalogue.APPROVE,
        saved=catalogue.DRAFT_SAVED,
        discarded=catalogue.DISCARDED,
        approved=catalogue.APPROVED,
        put_in_force=catalogue.PUT_IN_FORCE,
    ),
    counts=Q(starter=False),
)


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
        number=WAY.next_number(kind, unit),
        title=title,
        text=text,
        digest=digest_of(title, text),
        drafted_by=by,
        drafted_at=now,
    )
    return WAY.told(catalogue.DRAFT_SAVED, version, actor, now, revision=1, digest=version.digest)


@transaction.atomic
def save_draft(
    *, pk: UUID, by: Person, title: str, text: str, reason: str, revision: int, now: datetime
) -> Version:
    """Save a draft. `revision` is the one that the editor was shown. Whoever saves last is its drafter."""
    said = {"title": title, "text": text, "reason": reason, "digest": digest_of(title, text)}
    return WAY.save(pk=pk, by=by, revision=revision, longest=LONGEST, now=now, said=said)


@transaction.atomic
def discard(*, pk: UUID, by: Person, now: datetime) -> Version:
    """Put away a version that never was in force; it stays on record as discarded."""
    return WAY.discard(pk=pk, by=by, now=now)


@transaction.atomic
def approve(*, pk: UUID, by: Person, revision: int, alone_reason: str = "", now: datetime) -> Version:
    """Approve a draft as the second person, or alone with a reason where nobody else may."""
    return WAY.approve(
        pk=pk,
        by=by,
        revision=revision,
        alone_reason=alone_reason,
        wrong=lambda version: why_not_this_text(version.text),
        now=now,
    )


@transaction.atomic
def put_in_force(*, pk: UUID, by: Person, starts: date, now: datetime) -> Version:
    """Let an approved version hold from a day, today or later. What was accepted before stays accepted."""
    return WAY.put_in_force(pk=pk, by=by, starts=starts, conflicts=lambda version: [], now=now)


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
        number=WAY.next_number(kind, unit),
        title=title,
        text=text,
        digest=digest_of(title, text),
        status=Status.DATED,
        starter=True,
        drafted_at=now,
        in_force_from=starts,
    )
    data = {"from": starts.isoformat(), "digest": version.digest}
    return WAY.told(catalogue.STARTER_TAKEN, version, by, now, **data)


def _locked_provider(pk: UUID) -> Unit:
    """The provider, locked. A unit below has no statements of its own: the duty is the provider's."""
    unit = Unit.objects.select_for_update().filter(pk=pk, parent=None).first()
    if unit is None:
        raise NotThere
    return unit

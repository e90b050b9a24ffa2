"""The only writer of procedures."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.refs import Actor
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.procedures import catalogue, queries
from dueregard.procedures.models import Edition, Version
from dueregard.procedures.rules import KINDS
from dueregard.procedures.rules.shape import LONGEST
from dueregard.versions.choices import Status
from dueregard.versions.commands import Codes, Way

WAY = Way(
    Version,
    "procedure",
    Codes(
        draft=catalogue.DRAFT,
        approve=catalogue.APPROVE,
        saved=catalogue.DRAFT_SAVED,
        discarded=catalogue.DISCARDED,
        approved=catalogue.APPROVED,
        put_in_force=catalogue.PUT_IN_FORCE,
    ),
)


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
        number=WAY.next_number(kind, unit),
        text=latest.text if latest else "",
        drafted_by=by,
        drafted_at=now,
    )
    return WAY.told(catalogue.DRAFT_SAVED, version, actor, now, revision=1, digest=version.digest)


@transaction.atomic
def save_draft(*, pk: UUID, by: Person, text: str, reason: str, revision: int, now: datetime) -> Version:
    """Save a draft, mistakes or not. `revision` is the one that the editor was shown.

    Whoever saves last is its drafter, so that somebody else approves what they wrote.
    """
    said = {"text": text, "reason": reason}
    return WAY.save(pk=pk, by=by, revision=revision, longest=LONGEST, now=now, said=said)


@transaction.atomic
def discard(*, pk: UUID, by: Person, now: datetime) -> Version:
    """Put away a version that never was in force; it stays on record as discarded."""
    return WAY.discard(pk=pk, by=by, now=now)


@transaction.atomic
def approve(*, pk: UUID, by: Person, revision: int, alone_reason: str = "", now: datetime) -> Version:
    """Approve a draft as the second person, or alone with a reason where nobody else may."""

    def wrong(version: Version) -> list[str]:
        found = queries.mistakes_in(version, today_in_london(now))
        many = len(found.mistakes) if found else 0
        return (
            [f"The draft has {many} mistake{'s' if many > 1 else ''} in it. Mend it first."] if many else []
        )

    return WAY.approve(pk=pk, by=by, revision=revision, alone_reason=alone_reason, wrong=wrong, now=now)


@transaction.atomic
def put_in_force(*, pk: UUID, by: Person, starts: date, now: datetime) -> Version:
    """Let an approved version hold from a day, today or later. What is handled under another one stays so."""
    return WAY.put_in_force(
        pk=pk, by=by, starts=starts, conflicts=lambda version: _conflicts(version, starts), now=now
    )


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
    number = WAY.next_number(kind, unit)
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
    return WAY.told(catalogue.PRESET_TAKEN, version, by, now, **facts)


def edition_for(kind: str, unit: Unit, today: date) -> Edition:
    """The edition in force. Raises `Refused` with a sentence where there is none."""
    found = queries.in_force(kind, unit, today)
    if found is None:
        raise Refused([f"No procedure for {KINDS.get(kind, kind).lower()} is in force in {unit.name} yet."])
    return found


def _conflicts(version: Version, starts: date) -> list[str]:
    found = queries.mistakes_in(version, starts)
    own = [f"It no longer fits what the unit above has in force: {found.mistakes[0]}"] if found else []
    nowhere = queries.tracks_that_lead_nowhere(version, starts)
    return own + nowhere + queries.conflicts_below(version, starts)


def _locked_unit(pk: UUID) -> Unit:
    return Unit.objects.select_for_update().get(pk=pk)

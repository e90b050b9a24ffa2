"""A pack that came in: opened, its key known or not, its parts taken in as drafts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.exchange import catalogue
from dueregard.exchange.models import KnownKey, Pack, Part
from dueregard.exchange.packs import opened
from dueregard.exchange.queries.visible import parts_of
from dueregard.exchange.rules.parts import kinds
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit


@dataclass(slots=True)
class Report:
    """What became of the parts that were asked for: titles that came in, titles that were here, and what was refused."""

    came_in: list[str] = field(default_factory=list)
    here: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def look_at(*, content: bytes, unit: Unit, by: Person, now: datetime) -> Pack:
    """Open a pack and keep what it says; nothing of it is used yet. Raises `NotAPack` for anything else. The same file is
    the same pack."""
    found = opened(content)
    actor = require(by, catalogue.BRING_IN, unit=unit, today=today_in_london(now))
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    known = Pack.objects.filter(unit=unit, digest=found.digest).first()
    if known is not None:
        return known
    pack = Pack.objects.create(
        unit=unit,
        digest=found.digest,
        title=found.manifest.title,
        made_on=found.manifest.made_on,
        key=found.key,
        by=by,
        at=now,
    )
    Part.objects.bulk_create(
        Part(pack=pack, number=number, kind=kind, title=data["title"], digest=digest, data=data)
        for number, (kind, digest, data) in enumerate(found.parts, start=1)
    )
    record(
        catalogue.LOOKED_AT, by=actor, on=pack.ref, data={"digest": found.digest, "key": found.key}, at=now
    )
    return pack


@transaction.atomic
def bring_in(*, pk: UUID, numbers: Collection[int], by: Person, now: datetime) -> Report:
    """Take parts in as drafts of this person, each by the leave that such a draft needs. What is here already, by its
    content, is left; a part that cannot come in says why and stops none of the others."""
    pack = Pack.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if pack is None:
        raise NotThere
    actor = require(by, catalogue.BRING_IN, unit=pack.unit, today=today_in_london(now))
    report = Report()
    for shown in parts_of(pack):
        if shown.part.number in numbers:
            _take(shown.part, pack, by, now, report, here=shown.here)
    if not (report.came_in or report.here or report.refused):
        raise Refused(["Choose at least one part."])
    data = {"parts": len(report.came_in), "key": pack.key}
    record(catalogue.BROUGHT_IN, by=actor, on=pack.ref, data=data, at=now)
    return report


def _take(part: Part, pack: Pack, by: Person, now: datetime, report: Report, *, here: bool) -> None:
    if here or part.came_in_at is not None:
        report.here.append(part.title)
        return
    try:
        with transaction.atomic():
            made = kinds()[part.kind].take(part.data, pack.unit, by, now)
    except (Refused, NotAllowed, NotThere) as no:
        report.refused.append(f"{part.title}: {str(no) or 'It cannot be taken in here.'}")
        return
    part.came_in_as, part.came_in_at = f"{made.type} {made.id}", now
    part.save(update_fields=["came_in_as", "came_in_at"])
    report.came_in.append(part.title)


@transaction.atomic
def know_key(*, unit: Unit, key: str, name: str, by: Person, now: datetime) -> KnownKey:
    """A person says whose key this is, having compared it with them. Only keys of packs that came here."""
    actor = require(by, catalogue.BRING_IN, unit=unit, today=today_in_london(now))
    if not Pack.objects.filter(unit=unit, key=key).exists():
        raise NotThere
    if not name:
        raise Refused(["Say whose key it is."])
    kept, _ = KnownKey.objects.update_or_create(
        unit=unit, key=key, defaults={"name": name, "by": by, "at": now}
    )
    record(catalogue.KEY_KNOWN, by=actor, on=kept.ref, data={"key": key}, at=now)
    return kept


@transaction.atomic
def forget_key(*, unit: Unit, key: str, by: Person, now: datetime) -> None:
    actor = require(by, catalogue.BRING_IN, unit=unit, today=today_in_london(now))
    kept = KnownKey.objects.select_for_update().filter(unit=unit, key=key).first()
    if kept is None:
        raise NotThere
    record(catalogue.KEY_UNKNOWN, by=actor, on=kept.ref, data={"key": key}, at=now)
    kept.delete()

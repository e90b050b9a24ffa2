"""Making and changing the sources of bookings."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.bookings import catalogue
from dueregard.bookings.commands.locking import locked_source
from dueregard.bookings.commands.marking import mark_again
from dueregard.bookings.fields import SourceFields
from dueregard.bookings.models import Source
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit


@transaction.atomic
def make_source(*, by: Person | Actor, fields: SourceFields, now: datetime) -> Source:
    unit = Unit.objects.select_for_update().get(pk=fields.unit.pk)
    actor = require(by, catalogue.IMPORT, unit=unit, today=today_in_london(now))
    refuse_if(_why_not(fields))
    source = Source(made_at=now)
    _put(source, fields)
    source.save(force_insert=True)
    record(catalogue.SOURCE_MADE, by=actor, on=source.ref, data={"unit": str(unit.pk)}, at=now)
    return source


@transaction.atomic
def change_source(*, pk: UUID, by: Person | Actor, fields: SourceFields, now: datetime) -> Source:
    """Opening hours and who books here may change what is marked: that is looked at at once."""
    source = locked_source(pk)
    today = today_in_london(now)
    actor = require(by, catalogue.IMPORT, unit=source.unit, today=today)
    require(by, catalogue.IMPORT, unit=fields.unit, today=today)
    refuse_if(_why_not(fields, source))
    names = ("name", "unit", "kind", "full", "outside", "opens", "closes")
    changed = [name for name in names if getattr(source, name) != getattr(fields, name)]
    if not changed:
        return source
    _put(source, fields)
    source.digest = ""
    source.save()
    if {"unit", "outside", "opens", "closes"} & set(changed):
        mark_again(source, now=now)
    record(catalogue.SOURCE_CHANGED, by=actor, on=source.ref, data={"fields": len(changed)}, at=now)
    return source


def _put(source: Source, fields: SourceFields) -> None:
    source.name, source.unit, source.kind = fields.name, fields.unit, fields.kind
    source.full, source.outside = fields.full, fields.outside
    source.opens, source.closes = fields.opens, fields.closes


def _why_not(fields: SourceFields, source: Source | None = None) -> list[str]:
    reasons = []
    if (fields.opens is None) != (fields.closes is None):
        reasons.append("Say both when the rooms open and when they close, or neither.")
    elif fields.opens and fields.closes and fields.opens >= fields.closes:
        reasons.append("The rooms must open before they close.")
    same = Source.objects.filter(unit=fields.unit, name=fields.name)
    if source is not None:
        same = same.exclude(pk=source.pk)
        if source.kind != fields.kind and source.bookings.exists():
            reasons.append("Bookings have come in already, so its kind of file stays. Make another source.")
    if same.exists():
        reasons.append(f"{fields.unit.name} has a source of this name already.")
    return reasons

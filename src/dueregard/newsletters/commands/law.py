"""Keeping the law-change log."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.newsletters import catalogue
from dueregard.newsletters.models import LawChange
from dueregard.newsletters.rules import law as rules
from dueregard.newsletters.starters import law_changes
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody typed about a change."""

    title: str
    starts: date
    source: str
    means: str
    whom: str = ""


@transaction.atomic
def add(*, by: Person, unit: Unit, entry: Entry, now: datetime) -> LawChange:
    provider = _locked_provider(unit.pk)
    actor = require(by, catalogue.WRITE, unit=provider, today=today_in_london(now))
    refuse_if(rules.why_not_keep(starts=entry.starts, source=entry.source))
    change = LawChange(unit=provider, added_by=by, added_at=now)
    _take(change, entry)
    change.save(force_insert=True)
    _record(change, actor, now)
    return change


@transaction.atomic
def change(*, pk: UUID, by: Person, entry: Entry, revision: int, now: datetime) -> LawChange:
    """From now on a starter entry is the provider's own."""
    found = _locked(pk)
    actor = require(by, catalogue.WRITE, unit=found.unit, today=today_in_london(now))
    gone = found.taken_off_at is not None
    refuse_if(rules.why_not_save(taken_off=gone, revision=revision, latest=found.revision))
    refuse_if(rules.why_not_keep(starts=entry.starts, source=entry.source))
    _take(found, entry)
    found.revision += 1
    found.added_by = found.added_by or by
    found.save()
    _record(found, actor, now)
    return found


@transaction.atomic
def take_off(*, pk: UUID, by: Person, now: datetime) -> LawChange:
    """It is shown no more; newsletters that told of it keep their words."""
    found = _locked(pk)
    actor = require(by, catalogue.WRITE, unit=found.unit, today=today_in_london(now))
    refuse_if(
        rules.why_not_save(taken_off=found.taken_off_at is not None, revision=0, latest=0),
    )
    found.taken_off_at = now
    found.save(update_fields=["taken_off_at"])
    record(catalogue.LAW_CHANGE_TAKEN_OFF, by=actor, on=found.ref, data={"unit": str(found.unit_id)}, at=now)
    return found


@transaction.atomic
def take_starters(*, by: Actor, unit: Unit, now: datetime) -> int:
    """The entries that come with the product, for the nation of a provider; answers how many are new here."""
    provider = _locked_provider(unit.pk)
    known = set(LawChange.objects.filter(unit=provider).values_list("starter", flat=True))
    fresh = [each for each in law_changes(provider.nation) if each["code"] not in known]
    for each in fresh:
        made = LawChange(unit=provider, starter=each["code"], added_at=now)
        _take(made, Entry(each["title"], each["starts"], each["source"], each["means"], each["whom"]))
        made.save(force_insert=True)
        _record(made, by, now)
    return len(fresh)


def _take(change: LawChange, entry: Entry) -> None:
    for name in ("title", "starts", "source", "means", "whom"):
        setattr(change, name, getattr(entry, name))


def _record(change: LawChange, actor: Actor, now: datetime) -> None:
    data = {"unit": str(change.unit_id), "starts": change.starts.isoformat()}
    record(catalogue.LAW_CHANGE_KEPT, by=actor, on=change.ref, data=data, at=now)


def _locked(pk: UUID) -> LawChange:
    found = LawChange.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _locked_provider(pk: UUID) -> Unit:
    provider = Unit.objects.select_for_update().filter(pk=pk, parent=None).first()
    if provider is None:
        raise NotThere
    return provider

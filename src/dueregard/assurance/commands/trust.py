"""Showing the page of trust to the public, and keeping its numbers up to date."""

from datetime import datetime

from django.db import transaction

from dueregard.assurance import catalogue
from dueregard.assurance.models import PublicTrust
from dueregard.assurance.queries.trust import figures_of
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import Refused, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit


@transaction.atomic
def show_trust(*, unit: Unit, by: Person, now: datetime) -> PublicTrust:
    """From now on everybody may read it, small numbers left out."""
    kept = _locked(unit, now)
    actor = require(by, catalogue.PUBLISH, unit=unit, today=today_in_london(now))
    refuse_if(_why_not_show(unit, shown=kept.shown))
    kept.shown = True
    _make_anew(kept, now=now)
    record(catalogue.TRUST_SHOWN, by=actor, on=kept.ref, at=now)
    return kept


@transaction.atomic
def hide_trust(*, unit: Unit, by: Person, now: datetime) -> PublicTrust:
    """The public page is gone, and with it the copy of the numbers."""
    kept = _locked(unit, now)
    actor = require(by, catalogue.PUBLISH, unit=unit, today=today_in_london(now))
    if not kept.shown:
        raise Refused(["The page is not shown to the public."])
    kept.shown, kept.figures = False, {}
    kept.save()
    record(catalogue.TRUST_HIDDEN, by=actor, on=kept.ref, at=now)
    return kept


@transaction.atomic
def refresh_trust(*, unit: Unit, now: datetime) -> None:
    """Make the numbers anew, while they are shown. Nothing is decided here, so nothing is recorded."""
    kept = _locked(unit, now)
    if kept.shown:
        _make_anew(kept, now=now)


def _why_not_show(unit: Unit, *, shown: bool) -> list[str]:
    if unit.parent_id is not None:
        return ["Only a provider as a whole has such a page."]
    return ["The page is shown to the public already."] if shown else []


def _locked(unit: Unit, now: datetime) -> PublicTrust:
    kept, _ = PublicTrust.objects.select_for_update().get_or_create(unit=unit, defaults={"made_at": now})
    return kept


def _make_anew(kept: PublicTrust, *, now: datetime) -> None:
    kept.figures = figures_of(kept.unit, today_in_london(now))
    kept.made_at = now
    kept.save()

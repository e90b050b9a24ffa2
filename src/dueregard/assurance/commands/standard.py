"""Showing the service standard to the public, and keeping what it shows up to date."""

from datetime import datetime

from django.db import transaction

from dueregard.assurance import catalogue
from dueregard.assurance.models import PublicStandard
from dueregard.assurance.queries.standard import published, standard_of
from dueregard.assurance.rules.periods import periods
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import Refused, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit

SHOWN_PERIODS = 2
"""The last 12 months and this academic year."""


@transaction.atomic
def show_to_the_public(*, unit: Unit, by: Person, now: datetime) -> PublicStandard:
    """From now on everybody may read the figures, small numbers left out."""
    kept = _locked(unit, now)
    actor = require(by, catalogue.PUBLISH, unit=unit, today=today_in_london(now))
    refuse_if(_why_not_show(unit, shown=kept.shown))
    kept.shown = True
    _make_anew(kept, now=now)
    record(catalogue.STANDARD_SHOWN, by=actor, on=kept.ref, at=now)
    return kept


@transaction.atomic
def hide_from_the_public(*, unit: Unit, by: Person, now: datetime) -> PublicStandard:
    """The public page is gone, and with it the copy of the figures."""
    kept = _locked(unit, now)
    actor = require(by, catalogue.PUBLISH, unit=unit, today=today_in_london(now))
    if not kept.shown:
        raise Refused(["The service standard is not on the public page."])
    kept.shown, kept.figures = False, {}
    kept.save()
    record(catalogue.STANDARD_HIDDEN, by=actor, on=kept.ref, at=now)
    return kept


@transaction.atomic
def refresh_standard(*, unit: Unit, now: datetime) -> None:
    """Make the public copy anew, while it is shown. Nothing is decided here, so nothing is recorded."""
    kept = _locked(unit, now)
    if kept.shown:
        _make_anew(kept, now=now)


def _why_not_show(unit: Unit, *, shown: bool) -> list[str]:
    if unit.parent_id is not None:
        return ["Only a provider as a whole has a public service standard."]
    return ["The service standard is on the public page already."] if shown else []


def _locked(unit: Unit, now: datetime) -> PublicStandard:
    kept, _ = PublicStandard.objects.select_for_update().get_or_create(unit=unit, defaults={"made_at": now})
    return kept


def _make_anew(kept: PublicStandard, *, now: datetime) -> None:
    today = today_in_london(now)
    spans = periods(today)[:SHOWN_PERIODS]
    kept.figures = published(kept.unit, [standard_of(kept.unit, span, today) for span in spans])
    kept.made_at = now
    kept.save()

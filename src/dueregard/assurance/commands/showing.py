"""Showing a page of figures to the public, and keeping its figures up to date: the service standard and the page of trust."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dueregard.assurance import catalogue
from dueregard.assurance.models import PublicStandard, PublicTrust
from dueregard.assurance.queries import trust
from dueregard.assurance.queries.standard import published, standard_of
from dueregard.assurance.rules.periods import periods
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit

SHOWN_PERIODS = 2
"""The last 12 months and this academic year."""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page that everybody may read while a provider shows it. `figures` makes what it shows, small numbers left out;
    `name` stands in refusals."""

    name: str
    model: type[PublicStandard] | type[PublicTrust]
    figures: Callable[[Unit, date], Any]
    shown: str
    hidden: str


def _standards_of(unit: Unit, today: date) -> Any:
    return published(unit, [standard_of(unit, span, today) for span in periods(today)[:SHOWN_PERIODS]])


STANDARD = PublicPage(
    name="service standard",
    model=PublicStandard,
    figures=_standards_of,
    shown=catalogue.STANDARD_SHOWN,
    hidden=catalogue.STANDARD_HIDDEN,
)
TRUST = PublicPage(
    name="page of what we do and what we record",
    model=PublicTrust,
    figures=trust.figures_of,
    shown=catalogue.TRUST_SHOWN,
    hidden=catalogue.TRUST_HIDDEN,
)


@transaction.atomic
def show(what: PublicPage, *, unit: Unit, by: Person, now: datetime) -> None:
    """From now on everybody may read it."""
    kept = _locked(what, unit, now)
    actor = require(by, catalogue.PUBLISH, unit=unit, today=today_in_london(now))
    refuse_if(_why_not_show(what, unit, shown=kept.shown))
    kept.shown = True
    _make_anew(what, kept, now)
    record(what.shown, by=actor, on=kept.ref, at=now)


@transaction.atomic
def hide(what: PublicPage, *, unit: Unit, by: Person, now: datetime) -> None:
    """The public page is gone, and with it the copy of the figures."""
    kept = _locked(what, unit, now)
    actor = require(by, catalogue.PUBLISH, unit=unit, today=today_in_london(now))
    refuse_if([] if kept.shown else [f"The {what.name} is not shown to the public."])
    kept.shown, kept.figures = False, {}
    kept.save()
    record(what.hidden, by=actor, on=kept.ref, at=now)


@transaction.atomic
def refresh(what: PublicPage, *, unit: Unit, now: datetime) -> None:
    """Make the public copy anew, while it is shown. Nothing is decided here, so nothing is recorded."""
    kept = _locked(what, unit, now)
    if kept.shown:
        _make_anew(what, kept, now)


def _why_not_show(what: PublicPage, unit: Unit, *, shown: bool) -> list[str]:
    if unit.parent_id is not None:
        return [f"Only a provider as a whole has a public {what.name}."]
    return [f"The {what.name} is shown to the public already."] if shown else []


def _locked(what: PublicPage, unit: Unit, now: datetime) -> PublicStandard | PublicTrust:
    rows: Any = what.model._default_manager.select_for_update()
    kept: PublicStandard | PublicTrust = rows.get_or_create(unit=unit, defaults={"made_at": now})[0]
    return kept


def _make_anew(what: PublicPage, kept: PublicStandard | PublicTrust, now: datetime) -> None:
    kept.figures = what.figures(kept.unit, today_in_london(now))
    kept.made_at = now
    kept.save()

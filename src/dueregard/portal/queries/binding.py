"""What binds a unit: the procedure that it works by and the texts of its provider, each with its version and since when.

All of it stands open elsewhere too; here it stands on one page for the unit that it binds, a partner above all.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from dueregard.assurance.queries.trust import trusting_the_public
from dueregard.events.queries.what_counts import WhatCounts, what_counts
from dueregard.kernel.pages import address
from dueregard.organisation.models import Unit
from dueregard.procedures.models import Version as ProcedureVersion
from dueregard.procedures.queries import versions_in_force
from dueregard.statements.models import ACCESSIBILITY, CODE, COOKIES, PRIVACY, TRUST, Version
from dueregard.statements.queries import provider_of
from dueregard.statements.queries.version import shelves

EVENTS = "events"
PARTNER = "partner"
MOST = 200
PLACES = {
    CODE: "public_statements:code",
    ACCESSIBILITY: "portal:accessibility",
    PRIVACY: "portal:privacy",
    COOKIES: "portal:cookies",
    TRUST: "service-standard:trust",
}
"""Where everybody may read a text of each kind."""


@dataclass(frozen=True, slots=True)
class Text:
    """A public text of the provider that is in force, and where it can be read."""

    version: Version
    address: str


@dataclass(frozen=True, slots=True)
class Binding:
    """`layers` are the versions of the procedure, the provider's first; `counts` what they say of designated events."""

    unit: Unit
    provider: Unit
    layers: list[ProcedureVersion]
    counts: WhatCounts | None
    texts: list[Text]

    @property
    def own(self) -> bool:
        """Whether the unit is a provider itself, which inherits from nobody."""
        return self.unit.pk == self.provider.pk


def what_binds(unit: Unit, today: date, *, with_names: bool) -> Binding:
    """Eleven queries at most, whatever is in force."""
    provider = provider_of(unit)
    return Binding(
        unit=unit,
        provider=provider,
        layers=versions_in_force(EVENTS, unit, today),
        counts=what_counts(unit, today, with_names=with_names),
        texts=_texts(provider, today),
    )


def _texts(provider: Unit, today: date) -> list[Text]:
    """What the provider has put in force; the page of trust only where everybody may read it."""
    in_force = [each.now for each in shelves([provider], today) if each.now is not None]
    trusted = {row.unit_id for row in trusting_the_public()} if any(v.kind == TRUST for v in in_force) else ()
    said = urlencode({"provider": provider.code})
    return [
        Text(version, f"{address(PLACES[version.kind])}?{said}")
        for version in in_force
        if version.kind in PLACES and (version.kind != TRUST or provider.pk in trusted)
    ]


def whose_page() -> list[Unit]:
    """For a reader who belongs nowhere here: each provider, and below it its partners, by name."""
    open_ = Unit.objects.filter(closed_on=None)
    roots = list(open_.filter(parent=None).order_by("name")[:50])
    partners = open_.filter(parent__isnull=False, kind__iexact=PARTNER).order_by("name")[:MOST]
    return [*roots, *partners]

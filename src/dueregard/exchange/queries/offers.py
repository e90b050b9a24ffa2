"""What a person may put into a pack: what each app that owns such texts offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard.exchange.rules.parts import kinds
from dueregard.kernel.registries import Offered
from dueregard.organisation.access import UnitScope
from dueregard.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be shared, of a kind. Its key is its own among all kinds."""

    kind: str
    label: str
    offered: Offered

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.offered.key}"

    @property
    def detail(self) -> str:
        return self.offered.detail

    @property
    def data(self) -> dict[str, Any]:
        return self.offered.data


def offers(provider: Unit, scope: UnitScope, today: date) -> list[Offer]:
    """Kind by kind in the order of their labels, for somebody who may send in `scope`."""
    return [
        Offer(kind.code, f"{kind.label}: {each.title}", each)
        for kind in sorted(kinds().values(), key=lambda kind: kind.label)
        for each in kind.offer(provider, scope, today)
    ]

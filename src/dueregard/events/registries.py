"""What others add to the page of one request: nouns of this app, and apps on the floors above it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dueregard.kernel.registries import Registry

if TYPE_CHECKING:
    from dueregard.events.queries.record import Record


@dataclass(frozen=True, slots=True)
class Piece:
    """One sheet on the page of a request. The template gets `piece`, `record` and `request_`; `order` sorts the
    sheets; `aside` puts it beside the record, below the ladder."""

    template: str
    data: Any
    order: int
    aside: bool = False


MakePiece = Callable[["Record"], Piece | None]
MakeLinks = Callable[["Record"], list[tuple[str, str]]]

record_pieces = Registry()
"""Callables `(record) -> Piece | None`. Each asks the database at most once, and only where there can be something."""
record_may_have = Registry()
"""Callables `() -> {"has_bookings": Exists(...)}` over `OuterRef("pk")`: asked together with the request itself, so
that `request.has_bookings` tells a piece without a query that there is nothing to ask for."""
record_links = Registry()
"""Callables `(record) -> [(label, address)]`: what else this reader may do from the page of a request."""


def pieces_of(record: "Record") -> list[Piece]:
    found = [piece for make in record_pieces if (piece := make(record)) is not None]
    return sorted(found, key=lambda piece: piece.order)


def links_of(record: "Record") -> list[tuple[str, str]]:
    return [link for make in record_links for link in make(record)]

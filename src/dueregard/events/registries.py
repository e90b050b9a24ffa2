"""What others add to the page of one request: nouns of this app, and apps on the floors above it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dueregard.kernel.registries import Registry
from dueregard.organisation.models import Unit

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


@dataclass(frozen=True, slots=True)
class PaperFrame:
    """What a paper for a committee or a board is about: a unit with everything below it, a period with both its days, and
    `audience` ('committee' or 'board'). A section for the board names no speaker, no organiser and no event."""

    unit: Unit
    first: date
    last: date
    audience: str
    today: date


Section = dict[str, Any]
"""As the house's paper template takes it: `heading`, and any of `text`, `summary` (pairs), `points` (sentences),
`table` ({header, rows, widths}). Every value is plain: texts, numbers, lists."""
MakeSection = Callable[[PaperFrame], Section | None]

paper_sections = Registry()
"""Callables `(frame) -> Section | None`; None where there is nothing to say. They stand after the sections on
requests, in the order of registration."""


def pieces_of(record: "Record") -> list[Piece]:
    found = [piece for make in record_pieces if (piece := make(record)) is not None]
    return sorted(found, key=lambda piece: piece.order)


def links_of(record: "Record") -> list[tuple[str, str]]:
    return [link for make in record_links for link in make(record)]

"""What other apps add to a paper for a committee or a board."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard.kernel.registries import Registry
from dueregard.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class PaperFrame:
    """What a paper is about: a unit with everything below it, a period with both its days, and `audience`
    ('committee' or 'board'). A section for the board names no speaker, no organiser and no event."""

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

"""The shape in which a source goes from a form, or from anywhere else, to the commands."""

from dataclasses import dataclass
from datetime import time

from dueregard.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class SourceFields:
    """What a person says about a source."""

    name: str
    unit: Unit
    kind: str
    full: bool = True
    outside: bool = False
    opens: time | None = None
    closes: time | None = None

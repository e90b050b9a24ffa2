"""What a sheet holds once it is read: events, faulty cells, and what was passed over."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from dueregard.events.rules.bringing_in.standing import Standing
from dueregard.events.rules.facts import SpeakerFacts


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that keeps its line from coming in. `column` is the sheet's own name, `cell` is 'C14'."""

    line: int
    column: str
    cell: str
    reason: str

    def __str__(self) -> str:
        return f"Line {self.line}, {self.column} ({self.cell}): {self.reason}"

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "column": self.column, "reason": self.reason, "cell": self.cell}


@dataclass(slots=True)
class Line:
    """One event as the sheet tells it. `original` is the whole row, as shown, under the sheet's own names; `key`
    is the same for every row with the same content."""

    line: int
    key: str
    original: dict[str, str]
    title: str
    day: date
    last_day: date | None = None
    starts: time | None = None
    ends: time | None = None
    speakers: tuple[SpeakerFacts, ...] = ()
    unit: str = ""
    organiser: str = ""
    email: str = ""
    phone: str = ""
    venue: str = ""
    where: str = ""
    people: int | None = None
    audience: str = ""
    kind: str = ""
    summary: str = ""
    standing: Standing = field(default_factory=Standing)
    decided_on: date | None = None
    received: date | None = None
    attended: int | None = None
    late: bool = False
    designated: bool = False
    reference: str = ""


@dataclass(slots=True)
class Reading:
    """A sheet that was read. `again` are lines whose content stands in an earlier line of the same sheet."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    again: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Lines, not cells."""
        return len({fault.line for fault in self.faults})


def key_of(original: dict[str, str]) -> str:
    """The content of a row as one hash: the order of the columns and the width of blanks do not count."""
    content = sorted((name, " ".join(text.split())) for name, text in original.items())
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()

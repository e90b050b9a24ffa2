"""What an import found and did."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one cell, where, and what to do. `column` is the column's name, or '' for the line."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return f"Line {self.line}{column}: {self.reason}"


@dataclass(slots=True)
class Report:
    """Counts of rows. `done` is false for a dry run and where errors kept everything out."""

    what: str
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    done: bool = False
    errors: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "rows": self.rows,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "done": self.done,
            "notes": self.notes,
            "errors": [{"line": e.line, "column": e.column, "reason": e.reason} for e in self.errors],
        }

"""Walking the chain: plain rows in, the first fault out. No Django, so that a copy can be checked anywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from dueregard.ledger.rules import EMPTY, SEPARATOR, VERSION

Row = Sequence[str]

ROWS = (
    f"SELECT '{VERSION}', CAST(ledger_entry.seq AS TEXT), at, actor_kind, actor_ref, actor_post, action, "  # noqa: S608
    "subject_type, subject_id, data, prev, hash FROM ledger_entry ORDER BY ledger_entry.seq"
)
"""Twelve texts: the version, all columns as they were hashed, and the hash. Nothing is parsed or written anew."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known from elsewhere about one entry: its hash, and who says so ('the checkpoint')."""

    hash: str
    source: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad row by its number, and a sentence."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Walk:
    """How many good entries there were from the start, the last one's hash, and what ended the walk early."""

    rows: int
    root: str
    fault: Fault | None


def walk(chunks: Iterable[Sequence[Row]], marks: Mapping[int, Mark]) -> Walk:
    """Check every row: its number, that it follows from the one before, its hash, and the marks."""
    number, last = 0, EMPTY
    for chunk in chunks:
        for row in chunk:
            number += 1
            if row[1] != str(number) or row[10] != last or _hash(row) != row[11]:
                return Walk(number - 1, last, Fault(number, _why_bad(row, number, last)))
            last = row[11]
            if number in marks and marks[number].hash != last:
                return Walk(number - 1, row[10], Fault(number, _why_not_marked(number, marks[number])))
    return Walk(number, last, _why_short(number, marks))


def _hash(row: Row) -> str:
    try:
        return sha256(SEPARATOR.join(row[:-1]).encode()).hexdigest()
    except (TypeError, UnicodeEncodeError):  # a column holds something that was never written by us
        return ""


def _why_bad(row: Row, number: int, last: str) -> str:
    if row[1] != str(number):
        return f"Entry {number} is missing: entry {row[1]} stands in its place."
    if _hash(row) != row[11]:
        return f"Entry {number} was changed: its columns do not give its hash."
    return f"Entry {number} does not follow from the entry before it: one of the two was replaced."


def _why_not_marked(number: int, mark: Mark) -> str:
    return f"Entry {number} is not the one that {mark.source} knows: the ledger was rewritten up to there."


def _why_short(number: int, marks: Mapping[int, Mark]) -> Fault | None:
    for size in sorted(marks):
        if size > number:
            return Fault(
                number + 1,
                f"Entry {number + 1} is missing: {marks[size].source} knows {size} entries, here are {number}.",
            )
    return None

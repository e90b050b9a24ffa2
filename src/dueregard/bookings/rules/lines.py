"""What a file of bookings holds once it is read: bookings, faulty places, and what was passed over."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from dueregard.kernel.text import tidy, why_not_text

BACK, AHEAD = 30, 400
_NUMBER = re.compile(r"(?<![A-Za-z0-9-])E-?(\d{1,7})(?![A-Za-z0-9-])")
MOST_FAULTS = 1_000


class PlaceIsWrong(ValueError):
    """A cell or a property that cannot be read. The text says what is wrong and never what stood there."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are read, both counted. What lies outside is neither kept nor missed."""

    first: date
    last: date

    @classmethod
    def around(cls, today: date, *, back: int = BACK, ahead: int = AHEAD) -> "Window":
        return cls(today - timedelta(days=back), today + timedelta(days=ahead))

    def has(self, day: date, last_day: date | None) -> bool:
        return day <= self.last and (last_day or day) >= self.first


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a booking stays out. `column` is the sheet's own name or the calendar's property; `cell` is 'C14' or ''."""

    line: int
    column: str
    cell: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.column} ({self.cell})" if self.cell else self.column
        return f"Line {self.line}, {place}: {self.reason}"

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "column": self.column, "cell": self.cell, "reason": self.reason}


@dataclass(slots=True)
class Line:
    """One booking as the file tells it; times local to Europe/London, None for all day. `key` tells it from the
    others of its source. A cancelled one ends the booking with its key, if there is one."""

    line: int
    key: str
    title: str
    day: date
    last_day: date | None = None
    starts: time | None = None
    ends: time | None = None
    venue: str = ""
    people: int | None = None
    body: str = ""
    public: bool | None = None
    external: bool | None = None
    contact_name: str = ""
    contact_email: str = ""
    reference: str = ""
    number: int | None = None
    sequence: int = 0
    cancelled: bool = False

    @property
    def digest(self) -> str:
        """The content as one hash; where it stood in the file does not count."""
        said = (
            self.title, self.day, self.last_day, self.starts, self.ends, self.venue, self.people, self.body,
            self.public, self.external, self.contact_name, self.contact_email, self.reference, self.number,
            self.sequence,
        )  # fmt: skip
        return hashlib.sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()


@dataclass(slots=True)
class Reading:
    """A file that was read. `ended` are references of which everything is cancelled; `outside` counts bookings
    outside the window; `partial` says that the file is about single bookings only, whatever its source usually sends."""

    lines: dict[str, Line] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    refused: int = 0
    ended: set[str] = field(default_factory=set)
    ended_from: dict[str, date] = field(default_factory=dict)
    """References of which everything from a day on is cancelled."""
    whole: dict[str, int] = field(default_factory=dict)
    """References of which every day is told here, with the number of that telling: other days of theirs are no more."""
    spared: set[str] = field(default_factory=set)
    """References of what was refused: it has not gone, it could not be read."""
    spare_all: bool = False
    """Something was refused that has no reference, so nobody can say what is missing."""
    outside: int = 0
    partial: bool = False
    notes: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    """Sentences that may be true of many bookings, with how many."""

    def refuse(self, *faults: Fault, reference: str = "") -> None:
        self.refused += 1
        if reference:
            self.spared.add(reference)
        else:
            self.spare_all = True
        self.faults += faults[: max(0, MOST_FAULTS - len(self.faults))]

    def told(self) -> list[str]:
        """Everything a person should know of the reading."""
        found = [*self.notes]
        found += [
            f"{sentence} ({count:,} booking{'' if count == 1 else 's'})"
            for sentence, count in self.counted.items()
        ]
        if self.outside:
            found.append(
                f"{self.outside:,} booking{' lies' if self.outside == 1 else 's lie'} outside the days that are read."
            )
        return found


def key_of(*parts: object) -> str:
    """64 hex digits of what tells a booking from the others of its source."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "replace")).hexdigest()


def shown_text(text: str, most: int) -> str:
    """One line of at most `most` characters, the end of a longer one cut and marked. Raises `PlaceIsWrong` for what
    may not be kept."""
    found = " ".join(tidy(text).split())
    if not found.isascii() or not found.isprintable():
        for reason in why_not_text(found):
            raise PlaceIsWrong(
                reason.replace("Type it here, do not paste it.", "Type it anew at its source.")
            )
    return found if len(found) <= most else f"{found[: most - 1]}…"


def number_in(*texts: str) -> int | None:
    """The number of a request that the words of a booking name ('E-0412'); None where they name none, or two."""
    found = {int(number) for text in texts if "E" in text for number in _NUMBER.findall(text)}
    return found.pop() if len(found) == 1 else None

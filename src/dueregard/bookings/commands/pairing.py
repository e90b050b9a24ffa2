"""Which booking that is here a line of a file tells of, where its key alone does not say.

Writes nothing: what is here comes back under the keys of the file, and lines of a sheet get the key of their booking.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from dueregard.bookings.choices import State
from dueregard.bookings.rules.lines import Line, Reading, key_of


class Here(NamedTuple):
    """What is known of a booking before it is looked at more closely."""

    pk: UUID
    key: str
    digest: str
    state: str
    sequence: int
    day: date
    reference: str

    @property
    def stands(self) -> bool:
        return self.state == State.STANDS


def by_day_of_a_series(here: dict[str, Here], reading: Reading) -> dict[str, Here]:
    """Of a calendar: a single booking that has become one day of a series, or the other way round, is the same booking."""
    of_day = {
        (each.reference, each.day): key
        for key, each in sorted(here.items(), key=lambda pair: pair[1].stands)
        if each.reference in reading.whole and key not in reading.lines
    }
    for key, line in reading.lines.items():
        if of_day and key not in here and (old := of_day.pop((line.reference, line.day), "")):
            here[key] = here.pop(old)
    return here


@dataclass(slots=True)
class _Number:
    """One number of a sheet: the lines that have it, and the bookings that had it."""

    lines: list[Line] = field(default_factory=list)
    here: list[Here] = field(default_factory=list)

    @property
    def is_one(self) -> bool:
        return len(self.lines) == 1 and len(self.here) <= 1


def by_number_and_day(here: dict[str, Here], reading: Reading, *, today: date) -> None:
    """Of a sheet: one number may stand for many days and rooms. Where it does, a line is the booking of the same number and
    day; what is left over on both sides is what has moved. The order of the lines, and days that have passed, say nothing."""
    numbers: dict[str, _Number] = defaultdict(_Number)
    for line in reading.lines.values():
        if line.reference:
            numbers[line.reference].lines.append(line)
    for each in here.values():
        if each.reference in numbers:
            numbers[each.reference].here.append(each)
    for number in numbers.values():
        if number.is_one and (not number.here or number.here[0].key == number.lines[0].key):
            continue
        _give_keys(number, here, reading, today)
    reading.lines = {line.key: line for line in reading.lines.values()}


def _give_keys(number: _Number, here: dict[str, Here], reading: Reading, today: date) -> None:
    known = dict(_pairs(number, today))
    for line in number.lines:
        found = known.get(id(line))
        if found is not None:
            line.key = found.key
        elif line.key in here:
            line.key = key_of(line.reference, uuid4())


def _pairs(number: _Number, today: date) -> Iterator[tuple[int, Here]]:
    """The lines, by their identity, with their bookings: first those that say the same, then those of the same day, then what
    is still to come, in its order."""
    lines = sorted(number.lines, key=lambda line: line.day)
    left = sorted(number.here, key=lambda each: (not each.stands, each.day))
    yield from _matched(lines, left, lambda line: line.digest, lambda each: each.digest)
    yield from _matched(lines, left, lambda line: line.day, lambda each: each.day)
    moved = [each for each in left if number.is_one or (each.stands and each.day >= today)]
    yield from zip(map(id, lines), moved, strict=False)


def _matched(
    lines: list[Line], left: list[Here], said: Callable[[Line], object], known: Callable[[Here], object]
) -> Iterator[tuple[int, Here]]:
    """Pairs that agree in something, each at most once; they are taken out of both lists."""
    by: dict[object, list[Here]] = defaultdict(list)
    for each in reversed(left):
        by[known(each)].append(each)
    pairs = [(line, by[said(line)].pop()) for line in lines if by.get(said(line))]
    done = {id(each) for pair in pairs for each in pair}
    lines[:] = [line for line in lines if id(line) not in done]
    left[:] = [each for each in left if id(each) not in done]
    for line, found in pairs:
        yield id(line), found

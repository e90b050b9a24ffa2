"""The draw: the same sample for everybody who draws again (docs/decisions/0009).

Within a stratum the requests stand in the order of SHA-256(seed, a vertical bar, the request's number), as hexadecimal
text, and the first so many are drawn. Nothing here depends on a version of Python, on the machine or on the
database; `printf '%s' 'SEED|E-0412' | sha256sum` gives a request's place in the line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

ALL = "all"
"""The code under which one size for everything, or the same size for each unit, is kept."""
LONGEST_SEED = 64
_SEED = re.compile(r"[A-Za-z0-9_.:+/=-]{1,64}")
"""A seed is a code, so that the ledger can hold it and a line of a shell can repeat it."""
LARGEST = 500
"""More than this is no sample that a person judges point by point."""
_NUMBER = re.compile(r"E-[0-9]{4,}")
_CODE = re.compile(r".+")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A request that was drawn: its number, such as 'E-0412', and the stratum in which it stood."""

    number: str
    stratum: str


def is_seed(text: str) -> bool:
    """Whether a text may be a seed: letters, digits and a few signs, no blanks, at most 64."""
    return _SEED.fullmatch(text) is not None


def place(seed: str, number: str) -> str:
    """Where a request stands in the line: 64 hexadecimal digits, compared as text."""
    return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()


def draw(population: Mapping[str, str], sizes: Mapping[str, int], seed: str) -> list[Drawn]:
    """The sample, in the order of strata and then of the line. `population` gives each number its stratum; `sizes`
    each stratum its size (or `ALL` that of every stratum). A stratum smaller than its size is drawn whole."""
    strata: dict[str, list[str]] = {}
    for number, stratum in population.items():
        strata.setdefault(stratum, []).append(number)
    found = []
    for stratum in sorted(strata):
        size = sizes.get(stratum, sizes.get(ALL, 0))
        line = ((place(seed, number), number) for number in strata[stratum])
        found += [Drawn(number, stratum) for _, number in nsmallest(size, line)]
    return found


def listed(population: Mapping[str, str]) -> str:
    """The published list: a line 'number,stratum' for each request, by number, each ended by a line feed."""
    rows = sorted(population.items(), key=lambda row: (len(row[0]), row[0]))
    return "".join(f"{number},{stratum}\n" for number, stratum in rows)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class NotAList(ValueError):
    """A file that is no published list; its text says in which line."""


def read_list(text: str) -> dict[str, str]:
    """The population of a published list. Raises `NotAList`."""
    found: dict[str, str] = {}
    for at, line in enumerate(text.splitlines(), 1):
        number, _, stratum = line.partition(",")
        if not _NUMBER.fullmatch(number) or not _CODE.fullmatch(stratum):
            raise NotAList(f"Line {at} is not like ‘E-0412,routine’.")
        if number in found:
            raise NotAList(f"Line {at}: {number} stands there twice.")
        found[number] = stratum
    return found


def counted(strata: Iterable[str]) -> dict[str, int]:
    """How many requests there are of each stratum."""
    found: dict[str, int] = {}
    for stratum in strata:
        found[stratum] = found.get(stratum, 0) + 1
    return dict(sorted(found.items()))

"""Which numbers of a small table everybody may read, so that nobody can be recognised, not even by taking one number
from another.

* Of fewer than five in all, nothing is said, not even which are none.
* A number from one to four is not said. Where it would be the only one, the next smallest that is not nought is not said
  either, in case somebody knows from elsewhere how many there were.
* What is said is rounded to the nearest five.
* The total is the sum of what is said, and never the count itself: even a rounded count can give a hidden number away
  (of 1, 1 and 5, which is 'about 5' in all, the two that are hidden beside the 5 can only be 1 and 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dueregard.assurance.rules.counting import FEW, may_be_shown


@dataclass(frozen=True, slots=True)
class Published:
    """The values of `cells` are rounded counts, None where one is not shown; keys keep their order. `total` is the sum of
    those that are shown, None where there are too few to say anything."""

    total: int | None
    cells: dict[str, int | None]


def published(counts: Mapping[str, int]) -> Published:
    """The counts of one table, as everybody may read them. No request is counted twice in it."""
    if not may_be_shown(sum(counts.values())):
        return Published(None, dict.fromkeys(counts, None))
    hidden = {key for key, count in counts.items() if not may_be_shown(count)}
    if len(hidden) == 1:
        others = [(count, key) for key, count in counts.items() if count and key not in hidden]
        hidden.add(min(others)[1])  # there is one: five or more in all, and the hidden number is less
    cells = {key: None if key in hidden else rounded(count) for key, count in counts.items()}
    return Published(sum(count or 0 for count in cells.values()), cells)


def rounded(count: int) -> int:
    """To the nearest five, halves up."""
    return FEW * int(count / FEW + 0.5)

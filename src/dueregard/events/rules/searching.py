"""What somebody looks for in the register: a number of a request, or words."""

import re
from dataclasses import dataclass

from dueregard.kernel.words import wanted_words

_NUMBER = re.compile(r"\s*(e?-?)0*([0-9]{1,9})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: a number of a request, or words that it must all have. Both: either will do, since
    '1984' may be a title. Neither: nothing that can be found."""

    number: int | None = None
    words: tuple[str, ...] = ()


def wanted(typed: str) -> Wanted:
    """What was typed into a search, however odd."""
    number = _NUMBER.fullmatch(typed)
    if number:
        return Wanted(int(number[2]), () if number[1] else wanted_words(typed))
    return Wanted(words=wanted_words(typed))

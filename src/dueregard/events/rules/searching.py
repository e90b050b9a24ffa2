"""What the register's search compares: words without case, accents and punctuation.

A request keeps its words as one text with a blank before each; a word of a search is found where a word begins
with it. Both databases' full-text indexes and a plain LIKE then agree on what matches.
"""

import re
import unicodedata
from dataclasses import dataclass

MOST_WORDS = 8
_NUMBER = re.compile(r"\s*(e?-?)0*([0-9]{1,9})\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: a number of a request, or words that it must all have. Both: either will do, since
    '1984' may be a title. Neither: nothing that can be found."""

    number: int | None = None
    words: tuple[str, ...] = ()


def plain_words(text: str) -> list[str]:
    """The words of a text: 'Łukasik, Café No. 4' gives 'łukasik', 'cafe', 'no', '4'."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return _WORD.findall(bare.casefold())


def kept_words(*texts: str) -> str:
    """The words of several texts as a request keeps them."""
    return "".join(f" {word}" for text in texts for word in plain_words(text))


def wanted(typed: str) -> Wanted:
    """What was typed into a search, however odd."""
    number = _NUMBER.fullmatch(typed)
    if number:
        return Wanted(int(number[2]), () if number[1] else tuple(plain_words(typed)))
    return Wanted(words=tuple(dict.fromkeys(plain_words(typed)))[:MOST_WORDS])

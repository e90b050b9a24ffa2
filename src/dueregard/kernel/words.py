"""What searches compare: words without case, accents and punctuation.

A row keeps its words as one text with a blank before each (`kept_words`); a word of a search is found where a word
begins with it. Both databases' full-text indexes and a plain LIKE then agree on what matches.
"""

import re
import unicodedata

MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")


def plain_words(text: str) -> list[str]:
    """The words of a text: 'Łukasik, Café No. 4' gives 'łukasik', 'cafe', 'no', '4'."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return _WORD.findall(bare.casefold())


def kept_words(*texts: str) -> str:
    """The words of several texts as a row keeps them."""
    return "".join(f" {word}" for text in texts for word in plain_words(text))


def wanted_words(typed: str) -> tuple[str, ...]:
    """The words of a search, each once, at most `MOST_WORDS`."""
    return tuple(dict.fromkeys(plain_words(typed)))[:MOST_WORDS]

"""The piece of a text around the words that somebody looked for, with these words marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dueregard.kernel.words import plain_words

AROUND = 220
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """`pieces` are (text, marked); together they are the snippet. The template escapes them."""

    pieces: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)


def snippet(text: str, words: Sequence[str], around: int = AROUND) -> Snippet:
    """At most `around` characters of `text`, beginning shortly before the first word that was looked for."""
    found = [match for match in _WORD.finditer(text) if _matches(match.group(), words)]
    start, end = _window(text, found[0].start() if found else 0, around)
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    place = start
    for match in found:
        if start <= match.start() and match.end() <= end:
            pieces += [(text[place : match.start()], False), (match.group(), True)]
            place = match.end()
    pieces.append((text[place:end] + (" …" if end < len(text) else ""), False))
    return Snippet(tuple(piece for piece in pieces if piece[0]))


def _matches(word: str, wanted: Sequence[str]) -> bool:
    return any(bare.startswith(each) for bare in plain_words(word) for each in wanted)


def _window(text: str, first: int, around: int) -> tuple[int, int]:
    """Where the snippet begins and ends; never inside a word."""
    start = max(0, first - around // 4)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + around)
    if end < len(text):
        end = max(text.rfind(" ", start, end), first + 1)
    return start, end

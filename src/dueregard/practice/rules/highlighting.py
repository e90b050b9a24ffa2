"""The piece of a text around the words that somebody looked for, with these words marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dueregard.kernel.words import plain_words

AROUND = 220
_WORD = re.compile(r"[^\W_]+")
_PICTURES = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINKS = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_LEADS = re.compile(r"^[ \t]*(?:#{1,6}|[-*+>]|\d{1,9}[.)])[ \t]+", re.MULTILINE)
_MARKS = re.compile(r"\\([!-/:-@\[-`{-~])|[*`]+|(?<!\w)_+|_+(?!\w)")


@dataclass(frozen=True, slots=True)
class Snippet:
    """`pieces` are (text, marked); together they are the snippet. The template escapes them."""

    pieces: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)


def snippet(text: str, words: Sequence[str], around: int = AROUND) -> Snippet:
    """At most `around` characters of `text`, beginning shortly before the first word that was looked for."""
    start, end = _window(text, _first(text, words), around)
    found = [match for match in _WORD.finditer(text, start, end) if _matches(match.group(), words)]
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    place = start
    for match in found:
        if start <= match.start() and match.end() <= end:
            pieces += [(text[place : match.start()], False), (match.group(), True)]
            place = match.end()
    pieces.append((text[place:end] + (" …" if end < len(text) else ""), False))
    return Snippet(tuple(piece for piece in pieces if piece[0]))


def _first(text: str, words: Sequence[str]) -> int:
    """Where the first of the words stands; 0 for nowhere. Most are written as they were typed, and found at once; only
    for others, such as 'café' for 'cafe', each word is looked at."""
    if not words:
        return 0
    asked = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)
    quick = asked.search(text)
    if quick is not None:
        return quick.start()
    slow = (match.start() for match in _WORD.finditer(text) if _matches(match.group(), words))
    return next(slow, 0)


def bare(text: str) -> str:
    """A Markdown text without its marks, quickly: near enough for a snippet, where `plain_of` would read each text whole."""
    text = _PICTURES.sub("", text)
    text = _LINKS.sub(r"\1", text)
    text = _LEADS.sub("", text)
    text = _MARKS.sub(lambda found: found[1] or "", text)
    return re.sub(r"\s+", " ", text).strip()


def _matches(word: str, wanted: Sequence[str]) -> bool:
    return any(plain.startswith(each) for plain in _plain(word) for each in wanted)


@lru_cache(maxsize=50_000)
def _plain(word: str) -> tuple[str, ...]:
    return tuple(plain_words(word))


def _window(text: str, first: int, around: int) -> tuple[int, int]:
    """Where the snippet begins and ends; never inside a word."""
    start = max(0, first - around // 4)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + around)
    if end < len(text):
        end = max(text.rfind(" ", start, end), first + 1)
    return start, end

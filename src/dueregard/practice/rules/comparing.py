"""What changed between two versions of a text, word by word within the lines that changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "taken out"]
_PIECES = re.compile(r"\s+|[^\s]+")
NEAR = 3
"""So many unchanged lines are shown around a change; the rest is passed over."""


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    text: str


Line = tuple[Piece, ...]


def compared(before: str, after: str) -> list[Line]:
    """The lines of both, in order; `()` stands for unchanged lines that are passed over."""
    olds, news = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += _around(
                [(Piece("same", line),) for line in olds[a:b]], first=a == 0, last=b == len(olds)
            )
        elif b - a == d - c:
            lines += [_line(old, new) for old, new in zip(olds[a:b], news[c:d], strict=True)]
        else:
            lines += [(Piece("taken out", line),) for line in olds[a:b]]
            lines += [(Piece("added", line),) for line in news[c:d]]
    return lines


def _around(same: list[Line], *, first: bool, last: bool) -> list[Line]:
    """Unchanged lines near a change."""
    head = [] if first else same[:NEAR]
    tail = [] if last else same[max(len(head), len(same) - NEAR) :]
    passed = len(same) - len(head) - len(tail)
    return [*head, *([()] if passed else []), *tail]


def _line(old: str, new: str) -> Line:
    return tuple(_pieces(_PIECES.findall(old), _PIECES.findall(new)))


def _pieces(olds: list[str], news: list[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(olds[a:b]))
            continue
        if b > a:
            yield Piece("taken out", "".join(olds[a:b]))
        if d > c:
            yield Piece("added", "".join(news[c:d]))

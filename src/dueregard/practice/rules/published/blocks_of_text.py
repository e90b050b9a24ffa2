"""Plain text into blocks: a line each, or paragraphs that were broken at a margin put together again."""

import re
from collections.abc import Iterator
from itertools import pairwise

from dueregard.practice.rules.published.blocks import BULLET, Block, block_of
from dueregard.practice.rules.published.titles import name_in

MARGIN = 110
"""A text whose paragraphs were broken at a margin has no longer lines than this."""
NARROWEST = 40
"""A line that is shorter was not broken at a margin."""
_ENDS = re.compile(r"[.:;!?…][\"'”’)\]]*$")
_GOES_ON = re.compile(r"^[a-z(]")


def blocks_of_text(text: str) -> list[Block]:
    lines = [line.rstrip() for line in re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text)]
    groups = list(_groups(lines))
    joined = [_paragraphs(group) if _is_broken(groups) else group for group in groups]
    return list(_with_words(block for group in joined for line in group if (block := block_of(line))))


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines between blank ones."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _is_broken(groups: list[list[str]]) -> bool:
    """Whether paragraphs were broken at a margin: no long line, and lines that go on with a small letter."""
    lines = [line for group in groups for line in group]
    if not lines or max(len(line) for line in lines) > MARGIN:
        return False
    pairs = [pair for group in groups for pair in pairwise(group) if len(pair[0]) >= NARROWEST]
    return any(_GOES_ON.match(two.strip()) and not _ENDS.search(one) for one, two in pairs)


def _paragraphs(group: list[str]) -> list[str]:
    """The lines of one run, put together where one goes on in the next."""
    made: list[str] = []
    for line in group:
        begins = not made or BULLET.match(line) or name_in(line.strip()) or name_in(made[-1].strip())
        if begins:
            made.append(line)
        else:
            made[-1] = f"{made[-1].rstrip()} {line.strip()}"
    return made


def _with_words(blocks: Iterator[Block]) -> Iterator[Block]:
    """A bullet sign on a line of its own takes its words from the next line."""
    waiting = False
    for block in blocks:
        if block.kind == "bullet" and not block.text:
            waiting = True
            continue
        yield Block("bullet", block.text) if waiting and not name_in(block.text) else block
        waiting = False

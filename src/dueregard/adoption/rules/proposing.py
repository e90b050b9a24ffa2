"""Actions that a case study suggests: the points of its part 'How it runs', as lines that people then edit."""

from __future__ import annotations

import re

MOST = 6
LONGEST = 300
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+(.*)$")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“])")
_MARKS = re.compile(r"\*\*|__|`|\[([^\]]*)\]\([^)]*\)")


def proposed(text: str) -> list[str]:
    """At most `MOST` lines from the Markdown of a case study: bullets of 'How it runs', else its sentences, else the
    bullets of the whole text."""
    part = _part(text, "how it runs")
    lines = _bullets(part) or _sentences(part) or _bullets(text.splitlines())
    return [line[:LONGEST] for line in lines[:MOST]]


def _part(text: str, wanted: str) -> list[str]:
    found: list[str] = []
    inside = False
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading:
            inside = heading[1].strip().lower() == wanted
        elif inside:
            found.append(line)
    return found


def _bullets(lines: list[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet:
            found.append(bullet[1])
        elif found and line.startswith("  ") and line.strip():
            found[-1] += f" {line.strip()}"
    return [plain for each in found if (plain := _plain(each))]


def _sentences(lines: list[str]) -> list[str]:
    text = _plain(" ".join(line.strip() for line in lines))
    return [each.strip() for each in _SENTENCE_ENDS.split(text) if each.strip()]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", _MARKS.sub(lambda mark: mark[1] or "", text)).strip()

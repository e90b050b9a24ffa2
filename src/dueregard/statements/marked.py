"""The safe subset of Markdown in which statements are written: headings, paragraphs, lists, links, emphasis.

Everything that was typed is escaped; the only tags are those that this file writes. What is not in the subset (HTML,
pictures, tables, code) shows as it was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

_HEADING = re.compile(r"(#{1,3}) +(.+?) *#*")
_POINT = re.compile(r"[-*] +(.+)")
_NUMBERED = re.compile(r"[0-9]{1,3}[.)] +(.+)")
_INLINE = re.compile(
    r"\[(?P<label>[^\[\]\n]{1,500})\]\((?P<address>[^()\s]{1,1000})\)"
    r"|\*\*(?P<strong>[^*\s](?:[^*]*[^*\s])?)\*\*"
    r"|\*(?P<em>[^*\s](?:[^*]*[^*\s])?)\*"
)
_ADDRESS = re.compile(r"(https?://[^\s/]+\.[^\s]+|mailto:[^\s@]+@[^\s@]+|/(?!/)[^\s\\]*)")
_CLASSES = {
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "h4": "govuk-heading-s",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
}


@dataclass(slots=True)
class Block:
    """`kind` is the tag; `lines` hold one item of a list each, or the lines of one paragraph or heading."""

    kind: str
    lines: list[str]


def as_html(text: str) -> SafeString:
    """A statement as HTML, for inside a page: its highest heading is an h2."""
    return mark_safe("\n".join(_drawn(block) for block in blocks(text)))  # noqa: S308  each part is escaped


def as_plain(text: str) -> str:
    """The same for a mail: without marks, the address of a link after its label."""
    parts = []
    for block in blocks(text):
        lines = [_without_marks(line) for line in block.lines]
        bullet = {"ul": "- ", "ol": ""}.get(block.kind, "")
        parts.append(
            "\n".join(f"{bullet}{line}" for line in lines) if block.kind in ("ul", "ol") else " ".join(lines)
        )
    return "\n\n".join(parts)


def blocks(text: str) -> Iterator[Block]:
    """The parts of a text in order. A blank line ends a paragraph; a list ends with a line that is no item."""
    open_: Block | None = None
    for line in [*text.splitlines(), ""]:
        kind, said = _read(line.strip(), after=open_)
        if open_ is not None and kind == open_.kind and kind != "h":
            open_.lines.append(said)
            continue
        if open_ is not None and kind == "more":
            open_.lines[-1] += f" {said}"
            continue
        if open_ is not None:
            yield open_
        open_ = Block(kind, [said]) if kind else None
        if open_ is not None and kind.startswith("h"):
            yield open_
            open_ = None


def _read(line: str, *, after: Block | None) -> tuple[str, str]:
    """What a line is ('' for a blank one, 'more' for one that goes on with an item) and what it says."""
    if not line:
        return "", ""
    if found := _HEADING.fullmatch(line):
        return f"h{len(found[1]) + 1}", found[2]
    if found := _POINT.fullmatch(line):
        return "ul", found[1]
    if found := _NUMBERED.fullmatch(line):
        return "ol", found[1]
    return ("more" if after is not None and after.kind in ("ul", "ol") else "p"), line


def _drawn(block: Block) -> SafeString:
    if block.kind in ("ul", "ol"):
        inside = mark_safe("".join(format_html("<li>{}</li>", _inline(line)) for line in block.lines))  # noqa: S308
    else:
        inside = _inline(" ".join(block.lines))
    return format_html('<{0} class="{1}">{2}</{0}>', mark_safe(block.kind), _CLASSES[block.kind], inside)  # noqa: S308


def _inline(text: str) -> SafeString:
    """Links and emphasis; every other character escaped."""
    parts, at = [], 0
    for found in _INLINE.finditer(text):
        parts += [escape(text[at : found.start()]), _piece(found)]
        at = found.end()
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308  escaped above


def _piece(found: re.Match[str]) -> SafeString:
    if found["strong"]:
        return format_html("<strong>{}</strong>", found["strong"])
    if found["em"]:
        return format_html("<em>{}</em>", found["em"])
    if not _ADDRESS.fullmatch(found["address"]):
        return escape(found[0])
    return format_html('<a class="govuk-link" href="{}">{}</a>', found["address"], found["label"])


def _without_marks(text: str) -> str:
    def plain(found: re.Match[str]) -> str:
        return found["strong"] or found["em"] or f"{found['label']} ({found['address']})"

    return _INLINE.sub(plain, text)

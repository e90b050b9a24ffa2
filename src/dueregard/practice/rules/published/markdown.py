"""Paragraphs and bullets of a published page as Markdown, and back again without the loss of a character."""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt

from dueregard.practice.rules.published.blocks import Block

_ALWAYS = re.compile(r"([\\`*_\[\]<>&~|])")
_FIRST = re.compile(r"^(\s*)([#+\-=])")
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])")
_reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def markdown_of(blocks: Iterable[Block]) -> str:
    """Each paragraph on a line of its own, each list below the sentence that it belongs to."""
    lines: list[str] = []
    before = ""
    for block in blocks:
        if lines and not (block.kind == "bullet" and before == "bullet"):
            lines.append("")
        lead = {"bullet": "- ", "heading": "### "}.get(block.kind, "")
        lines.append(lead + _escaped(block.text))
        before = block.kind
    return "\n".join(lines) + "\n" if lines else ""


def paragraphs_and_bullets(text: str) -> tuple[list[str], list[str]]:
    """The words of a Markdown text: its paragraphs (headings too), and the items of its lists."""
    paragraphs: list[str] = []
    bullets: list[str] = []
    depth = 0
    for token in _reader.parse(text):
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.type == "inline":
            words = "".join(_words(child.type, child.content) for child in token.children or [])
            (bullets if depth else paragraphs).append(words)
        elif token.type in ("fence", "code_block"):
            paragraphs.append(token.content.strip())
    return paragraphs, bullets


def _words(kind: str, content: str) -> str:
    return " " if kind in ("softbreak", "hardbreak") else content


def _escaped(text: str) -> str:
    text = _ALWAYS.sub(r"\\\1", text)
    text = _FIRST.sub(r"\1\\\2", text)
    return _NUMBER.sub(r"\1\\\2", text)

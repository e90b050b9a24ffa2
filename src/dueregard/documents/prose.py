"""Markdown on paper: a text as plain values that a template lays out."""

from collections.abc import Iterable
from typing import Any

from markdown_it import MarkdownIt

_reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def blocks_of(text: str) -> list[dict[str, Any]]:
    """A Markdown text as the blocks that the template knows. Emphasis is left out; a table is read row by row."""
    blocks: list[dict[str, Any]] = []
    lists: list[str] = []
    heading = False
    for token in _reader.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("bullets" if token.type == "bullet_list_open" else "numbers")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "heading_open":
            heading = True
        elif token.type in ("fence", "code_block"):
            blocks.append({"kind": "text", "text": token.content.strip()})
        elif token.type == "inline":
            _add(blocks, _words(token.children or []), lists[-1] if lists else "", heading=heading)
            heading = False
    return blocks


def _add(blocks: list[dict[str, Any]], words: str, kind: str, *, heading: bool) -> None:
    if heading:
        blocks.append({"kind": "heading", "text": words})
    elif not kind:
        blocks.append({"kind": "text", "text": words})
    elif blocks and blocks[-1]["kind"] == kind:
        blocks[-1]["items"].append(words)
    else:
        blocks.append({"kind": kind, "items": [words]})


def _words(children: Iterable[Any]) -> str:
    """The words of a line; an address follows its link in brackets, since paper cannot be followed."""
    said: list[str] = []
    address = ""
    for child in children:
        if child.type == "link_open":
            address = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            said.append(f" ({address})" if address and address not in "".join(said) else "")
        elif child.type in ("softbreak", "hardbreak"):
            said.append(" ")
        else:
            said.append(child.content)
    return "".join(said)

"""Markdown on paper: a text as plain values that a template lays out."""

from collections.abc import Callable, Iterable
from typing import Any

from markdown_it import MarkdownIt

Block = dict[str, Any]
Pictured = Callable[[str], list[Block] | None]
_with_pictures = MarkdownIt("commonmark", {"html": False}).enable("table")
_plain = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def blocks_of(text: str, pictured: Pictured | None = None) -> list[Block]:
    """A Markdown text as the blocks that the template knows. Emphasis is left out; a table is read row by row.

    `pictured(address)` gives the blocks of a picture, which follow the paragraph in which it stands, or None where the
    address is no picture of the app's, whose words then stand in its place. Without it there are no pictures.
    """
    reader, pictured = (_with_pictures, pictured) if pictured else (_plain, _no_picture)
    blocks: list[Block] = []
    lists: list[str] = []
    heading = False
    for token in reader.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("bullets" if token.type == "bullet_list_open" else "numbers")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "heading_open":
            heading = True
        elif token.type in ("fence", "code_block"):
            blocks.append({"kind": "text", "text": token.content.strip()})
        elif token.type == "inline":
            words, pictures = _words(token.children or [], pictured)
            _add(blocks, words, lists[-1] if lists else "", heading=heading)
            blocks += pictures
            heading = False
    return blocks


def _no_picture(address: str) -> list[Block] | None:
    return None


def _add(blocks: list[Block], words: str, kind: str, *, heading: bool) -> None:
    if not words:
        return
    if heading:
        blocks.append({"kind": "heading", "text": words})
    elif not kind:
        blocks.append({"kind": "text", "text": words})
    elif blocks and blocks[-1]["kind"] == kind:
        blocks[-1]["items"].append(words)
    else:
        blocks.append({"kind": kind, "items": [words]})


def _words(children: Iterable[Any], pictured: Pictured) -> tuple[str, list[Block]]:
    """The words of a line and its pictures; an address follows its link in brackets, since paper cannot be followed."""
    said: list[str] = []
    pictures: list[Block] = []
    address = ""
    for child in children:
        if child.type == "link_open":
            address = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            said.append(f" ({address})" if address and address not in "".join(said) else "")
        elif child.type == "image" and (found := pictured(str(child.attrGet("src")))) is not None:
            pictures += found
        elif child.type in ("softbreak", "hardbreak"):
            said.append(" ")
        else:
            said.append(child.content)
    return "".join(said), pictures

"""Markdown on paper: a text as plain values that a template lays out."""

from collections.abc import Callable, Iterable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

Block = dict[str, Any]
Pictured = Callable[[str], list[Block] | None]
_with_pictures = MarkdownIt("commonmark", {"html": False}).enable("table")
_plain = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def blocks_of(text: str, pictured: Pictured | None = None) -> list[Block]:
    """A Markdown text as the blocks that the template knows. Emphasis is left out; a table is `{kind, header, rows}`.

    `pictured(address)` gives the blocks of a picture, which follow the paragraph in which it stands, or None where the
    address is no picture of the app's, whose words then stand in its place. Without it there are no pictures.
    """
    reader, pictured = (_with_pictures, pictured) if pictured else (_plain, _no_picture)
    paper = _Paper(pictured)
    for token in reader.parse(text):
        paper.take(token)
    return paper.blocks


def _no_picture(address: str) -> list[Block] | None:
    return None


class _Paper:
    """The blocks so far, and where in the text the next words stand."""

    def __init__(self, pictured: Pictured) -> None:
        self.blocks: list[Block] = []
        self._pictured = pictured
        self._lists: list[str] = []
        self._table: Block = {}
        self._cells: list[str] | None = None
        self._heading = False

    def take(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._lists.append("bullets" if token.type == "bullet_list_open" else "numbers")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif token.type == "heading_open":
            self._heading = True
        elif token.type in ("fence", "code_block"):
            self.blocks.append({"kind": "text", "text": token.content.strip()})
        elif token.type == "inline":
            words, pictures = _words(token.children or [], self._pictured)
            self._say(words)
            self.blocks += pictures
            self._heading = False
        else:
            self._row(token.type)

    def _row(self, kind: str) -> None:
        """Tables: the first row is the head. A picture in a cell follows the table."""
        if kind == "table_open":
            self.blocks.append({"kind": "table", "header": [], "rows": []})
            self._table = self.blocks[-1]
        elif kind == "tr_open":
            self._cells = []
        elif kind == "tr_close" and self._cells is not None:
            if self._table["header"]:
                self._table["rows"].append(self._cells)
            else:
                self._table["header"] = self._cells
            self._cells = None

    def _say(self, words: str) -> None:
        if self._cells is not None:
            self._cells.append(words)
        elif words and self._heading:
            self.blocks.append({"kind": "heading", "text": words})
        elif words and not self._lists:
            self.blocks.append({"kind": "text", "text": words})
        elif words and self.blocks and self.blocks[-1]["kind"] == self._lists[-1]:
            self.blocks[-1]["items"].append(words)
        elif words:
            self.blocks.append({"kind": self._lists[-1], "items": [words]})


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

"""HTML into blocks, with the standard library's reader: scripts never run, nothing is fetched, no tag is trusted."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from dueregard.practice.rules.published.blocks import LONGEST_HEADING, Block, block_of, tidy
from dueregard.practice.rules.published.furniture import Dropped
from dueregard.practice.rules.published.titles import name_in

_LOOKS_LIKE_HTML = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]|<(?:h[1-6]|p|li|div|main|article)[\s>]", re.IGNORECASE
)
_SILENT = {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "textarea"}
_FURNITURE = {
    "nav": "navigation",
    "header": "navigation",
    "footer": "navigation",
    "aside": "navigation",
    "form": "feedback",
    "button": "navigation",
    "dialog": "cookies",
}
_ROLES = {
    "navigation": "navigation",
    "banner": "navigation",
    "contentinfo": "navigation",
    "search": "navigation",
}
_WORDS = {
    "cookies": re.compile(r"\b(cookies?|consent|gdpr)", re.IGNORECASE),
    "navigation": re.compile(
        r"\b(nav|navbar|navigation|menu|breadcrumbs?|skip-?link|pagination|share|social|sidebar|related)\b",
        re.IGNORECASE,
    ),
    "feedback": re.compile(r"\b(feedback|survey|page-?rating)\b", re.IGNORECASE),
    "download": re.compile(r"\b(downloads?|attachments?)\b", re.IGNORECASE),
}
_BREAKS = {
    "p", "div", "section", "article", "main", "ul", "ol", "li", "table", "tr", "caption", "blockquote", "br", "hr",
    "dl", "dt", "dd", "figure", "figcaption", "address", "details", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html",
}  # fmt: skip
_EMPTY = {
    "br",
    "hr",
    "img",
    "input",
    "meta",
    "link",
    "area",
    "base",
    "col",
    "embed",
    "source",
    "track",
    "wbr",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_PARTS = {"main", "article", "section"}
_TOLD = _BREAKS | _SILENT | set(_FURNITURE)
"""Elements that say what stands in them."""
_DEEPEST = 200
"""Elements in elements; further ones are read as if they were not there, as browsers do, so that a page with thousands
of tags that nobody ended is read in no time."""
_CELL = " | "
"""Between the cells of a table's row, which is one paragraph."""


def is_html(text: str) -> bool:
    return _LOOKS_LIKE_HTML.search(text[:20_000]) is not None


@dataclass(slots=True, eq=False)
class _Element:
    """One open element. `furniture` is what kind of it the element says that it is ('' for none); `certain` where
    its tag or role says so, and not only a class, which may as well be that of the frame around everything."""

    tag: str
    furniture: str = ""
    certain: bool = False
    titles: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """A block, the furniture that it stands in, and the element that is the page's own part."""

    block: Block
    furniture: tuple[_Element, ...]
    main: _Element | None


def blocks_of_html(text: str) -> tuple[list[Block], list[Dropped]]:
    """The blocks of what a page is about (its `main`, where it has one), and the furniture that was left out."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    parts = {found.main for found in reader.found if found.main}
    one_part = len(parts) == 1 or any(part.tag == "main" for part in parts)
    blocks: list[Block] = []
    dropped: list[Dropped] = []
    for found in reader.found:
        kinds = [each.furniture for each in found.furniture if not _holds_the_page(each, reader.titles)]
        if kinds or (one_part and not found.main):
            dropped.append(Dropped(kinds[0] if kinds else "navigation", found.block.text))
        else:
            blocks.append(found.block)
    return blocks, dropped


def _holds_the_page(element: _Element, titles: int) -> bool:
    """Whether most headings of case studies stand in it: a frame ‘with-sidebar’, or a form around a whole page."""
    return not element.certain and element.titles * 2 > titles


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Found] = []
        self.titles = 0
        self._open: list[_Element] = []
        self._deeper = 0
        self._words: list[str] = []

    # --- What the standard reader calls
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.end_block()
        if tag in ("td", "th") and tidy("".join(self._words)):
            self._words.append(_CELL)
        if tag == "p":
            self._close("p")
        if tag == "li":
            self._close_item()
        if tag not in _EMPTY:
            self._enter(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS or any(each.tag == tag and each.furniture for each in self._open):
            self.end_block()
        if self._deeper and tag in _TOLD:
            self._deeper -= 1
        else:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if not any(each.tag in _SILENT for each in self._open):
            self._words.append(data)

    def _enter(self, tag: str, attributes: dict[str, str | None]) -> None:
        """Emphasis and the like tell nothing, and are often never ended."""
        if len(self._open) >= _DEEPEST:
            self._deeper += tag in _TOLD
            return
        element = _element(tag, attributes, {each.tag for each in self._open})
        if tag in _TOLD or element.furniture:
            self._open.append(element)

    # --- Blocks
    def end_block(self) -> None:
        """What was read since the last break becomes a block, with the furniture that it stands in."""
        text = tidy("".join(self._words)).removesuffix(_CELL.rstrip())
        self._words = []
        if not text:
            return
        block = self._block(text)
        furniture = tuple(each for each in self._open if each.furniture)
        if block.kind != "bullet" and name_in(block.text):
            self.titles += 1
            for each in furniture:
                each.titles += 1
        main = next((each for each in self._open if each.tag in ("main", "article")), None)
        self.found.append(_Found(block, furniture, main))

    def _block(self, text: str) -> Block:
        tags = {each.tag for each in self._open}
        found = tags & _HEADINGS
        if found and (len(text) <= LONGEST_HEADING or name_in(text)):
            return Block("heading", text, int(min(found)[1]))
        if "li" in tags:
            item = block_of(text)
            return Block("bullet", item.text if item and item.text else text)
        return block_of(text) or Block("text", text)

    def _close(self, tag: str) -> None:
        """End the innermost open element of this name, and whatever was left open in it."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def _close_item(self) -> None:
        """A new item ends the item before it in the same list, where that was not ended."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag in ("ul", "ol"):
                return
            if self._open[place].tag == "li":
                del self._open[place:]
                return


def _element(tag: str, attributes: dict[str, str | None], inside: set[str]) -> _Element:
    """An element with the kind of furniture that it says that it is. The head of an article is no head of the site,
    and a button in a heading only opens what stands below it."""
    if tag in ("html", "body", "main", "article"):
        return _Element(tag)
    if (tag == "header" and inside & _PARTS) or (tag == "button" and inside & _HEADINGS):
        return _Element(tag)
    said = " ".join(attributes.get(name) or "" for name in ("class", "id", "aria-label")).replace("_", " ")
    named = next((kind for kind, words in _WORDS.items() if words.search(said)), "")
    certain = _ROLES.get(attributes.get("role") or "", "") or _FURNITURE.get(tag, "")
    return _Element(tag, named or certain, certain=bool(certain) and tag != "form")

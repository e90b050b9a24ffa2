"""HTML into blocks, with the standard library's reader: scripts never run, nothing is fetched, no tag is trusted."""

import re
from html.parser import HTMLParser

from dueregard.practice.rules.published.blocks import Block, block_of, tidy
from dueregard.practice.rules.published.furniture import Dropped

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
    "p", "div", "section", "article", "main", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "br", "hr",
    "dl", "dt", "dd", "figure", "figcaption", "address", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html",
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


def is_html(text: str) -> bool:
    return _LOOKS_LIKE_HTML.search(text[:20_000]) is not None


def blocks_of_html(text: str) -> tuple[list[Block], list[Dropped]]:
    """The blocks of what a page is about (its `main`, where it has one), and the furniture that was left out."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    blocks = reader.in_main or reader.everywhere
    outside = [] if not reader.in_main else [b for b in reader.everywhere if b not in set(reader.in_main)]
    return blocks, [*reader.dropped, *(Dropped("navigation", block.text) for block in outside)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.everywhere: list[Block] = []
        self.in_main: list[Block] = []
        self.dropped: list[Dropped] = []
        self._open: list[tuple[str, str]] = []  # tag, and the kind of furniture that it is ('' for none)
        self._words: list[str] = []

    # --- What the standard reader calls
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.end_block()
        if tag == "p":
            self._close("p")
        if tag == "li":
            self._close_item()
        if tag not in _EMPTY:
            self._open.append((tag, _furniture(tag, dict(attrs))))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS or any(each == tag and kind for each, kind in self._open):
            self.end_block()
        self._close(tag)

    def handle_data(self, data: str) -> None:
        if not any(tag in _SILENT for tag, _ in self._open):
            self._words.append(data)

    # --- Blocks
    def end_block(self) -> None:
        """What was read since the last break becomes a block, or is left out as furniture."""
        text = tidy("".join(self._words))
        self._words = []
        if not text:
            return
        kinds = [kind for _, kind in self._open if kind]
        if kinds:
            self.dropped.append(Dropped(kinds[0], text))
            return
        block = self._block(text)
        self.everywhere.append(block)
        if any(tag in ("main", "article") for tag, _ in self._open):
            self.in_main.append(block)

    def _block(self, text: str) -> Block:
        tags = {tag for tag, _ in self._open}
        if found := tags & _HEADINGS:
            return Block("heading", text, int(min(found)[1]))
        if "li" in tags:
            item = block_of(text)
            return Block("bullet", item.text if item and item.text else text)
        return block_of(text) or Block("text", text)

    def _close(self, tag: str) -> None:
        """End the innermost open element of this name, and whatever was left open in it."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def _close_item(self) -> None:
        """A new item ends the item before it in the same list, where that was not ended."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] in ("ul", "ol"):
                return
            if self._open[place][0] == "li":
                del self._open[place:]
                return


def _furniture(tag: str, attributes: dict[str, str | None]) -> str:
    """What kind of furniture an element says that it is: 'cookies', 'navigation', 'download', 'feedback', or ''."""
    if tag in ("html", "body", "main", "article"):
        return ""
    said = " ".join(attributes.get(name) or "" for name in ("class", "id", "aria-label"))
    named = next((kind for kind, words in _WORDS.items() if words.search(said.replace("_", " "))), "")
    return named or _ROLES.get(attributes.get("role") or "", "") or _FURNITURE.get(tag, "")

"""Markdown as people write it, to HTML of a safe subset.

CommonMark, with HTML switched off at the reader (`markdown-it-py`) and everything outside a list of tags, attributes
and schemes taken away behind it (`nh3`), so that one mistake in either does not open a page. Headings begin below the
page's own: `# Heading` is an h2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "a",
        "em",
        "strong",
        "blockquote",
        "br",
        "hr",
        "code",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "img",
    ]
)
ATTRIBUTES = {
    "a": {"href", "class"},
    "ol": {"start"},
    "th": {"scope"},
    "img": {"src", "alt", "width", "height", "loading"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
CLASSES = {
    "p": "govuk-body",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "table": "govuk-table",
}
_DEEPEST = 6
_PICTURE = re.compile(r"picture:(\d{1,4})")
_with_pictures = MarkdownIt("commonmark", {"html": False}).enable("table")
_reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of ours that a text shows with `![](picture:1)`. `alt` is '' where it is decoration."""

    address: str
    alt: str
    width: int
    height: int


def html_of(text: str, *, top: int = 2, pictures: Mapping[int, Picture] | None = None) -> SafeString:
    """The text as HTML that may stand on a page; its highest heading is of level `top`. Pictures are read only where
    `pictures` are given, and no others than these: an address of elsewhere gives its words."""
    tokens = (_reader if pictures is None else _with_pictures).parse(text)
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    for token in tokens:
        for child in token.children or []:
            if child.type == "image":
                _show(child, pictures or {})
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) - highest + top, _DEEPEST)}"
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type == "th_open" or token.type == "td_open":
            token.attrs.pop("style", None)
    shown = _reader.renderer.render(tokens, _reader.options, {})
    clean = nh3.clean(
        shown,
        tags=set(TAGS),
        attributes={tag: set(names) - {"class"} for tag, names in ATTRIBUTES.items()},
        attribute_filter=_only_ours,
        url_schemes=set(SCHEMES),
        link_rel=None,
        set_tag_attribute_values={tag: {"class": words} for tag, words in CLASSES.items()},
    )
    return mark_safe(clean)  # noqa: S308 - cleaned by nh3 on the line above


def _show(token: Token, pictures: Mapping[int, Picture]) -> None:
    """The picture that a reference names; anything else becomes its words."""
    found = _PICTURE.fullmatch(str(token.attrGet("src") or ""))
    picture = pictures.get(int(found[1])) if found else None
    if picture is None:
        token.type, token.tag, token.attrs, token.children = "text", "", {}, None
        return
    token.content, token.children = picture.alt, [Token("text", "", 0, content=picture.alt)]
    token.attrs = {
        "src": picture.address,
        "alt": "",
        "width": picture.width,
        "height": picture.height,
        "loading": "lazy",
    }


def _only_ours(tag: str, name: str, value: str) -> str | None:
    """No picture from another origin, whatever came so far."""
    return (
        None
        if tag == "img" and name == "src" and (not value.startswith("/") or value[1:2] in "/\\")
        else value
    )


def plain_of(text: str) -> str:
    """The words alone, for search, summaries and mail: no marks, no pictures, one blank between words."""
    found = [
        child.content
        for token in _with_pictures.parse(text)
        for child in (token.children or [token])
        if child.type in ("text", "code_inline", "code_block", "fence")
    ]
    return re.sub(r"\s+", " ", " ".join(found)).strip()


def text_of(text: str) -> str:
    """The text as a mail without HTML shows it: headings underlined, points with their sign, an address after the
    words that lead to it, a blank line between parts. Each paragraph is one line."""
    lines = _Lines()
    for token in _reader.parse(text):
        lines.take(token)
    return "".join(
        words + ("\n" if close else "\n\n") for words, close in zip(lines.parts, lines.close, strict=True)
    ).strip()


class _Lines:
    """The parts of a text, and after each whether the next one follows closely."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.close: list[bool] = []
        self._lists: list[int | None] = []
        self._lead = ""
        self._row: list[str] | None = None

    def take(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._lists.append(int(token.attrGet("start") or 1) if token.tag == "ol" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._end_list()
        elif token.type == "list_item_open":
            self._lead = self._sign()
        elif token.type in ("inline", "fence", "code_block", "hr"):
            self._words(_said(token))
        elif token.type == "heading_close":
            self.parts[-1] += f"\n{'-' * min(len(self.parts[-1]), 70)}"
        elif token.type == "tr_open":
            self._row = []
        elif token.type == "tr_close":
            row, self._row = self._row or [], None
            self._add(" | ".join(row), close=True)
        elif token.type == "table_close":
            self.close[-1] = False

    def _words(self, words: str) -> None:
        if self._row is not None:
            self._row.append(words)
            return
        self._add(self._lead + words, close=bool(self._lists))
        self._lead = "  " * len(self._lists)

    def _add(self, words: str, *, close: bool) -> None:
        self.parts.append(words)
        self.close.append(close)

    def _sign(self) -> str:
        number = self._lists[-1]
        if number is not None:
            self._lists[-1] = number + 1
        return "  " * (len(self._lists) - 1) + ("- " if number is None else f"{number}. ")

    def _end_list(self) -> None:
        self._lists.pop()
        self._lead = "  " * len(self._lists)
        if not self._lists and self.close:
            self.close[-1] = False


def _said(token: Token) -> str:
    """The words of one part; an address follows its words in brackets."""
    if token.type == "hr":
        return "* * *"
    said, address, since = "", "", 0
    for child in token.children or [token]:
        if child.type == "link_open":
            address, since = str(child.attrGet("href") or ""), len(said)
        elif child.type == "link_close":
            said += f" ({address})" if address and address not in said[since:] else ""
        elif child.type in ("softbreak", "hardbreak"):
            said += " " if child.type == "softbreak" else "\n"
        else:
            said += child.content
    return said.strip("\n")


def escaped(text: str) -> str:
    """Text that somebody typed, so that it stands in Markdown as itself and on one line: a name with a star stays a
    name with a star."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&-])", r"\\\1", re.sub(r"\s+", " ", text).strip())

"""Markdown as people write it, to HTML of a safe subset.

CommonMark, with HTML switched off at the reader (`markdown-it-py`) and everything outside a list of tags, attributes
and schemes taken away behind it (`nh3`), so that one mistake in either does not open a page. Headings begin below the
page's own: `# Heading` is an h2.
"""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

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
    ]
)
ATTRIBUTES = {"a": {"href", "class"}, "ol": {"start"}, "th": {"scope"}}
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
_reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def html_of(text: str, *, top: int = 2) -> SafeString:
    """The text as HTML that may stand on a page; its highest heading is of level `top`. Pictures are not read."""
    tokens = _reader.parse(text)
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    for token in tokens:
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
        url_schemes=set(SCHEMES),
        link_rel=None,
        set_tag_attribute_values={tag: {"class": words} for tag, words in CLASSES.items()},
    )
    return mark_safe(clean)  # noqa: S308 - cleaned by nh3 on the line above


def plain_of(text: str) -> str:
    """The words alone, for search, summaries and mail: no marks, one blank between words."""
    found = [
        child.content
        for token in _reader.parse(text)
        for child in (token.children or [token])
        if child.type in ("text", "code_inline", "code_block", "fence")
    ]
    return re.sub(r"\s+", " ", " ".join(found)).strip()


def escaped(text: str) -> str:
    """Text that somebody typed, so that it stands in Markdown as itself and on one line: a name with a star stays a
    name with a star."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&-])", r"\\\1", re.sub(r"\s+", " ", text).strip())

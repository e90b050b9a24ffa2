"""Reading a page of case studies as a regulator publishes it: plain text or HTML in, themes and case studies out.

`read_page` is the whole of it: decode (`source`), cut into blocks (`blocks_of_text`, `blocks_of_html`), leave the
furniture out (`furniture`), and find themes, sub-themes and case studies (`page`).
"""

from dueregard.practice.rules.published.blocks import Block
from dueregard.practice.rules.published.furniture import Dropped
from dueregard.practice.rules.published.markdown import markdown_of, paragraphs_and_bullets
from dueregard.practice.rules.published.page import Entry, NotSuchAPage, PublishedPage, read_page
from dueregard.practice.rules.published.source import text_of
from dueregard.practice.rules.published.titles import same_name

__all__ = [
    "Block",
    "Dropped",
    "Entry",
    "NotSuchAPage",
    "PublishedPage",
    "markdown_of",
    "paragraphs_and_bullets",
    "read_page",
    "same_name",
    "text_of",
]

"""Themes, sub-themes and case studies in the blocks of a page.

A theme is a short line on its own above its first `Case study: NAME` heading; a longer heading may stand between the
theme and that case study (a sub-theme). What stands before the first theme and names no case study is the page's
introduction.
"""

import re
from dataclasses import dataclass, field

from dueregard.practice.rules.published.blocks import Block, tidy
from dueregard.practice.rules.published.blocks_of_html import blocks_of_html, is_html
from dueregard.practice.rules.published.blocks_of_text import blocks_of_text
from dueregard.practice.rules.published.furniture import Dropped, without_furniture
from dueregard.practice.rules.published.titles import name_in

SHORT = 60
"""A theme has at most so many characters, and at most `SHORT_WORDS` words."""
SHORT_WORDS = 8
LONGEST_HEADING = 160
_ALONE = re.compile(r"case\s+study\s*:", re.IGNORECASE)
_ENDS_A_SENTENCE = re.compile(r"[.:;!?,…][\"'”’)\]]*$")


class NotSuchAPage(Exception):
    """The text is no page of case studies. Its words say why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One case study under one theme. `body` keeps paragraphs and bullets in their order."""

    theme: str
    sub_theme: str
    title: str
    body: tuple[Block, ...]

    @property
    def paragraphs(self) -> list[str]:
        return [block.text for block in self.body if block.kind != "bullet"]

    @property
    def bullets(self) -> list[str]:
        return [block.text for block in self.body if block.kind == "bullet"]

    @property
    def length(self) -> int:
        return sum(len(block.text) for block in self.body)


@dataclass(slots=True)
class PublishedPage:
    introduction: list[Block] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)


def read_page(text: str) -> PublishedPage:
    """The case studies of a page, or `NotSuchAPage` with what is wrong with it."""
    blocks, dropped = blocks_of_html(text) if is_html(text) else (blocks_of_text(text), [])
    kept, more = without_furniture(_whole_titles(blocks))
    starts = [place for place, block in enumerate(kept) if _is_title(block)]
    if not starts:
        raise NotSuchAPage(
            "It has no heading ‘Case study: …’. A page of case studies names each of them in such a heading."
        )
    page = PublishedPage(dropped=[*dropped, *more])
    _read(page, kept, starts)
    empty = [entry for entry in page.entries if not entry.body]
    page.entries = [entry for entry in page.entries if entry.body]
    if not page.entries:
        raise NotSuchAPage(f"Nothing stands below the heading ‘Case study: {empty[0].title}’.")
    page.dropped += [Dropped("navigation", f"Case study: {entry.title}") for entry in empty]
    return page


def _whole_titles(blocks: list[Block]) -> list[Block]:
    """`Case study:` on a line of its own takes the name from the next one."""
    whole: list[Block] = []
    for block in blocks:
        if whole and _ALONE.fullmatch(whole[-1].text) and block.kind != "bullet":
            whole[-1] = Block(whole[-1].kind, f"Case study: {block.text}", whole[-1].level)
        else:
            whole.append(block)
    return whole


def _is_title(block: Block) -> bool:
    return block.kind != "bullet" and bool(name_in(block.text))


def _read(page: PublishedPage, blocks: list[Block], starts: list[int]) -> None:
    theme = sub_theme = ""
    for number, start in enumerate(starts):
        before = blocks[(starts[number - 1] + 1 if number else 0) : start]
        found = _headings_above(before, first=number == 0)
        if number:
            body = tuple(before[: found.begins])
            page.entries.append(Entry(theme, sub_theme, name_in(blocks[starts[number - 1]].text), body))
        else:
            page.introduction = [*before[: found.begins], *before[found.ends :]]
        if found.theme:
            theme, sub_theme = found.theme, found.sub_theme
        elif found.sub_theme:
            sub_theme = found.sub_theme
        if not theme:
            raise NotSuchAPage(
                f"No theme stands above ‘Case study: {name_in(blocks[start].text)}’. "
                "A theme is a short line on its own above its first case study."
            )
    page.entries.append(
        Entry(theme, sub_theme, name_in(blocks[starts[-1]].text), tuple(blocks[starts[-1] + 1 :]))
    )


@dataclass(frozen=True, slots=True)
class _Above:
    """The headings above a case study: the blocks from `begins` up to `ends` are these."""

    theme: str
    sub_theme: str
    begins: int
    ends: int


def _headings_above(blocks: list[Block], *, first: bool) -> _Above:
    """Theme and sub-theme right above a case study. Above the first of a page, a paragraph about the theme may
    stand between; it belongs to the introduction."""
    end = len(blocks)
    if first:
        while end and not _reads_like_a_heading(blocks[end - 1]):
            end -= 1
    begin = end
    while begin and end - begin < 2 and _reads_like_a_heading(blocks[begin - 1]):
        begin -= 1
    run = blocks[begin:end]
    if len(run) == 2 and _is_short(run[0]) and _are_theme_and_sub_theme(*run):
        return _Above(run[0].text, run[1].text, begin, end)
    if run and _is_short(run[-1]):
        return _Above(run[-1].text, "", end - 1, end)
    if run and run[-1].kind == "heading":
        return _Above("", run[-1].text, end - 1, end)
    return _Above("", "", len(blocks), len(blocks))


def _are_theme_and_sub_theme(above: Block, below: Block) -> bool:
    """A longer heading below a short one; or, where the page says how deep its headings are, a deeper one. The
    page's own title (level 1) is no theme as long as another heading stands below it."""
    if above.level and below.level:
        return 1 < above.level < below.level
    return not _is_short(below)


def _reads_like_a_heading(block: Block) -> bool:
    if block.kind == "heading":
        return True
    text = tidy(block.text)
    begins = text[:1].isupper() or text[:1].isdigit() or text[:1] in "‘“'\""
    return (
        block.kind == "text"
        and begins
        and len(text) <= LONGEST_HEADING
        and _ENDS_A_SENTENCE.search(text) is None
    )


def _is_short(block: Block) -> bool:
    return len(block.text) <= SHORT and len(block.text.split()) <= SHORT_WORDS

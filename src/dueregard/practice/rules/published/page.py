"""Themes, sub-themes and case studies in the blocks of a page.

A theme is a short line on its own above its first `Case study: NAME` heading; a longer heading may stand between the
theme and that case study (a sub-theme). What stands before the first theme and names no case study is the page's
introduction.
"""

import re
from dataclasses import dataclass, field

from dueregard.practice.rules.published.blocks import LONGEST_HEADING, Block, tidy
from dueregard.practice.rules.published.blocks_of_html import blocks_of_html, is_html
from dueregard.practice.rules.published.blocks_of_text import blocks_of_text
from dueregard.practice.rules.published.furniture import Dropped, without_furniture
from dueregard.practice.rules.published.titles import name_in

SHORT = 60
"""A theme has at most so many characters, and at most `SHORT_WORDS` words."""
SHORT_WORDS = 8
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
    now = _Now()
    for number, start in enumerate(starts):
        before = blocks[(starts[number - 1] + 1 if number else 0) : start]
        found = _found_above(before, blocks[start].level, now, first=number == 0)
        if number:
            body = tuple(before[: found.begins])
            page.entries.append(
                Entry(now.theme, now.sub_theme, name_in(blocks[starts[number - 1]].text), body)
            )
        else:
            page.introduction = before[: found.begins]
        page.introduction += found.between
        now = now.after(found)
        if not now.theme:
            raise NotSuchAPage(
                f"No theme stands above ‘Case study: {name_in(blocks[start].text)}’. "
                "A theme is a short line on its own above its first case study."
            )
    last = blocks[starts[-1]]
    page.entries.append(Entry(now.theme, now.sub_theme, name_in(last.text), tuple(blocks[starts[-1] + 1 :])))


@dataclass(frozen=True, slots=True)
class _Above:
    """The headings above a case study, from the block `begins`; `between` is what stands between these and it, such as
    a paragraph about the theme: it names no case study and belongs to the introduction. `level` is the theme's own."""

    theme: str
    sub_theme: str
    begins: int
    between: tuple[Block, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Now:
    """Under which theme the page stands."""

    theme: str = ""
    sub_theme: str = ""
    level: int = 0

    def after(self, found: _Above) -> "_Now":
        if found.theme:
            return _Now(found.theme, found.sub_theme, found.level)
        return _Now(self.theme, found.sub_theme or self.sub_theme, self.level)


def _found_above(blocks: list[Block], own: int, now: _Now, *, first: bool) -> _Above:
    """Where the page marks its headings, a short line at the end of a text is no theme."""
    marked = own > 0 and now.level > 0
    return _by_level(blocks, own, now) or _headings_above(blocks, first=first, marked=marked)


def _by_level(blocks: list[Block], own: int, now: _Now) -> _Above | None:
    """Where the page says how deep its headings are (HTML): those above the level of the case study's `own` heading,
    whatever stands between. None where it does not say."""
    places = [place for place, block in enumerate(blocks) if 0 < block.level < own]
    if now.theme or any(blocks[place].level > 1 for place in places):
        places = [place for place in places if blocks[place].level > 1]  # level 1 is the page's own title
    if not places or any(block.level == own for block in blocks[places[-1] :]):
        return None
    if blocks[places[-1]].level == 1 and _is_short(blocks[-1]) and _reads_like_a_heading(blocks[-1]):
        return None
    last = blocks[places[-1]]
    above = next((place for place in reversed(places[:-1]) if _stands_over(blocks[place], last)), None)
    used = {places[-1]} if above is None else {above, places[-1]}
    between = tuple(block for place, block in enumerate(blocks) if place > min(used) and place not in used)
    if above is not None:
        return _Above(blocks[above].text, last.text, above, between, blocks[above].level)
    if now.level and last.level > now.level:
        return _Above("", last.text, places[-1], between)
    return _Above(last.text, "", places[-1], between, last.level)


def _stands_over(above: Block, below: Block) -> bool:
    return above.level < below.level or (_is_short(above) and not _is_short(below))


def _headings_above(blocks: list[Block], *, first: bool, marked: bool) -> _Above:
    """Theme and sub-theme right above a case study. Above the first of a page, a paragraph about the theme may
    stand between; it belongs to the introduction. `marked`: only what the page itself marks as a heading is one."""
    end = len(blocks)
    is_heading = _is_marked if marked else _reads_like_a_heading
    if first:
        while end and not is_heading(blocks[end - 1]):
            end -= 1
    begin = end
    while begin and end - begin < 2 and is_heading(blocks[begin - 1]):
        begin -= 1
    run = blocks[begin:end]
    if len(run) == 2 and _is_short(run[0]) and _are_theme_and_sub_theme(*run):
        return _Above(run[0].text, run[1].text, begin, tuple(blocks[end:]), run[0].level)
    if run and _is_short(run[-1]):
        return _Above(run[-1].text, "", end - 1, tuple(blocks[end:]), run[-1].level)
    if run and run[-1].kind == "heading":
        return _Above("", run[-1].text, end - 1, tuple(blocks[end:]))
    return _Above("", "", len(blocks))


def _are_theme_and_sub_theme(above: Block, below: Block) -> bool:
    """A longer heading below a short one; or, where the page says how deep its headings are, a deeper one. The
    page's own title (level 1) is no theme as long as another heading stands below it."""
    if above.level and below.level:
        return 1 < above.level < below.level
    return not _is_short(below)


def _is_marked(block: Block) -> bool:
    return block.kind == "heading"


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

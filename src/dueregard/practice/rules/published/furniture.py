"""Lines of a web page that are not what the page is about. They are left out, and the import says so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.practice.rules.published.blocks import Block
from dueregard.practice.rules.published.titles import name_in

LONGEST = 260
"""Longer text is never furniture: better a stray line kept than a paragraph lost."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was left out. `kind` is 'cookies', 'navigation', 'download', 'feedback' or 'dates'."""

    kind: str
    text: str


_LINES: dict[str, tuple[str, ...]] = {
    "cookies": (
        r"(this|our|we|the) ?(web ?)?(site|page)? (uses?|sets?|places?) .*\bcookies?\b.*",
        r".*\bcookies? (policy|settings|preferences|notice|statement|banner)\b.*",
        r"(accept|reject|allow|decline|manage|essential|necessary|analytics) (all |additional |only )?(the )?cookies?.*",
        r"cookies?( on .*)?",
        r"cookies help .*|(strictly )?(necessary|essential|performance|functional|marketing|analytics) cookies",
        r"by (using|continuing|browsing)\b.*\bcookies\b.*",
        r"we(’d|'d| would) like to (set|use)\b.*\bcookies\b.*",
        r"(view|change|manage|(find out|learn|read) more about)( the| our| these| your)? cookies?( .{0,40})?",
        r"(accept|reject|allow|decline) all|save (my )?(preferences|choices|settings)|confirm( my choices)?",
        r"hide this (cookie )?message",
        r".*\bcookies?\b.*\b(web ?)?site works?\b.*",
    ),
    "download": (
        r"download\b.*\b(pdf|word|docx?|odt|excel|this (page|theme|section)|everything)\b.*",
        r"(save|view|open|get|print)\b.{0,40}\b(pdf|docx?|odt|excel|as (a )?word|this (page|theme|section))\b.{0,40}",
        r"downloads?|get the data",
        r".*\b(pdf|docx?|xlsx?)\b[,:]? ?\(?[\d.,]+ ?[km]b\)?.*",
        r"[\w ,’'-]+\((pdf|word|docx?)[^)]*\)",
    ),
    "feedback": (
        r"(is|was) this page (useful|helpful)\b.*",
        r".*\bdescribe your experience\b.*",
        r"(give|send|leave|provide|share)( us)?( your)? feedback.*",
        r"thank(s| you) for your feedback.*",
        r"(did you find|were you able to find) what you .*",
        r"help us (to )?improve .*",
        r"(report|tell us about) (a|any) problems? with this (page|site).*",
        r"rate this page.*",
        r"how (useful|helpful) (is|was) this page.*",
        r"feedback",
        r"yes\W+no|yes|no|submit|send",
        r"(yes|no),? this (page|was|is)\b.*|was this (useful|helpful)\b.*",
        r"is there anything wrong with .*|improve experience .*",
        r"(take|complete) (our|a|the) (short )?survey.*",
    ),
    "navigation": (
        r"skip to (main )?(content|navigation).*",
        r"(back|return) to (the )?top",
        r"(main )?menu|search|home|contents|on this page:?|in this section|sitemap|site map",
        r"(previous|next)( page)?(: [^.]*)?",
        r"share( this)?( page)?( on .*)?|tweet.{0,30}|follow us.{0,30}",
        r"related (links|content|pages|information)",
        r"you are here.*|home ?[>»/›].*|breadcrumbs?|[^.>»›]{2,60}( ?[>»›] ?[^.>»›]{2,60}){2,}",
        r"(toggle|open|close|show|hide) (the )?(navigation|menu)|jump to .*|page \d+ of \d+",
        r"subscribe|search (this|our) (web ?)?site|see also:?|print page",
        r"(you need to |please )?(enable|turn on) javascript\b.*",
        r"(sign up|subscribe) (to|for) .*",
        r"contact us|privacy( policy| notice)?|accessibility( statement)?|terms (and|&) conditions",
        r"© .*|.*\ball rights reserved\b.*",
        r"log ?in|sign in|close|expand all|collapse all|show (all|more|less)|(view|read) more",
        r"opens in (a )?new (tab|window).*",
        r"print( this page)?|e-?mail this page|facebook|twitter|linkedin|youtube|instagram",
    ),
    "dates": (
        r"(page )?(first )?(published|last (updated|reviewed|modified)|updated|reviewed)( on)?:? ?\d.{3,30}",
        r"page last updated.*|publication date.*|date( of publication| published)?: ?.{4,30}",
    ),
}
_PATTERNS = [(kind, re.compile("|".join(lines), re.IGNORECASE)) for kind, lines in _LINES.items()]


def furniture_in(text: str) -> str:
    """The kind of furniture that a line is, or ''."""
    if len(text) > LONGEST or name_in(text):
        return ""
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(text.strip())), "")


def without_furniture(blocks: Iterable[Block]) -> tuple[list[Block], list[Dropped]]:
    kept: list[Block] = []
    dropped: list[Dropped] = []
    announced = False  # whether a sentence that was kept says: here comes a list
    for block in blocks:
        if block.kind != "bullet":
            announced = block.text.endswith(":")
        # An item such as ‘yes’ or ‘Facebook’ is an answer in somebody's list; the same word on its own is a button.
        kind = "" if block.kind == "bullet" and announced else furniture_in(block.text)
        if kind and not (kind == "feedback" and block.kind == "bullet"):
            dropped.append(Dropped(kind, block.text))
            announced = announced and block.kind == "bullet"
        else:
            kept.append(block)
    return kept, dropped

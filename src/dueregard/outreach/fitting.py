"""Whether words fit on one sheet: set by the typesetter on every shape, with the names and numbers of today."""

from dataclasses import asdict, replace
from datetime import date

from dueregard.outreach.designs import OURS, Words
from dueregard.outreach.models import Design, Shape
from dueregard.outreach.papers import data_of, pages
from dueregard.outreach.queries.who import Who
from dueregard.outreach.rules.wording import too_long

READABLE = 0.85
"""How small a poster may be set for the sake of its words. One whose names alone need less may be set as small as they need."""
_SMALLER = (0.68, 0.52, 0.45)
_SHEETS = {Shape.A4: "A4 poster", Shape.A3: "A3 poster", Shape.SLIDE: "slide"}


def why_not_fit(who: Who, design: Design, words: Words, today: date) -> list[str]:
    """Which of the words are too long for which sheet, as sentences; `[]` where each is one page."""
    found: dict[tuple[str, ...], list[str]] = {}
    for shape, sheet in _SHEETS.items():
        if names := _at_fault(who, design, shape, words, today):
            found.setdefault(names, []).append(sheet)
    return too_long(found)


def _at_fault(who: Who, design: Design, shape: Shape, words: Words, today: date) -> tuple[str, ...]:
    """The words with each of which shortened all would fit; where no single one is enough, all that are longer than
    those that come with the design."""

    def fits(tried: Words, least: float) -> bool:
        return pages(data_of(who, design, shape, tried, number=None, today=today), least=least) == 1

    if fits(words, READABLE):
        return ()
    ours = OURS[design]
    least = next((each for each in (READABLE, *_SMALLER) if fits(ours, each)), 0.0)
    if least == 0.0 or (least < READABLE and fits(words, least)):
        return ()
    theirs = asdict(words)
    changed = {name: value for name, value in asdict(ours).items() if theirs[name] != value}
    alone = tuple(name for name, value in changed.items() if fits(replace(words, **{name: value}), least))
    return alone or tuple(name for name, value in changed.items() if _length(theirs[name]) > _length(value))


def _length(value: str | tuple[str, ...]) -> int:
    return len(value) if isinstance(value, str) else sum(map(len, value))

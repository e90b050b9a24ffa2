"""What changes between two versions: in plain words, and line by line."""

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from dueregard.procedures.rules.document import Document
from dueregard.procedures.rules.words import Item, Section, plain_words


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new, gone, different or elsewhere in its order. `was` and `now` are plain sentences."""

    what: str
    how: Literal["new", "gone", "changed", "moved"]
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of two texts side by side: its number in each (None where it is not), and how it differs."""

    how: Literal["same", "gone", "new", "gap"]
    old: int | None
    new: int | None
    text: str


def changes(old: Document, new: Document, titles: dict[str, str] | None = None) -> list[Change]:
    """What a reader would notice between two documents, in the order of the new one. [] when nothing."""
    found = [] if old.title == new.title else [Change("The title", "changed", (old.title,), (new.title,))]
    before = {section.id: section for section in plain_words(old, titles)}
    after = {section.id: section for section in plain_words(new, titles)}
    for id in [*after, *(id for id in before if id not in after)]:
        found += _section(before.get(id) or _empty(after[id]), after.get(id) or _empty(before[id]))
    return found


def _empty(section: Section) -> Section:
    """A section that one of two documents lacks, as the other one knows it."""
    return replace(section, items=())


def _section(before: Section, after: Section) -> list[Change]:
    found = []
    if before.intro != after.intro:
        found.append(Change(after.heading, "changed", (before.intro,), (after.intro,)))
    old = {item.key: item for item in before.items}
    new = {item.key: item for item in after.items}
    for item in after.items:
        earlier = old.get(item.key)
        if earlier is None:
            found.append(Change(_named(after, item), "new", (), _said(item)))
        elif _said(earlier) != _said(item):
            was, now = _differing(_said(earlier), _said(item))
            found.append(Change(_named(after, item), "changed", was, now))
    found += [
        Change(_named(before, item), "gone", _said(item)) for item in before.items if item.key not in new
    ]
    both = [key for key in old if key in new]
    if both != [key for key in new if key in old]:
        order = tuple(new[key].title for key in new if key in old)
        found.append(
            Change(f"{after.heading}: the order", "moved", tuple(old[key].title for key in both), order)
        )
    return found


def _named(section: Section, item: Item) -> str:
    return f"{section.heading}: {item.title}"


def _said(item: Item) -> tuple[str, ...]:
    return tuple(line for line in (item.title, item.help, *item.lines) if line)


def _differing(was: tuple[str, ...], now: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(line for line in was if line not in now), tuple(line for line in now if line not in was)


def lines(old: str, new: str, around: int = 2) -> list[Line]:
    """Two texts line by line, with `around` unchanged lines about each difference and a gap between."""
    before, after = old.splitlines(), new.splitlines()
    found: list[Line] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(around):
        if found:
            found.append(Line("gap", None, None, ""))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                found += [Line("same", i1 + n + 1, j1 + n + 1, before[i1 + n]) for n in range(i2 - i1)]
                continue
            found += [Line("gone", n + 1, None, before[n]) for n in range(i1, i2)]
            found += [Line("new", None, n + 1, after[n]) for n in range(j1, j2)]
    return found

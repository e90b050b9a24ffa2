"""What may happen to a text of the hub, and why not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

WAYS: Mapping[str, tuple[str, ...]] = {
    "draft": ("review", "archived"),
    "review": ("published", "draft", "archived"),
    "published": ("archived",),
    "archived": ("draft",),
}
"""Where a text may go from where it stands. What is published is never made a draft again: it is archived, so that
its address can say what became of it."""


_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TextFacts:
    """`themes` counts the themes under which it stands; `permission` is '' as long as it is not known when it was given;
    `summary` and `alts` (what its pictures are said to show) are read with the text."""

    status: str
    title: str
    text: str
    kind: str
    themes: int
    permission: str
    illustration: bool
    number: int
    summary: str = ""
    alts: Sequence[str] = ()
    names: Sequence[str] = ()
    """Of a provider that is not to be named: names under which the text came in."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What an editor typed. `themes` are slugs; `same_as` is the slug of an entry linked as one, or ''."""

    title: str
    text: str
    summary: str = ""
    kind: str = "case-study"
    size: str = ""
    provider_type: str = ""
    anonymised: bool = False
    permission: str = ""
    permission_on: date | None = None
    themes: Sequence[str] = ()
    same_as: str = ""
    note: str = ""


def why_not_save(facts: TextFacts, *, number: int) -> list[str]:
    """`number` is the version that the editor began with."""
    if facts.status == "archived":
        return ["It is archived. Make it a draft again to change it."]
    if facts.number != number:
        return [
            "Somebody else has saved it meanwhile. Your text is still here: compare it with what is saved now, and save it again."
        ]
    return []


def why_not_change_pictures(status: str) -> list[str]:
    return ["It is archived. Make it a draft again to change it."] if status == "archived" else []


def why_not_move(facts: TextFacts, *, to: str) -> list[str]:
    if to not in WAYS.get(facts.status, ()):
        return ["It does not stand where this can be done any more. Look at it again."]
    if to == "published":
        return what_it_lacks(facts)
    return []


def what_it_lacks(facts: TextFacts) -> list[str]:
    """What must be there before everybody may read it."""
    reasons = []
    if not facts.permission and not facts.illustration:
        reasons.append("Say who agreed to its being published, and when.")
    if not facts.themes and facts.kind != "brief":
        reasons.append("Choose at least one theme.")
    places = {"title or the text": (facts.title, facts.text), "summary": (facts.summary,)}
    places["words of a picture"] = tuple(facts.alts)
    reasons += [
        f"The provider is not to be named, but ‘{name}’ still stands in the {place}."
        for name in facts.names
        for place, said in places.items()
        if any(names_it(each, name) for each in said)
    ]
    if not facts.text.strip():
        reasons.append("It has no text yet.")
    return reasons


def names_it(text: str, name: str) -> bool:
    """Whether the name stands in the text, word by word: marks, quotes, capitals and line ends do not count."""
    sought, said = (" ".join(_WORD.findall(each.casefold())) for each in (name, text))
    return bool(sought) and f" {sought} " in f" {said} "


def why_not_link(*, same: bool, circle: bool) -> list[str]:
    if same:
        return ["A text cannot be linked with itself."]
    return ["These two are linked already."] if circle else []

"""What in a text names a provider, a unit or a person, and putting other words in its place.

Names are compared word by word, without regard to case, punctuation, emphasis or line ends, so that ‘**Ruth**\\nAdair’ and
‘Adair, Ruth’ are found. A person sees each thing that was found and what takes its place before anything leaves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PROVIDER, UNIT, PERSON, MAYBE, MAIL, PHONE, WEB = (
    "provider",
    "unit",
    "person",
    "maybe",
    "mail",
    "phone",
    "web",
)
KINDS = {
    PROVIDER: "Name of the provider",
    UNIT: "Name of a unit",
    PERSON: "Name of a person",
    MAYBE: "Perhaps the name of a person",
    MAIL: "E-mail address",
    PHONE: "Telephone number",
    WEB: "Web address",
}
INSTEAD = {
    PROVIDER: "a provider",
    UNIT: "a unit",
    PERSON: "a member of staff",
    MAYBE: "a member of staff",
    MAIL: "[e-mail address]",
    PHONE: "[telephone number]",
    WEB: "[web address]",
}
MUST_GO = (PROVIDER, PERSON, MAIL, PHONE)
"""What never leaves. Units may keep a word that names nobody, such as ‘Societies’; so may what only looks like a name."""
_WORD = re.compile(r"[^\W_]+")
_MAIL = re.compile(r"[\w.+%’'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<!\w)(?:\+|\(0|\b0)[\d\s().‑–-]{7,}\d|\b(?:ext\.?|extension)\s*\d{3,6}\b", re.IGNORECASE
)
_WEB = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev)\.?\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?"
)
_LONGEST_NAME = 8


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what is known here: names of providers, units and people, and the domains of their addresses."""

    providers: Sequence[str]
    units: Sequence[str]
    people: Iterable[str]
    domains: Sequence[str]


@dataclass(frozen=True, slots=True)
class Found:
    """Something in the texts: how often, and what takes its place."""

    kind: str
    found: str
    by: str
    count: int = 0


def what_names(texts: Sequence[str], names: Names) -> list[Found]:
    """Everything that is found, each once; what must go stands first."""
    whole = "\n\n".join(texts)
    longest = max((len(_words(name)) for name in (*names.providers, *names.units)), default=0)
    phrases, words = (
        _phrases(whole, max(longest, _LONGEST_NAME)),
        {each for each in _WORD.findall(whole) if each[0].isupper() and len(each) > 2},
    )
    found: dict[tuple[str, str], None] = {}
    for kind, known in ((PROVIDER, names.providers), (UNIT, names.units)):
        once = {
            _words(name): name for name in reversed(known)
        }  # a code that is the name again stands there once
        found.update(dict.fromkeys((kind, name) for said, name in once.items() if said in phrases))
    for name in names.people:
        parts = _words(name)
        if len(parts) > 1 and (parts in phrases or parts[::-1] in phrases):
            found[PERSON, name] = None
        elif parts and (last := name.split()[-1]) in words:
            found[MAYBE, last] = None
    for kind, pattern in ((MAIL, _MAIL), (PHONE, _PHONE), (MAYBE, _TITLED)):
        found.update(
            dict.fromkeys(
                (kind, each.strip()) for each in pattern.findall(whole) if kind != PHONE or _is_phone(each)
            )
        )
    web = [(WEB, each) for each in _WEB.findall(whole)]
    found.update(dict.fromkeys(web))
    counted = [
        Found(kind, text, _instead(kind, text, names.domains), len(_pattern(text).findall(whole)))
        for kind, text in found
    ]
    order = list(KINDS)
    return sorted(counted, key=lambda each: (order.index(each.kind), each.found))


def _phrases(text: str, longest: int) -> set[tuple[str, ...]]:
    words = _words(text)
    return {words[at : at + size] for size in range(1, longest + 1) for at in range(len(words) - size + 1)}


def _words(text: str) -> tuple[str, ...]:
    return tuple(each.casefold() for each in _WORD.findall(text))


def _is_phone(text: str) -> bool:
    digits = sum(each.isdigit() for each in text)
    return 9 <= digits <= 15 or text.lower().startswith("ext")


def _instead(kind: str, text: str, domains: Sequence[str]) -> str:
    """Somebody else's web address may stay; one of our own names us."""
    if kind == WEB and not _of_ours(text, domains):
        return text
    return INSTEAD[kind]


def _of_ours(text: str, domains: Sequence[str]) -> bool:
    return any(domain and domain.casefold() in text.casefold() for domain in domains)


def _pattern(found: str) -> re.Pattern[str]:
    """The words of what was found, in any case, with anything but letters and digits between them, and turned round. Marks
    of emphasis around them go too, so that none is left half open."""
    words = _WORD.findall(found)
    if not words:
        return re.compile(re.escape(found))
    either = [words, words[::-1]] if len(words) > 1 and found.replace(" ", "").isalpha() else [words]
    inner = "|".join(r"[\W_]{1,6}".join(map(re.escape, each)) for each in either)
    return re.compile(rf"(?<![^\W_])[*_]{{0,3}}(?:{inner})[*_]{{0,3}}(?![^\W_])", re.IGNORECASE)


def replaced(text: str, replacements: Sequence[Found]) -> str:
    """The text with other words in the place of what was found, the longest first. What is put in is never looked at again."""
    parts: list[tuple[str, bool]] = [(text, False)]
    for each in sorted(replacements, key=lambda each: -len(each.found)):
        pattern = _pattern(each.found)
        parts = [
            piece for part in parts for piece in (_cut(part[0], pattern, each.by) if not part[1] else [part])
        ]
    return "".join(piece for piece, _ in parts)


def _cut(text: str, pattern: re.Pattern[str], by: str) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in pattern.finditer(text):
        pieces += [(text[at : match.start()], False), (by, True)]
        at = match.end()
    return [*pieces, (text[at:], False)]


def why_not_seal(texts: Sequence[str], names: Names) -> list[str]:
    """What would still name somebody, as sentences: asked of the texts as they would leave."""
    left = Counter(each.kind for each in what_names(texts, names) if each.kind in MUST_GO)
    reasons = [
        f"{KINDS[kind]}: {many} would still leave. Put other words in its place."
        for kind, many in left.items()
    ]
    if any(_of_ours(text, names.domains) for text in texts):
        reasons.append("A web address of ours would still leave. Put other words in its place.")
    return reasons

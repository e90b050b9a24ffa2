"""Which words can stand on a poster, and what may happen to a wording."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from dueregard.kernel.text import why_not_text

LABELS = {
    "heading": "heading",
    "lead": "lead sentence",
    "short": "sentence on the slide",
    "points": "further lines",
    "call": "words beside the code",
    "told": "sentence under them",
    "people": "words above the names",
}
"""The words of a design, as sentences call them."""
LONGEST = {"heading": 120, "lead": 800, "short": 400, "points": 160, "call": 80, "told": 240, "people": 80}
MOST_LINES = 4
MOST_POINTS = 6
LONGEST_WORD = 20
_NUMBER = re.compile(r"\d(?:[ ()/.-]{0,2}\d){5,}")
_ADDRESS = re.compile(r"\S@\S+\.\S|\bhttps?://|\bwww\.", re.IGNORECASE)


def why_not_words(words: Mapping[str, Any], *, with_points: bool, names: Collection[str]) -> list[str]:
    """Why these cannot be kept as words of a poster. `names` are those of the people whom it names today."""
    reasons = [f"Fill in the {LABELS[name]}." for name in LABELS if name != "points" and not words[name]]
    points = words["points"] if with_points else []
    if len(points) > MOST_POINTS:
        reasons.append(f"There are {len(points)} further lines. Keep {MOST_POINTS} or fewer.")
    if len(words["heading"].split("\n")) > MOST_LINES:
        reasons.append(f"The heading has more than {MOST_LINES} lines.")
    for name, text in _texts(words, points):
        reasons += _why_not(name, text, names)
    return list(dict.fromkeys(reasons))


def _texts(words: Mapping[str, Any], points: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, words[name]) for name in LABELS if name != "points"] + [
        ("points", each) for each in points
    ]


def _why_not(name: str, text: str, names: Collection[str]) -> list[str]:
    what = f"In the {LABELS[name]}"
    reasons = [f"{what}: {reason}" for reason in why_not_text(text)]
    if "\t" in text or ("\n" in text and name != "heading"):
        reasons.append(f"{what} there is a tab or a line end. Write it on one line.")
    if len(text) > LONGEST[name]:
        reasons.append(f"{what} are {len(text):,} characters. Make it {LONGEST[name]} or fewer.")
    reasons += [
        f"{what} ‘{each[:40]}’ is too long a word to be set in large letters."
        for each in re.findall(rf"[^\s/–-]{{{LONGEST_WORD + 1},}}", text)[:1]
        if "@" not in each
    ]
    return reasons + _why_not_made(what, text, names)


def _why_not_made(what: str, text: str, names: Collection[str]) -> list[str]:
    """What a poster makes itself is never typed: nobody would be told when it changes."""
    reasons = []
    if _NUMBER.search(text):
        reasons.append(
            f"{what} there is a telephone number. A poster prints those of ‘Who to talk to’, so that it is told when one changes."
        )
    if _ADDRESS.search(text):
        reasons.append(
            f"{what} there is an address. A poster prints its own, with the code that leads there."
        )
    found = [each for each in names if _by_words(each) in _by_words(text)]
    return reasons + [
        f"{what} stands {each}. A poster names whoever holds a post on the day; leave the name out."
        for each in found
    ]


def _by_words(text: str) -> str:
    """'Helen Marsh,' as ' helen marsh ', so that one is found in the other word by word."""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return f" {words} "


def why_not_use(*, standing: str, closed: bool, same: bool, too_long: Iterable[str]) -> list[str]:
    """`same`: these very words are in use already. `too_long` says which words do not fit on which sheet."""
    if standing != "draft":
        return ["Only a draft can be put in use. Start a new one from these words."]
    reasons = ["This unit is closed, so nothing is printed for it."] if closed else []
    if same:
        reasons.append("These are the words that are in use already.")
    return reasons + list(too_long)


def why_not_discard(*, standing: str) -> list[str]:
    return (
        [] if standing == "draft" else ["Words that were in use stay on record. Only a draft can be let go."]
    )


def too_long(found: Mapping[tuple[str, ...], Iterable[str]]) -> list[str]:
    """Sentences for what does not fit: names of words (several where shortening any one of them would do), and on
    which sheets."""
    return [_too_long(names, " and ".join(f"the {each}" for each in on)) for names, on in found.items()]


def _too_long(names: tuple[str, ...], on: str) -> str:
    what = [f"the {LABELS[each]}" for each in names]
    if len(what) == 1:
        verb = "are" if names[0] in ("points", "call", "people") else "is"
        return f"{what[0].capitalize()} {verb} too long for {on}. Shorten until all of it fits on one page."
    told = f"{', '.join(what[:-1])} and {what[-1]}"
    return f"{told.capitalize()} are too long together for {on}. Shorten one of them."

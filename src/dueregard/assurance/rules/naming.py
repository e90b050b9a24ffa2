"""Taking names out of words that go to a board: which refusal it was is none of its business, only why."""

import re
from collections.abc import Iterable

SHORTEST = 3
"""Parts of a name with fewer letters ('de', 'al') are words of their own, and stay."""


def without_names(text: str, *, speakers: Iterable[str], organisers: Iterable[str]) -> str:
    """`text` with each name, and each part of it, replaced by what the person is."""
    for names, word in ((speakers, "[the speaker]"), (organisers, "[the organiser]")):
        for found in sorted(_forms(names), key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(found)}(?!\w)", word, text, flags=re.IGNORECASE)
        text = re.sub(rf"{re.escape(word)}(?:[ ]+{re.escape(word)})+", word, text)
    return text


def _forms(names: Iterable[str]) -> set[str]:
    whole = {name.strip() for name in names if name.strip()}
    parts = {part for name in whole for part in re.split(r"[\s,]+", name) if len(part) >= SHORTEST}
    return whole | parts

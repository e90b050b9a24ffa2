"""Names of speakers: when two may mean one person. It proposes; a person merges.

Pure comparison of spellings: case, accents, titles, the order of parts and initials do not count. Nothing is
translated from one script into another, and nothing but the name is looked at.
"""

import re
import unicodedata
from collections import Counter

# Written before or after a name, in full or short; as they stand after `_plain`.
_TITLES = frozenset((
    "dr", "doctor", "prof", "professor", "profs", "emeritus", "emerita", "mr", "mrs", "ms", "miss",
    "mx", "sir", "dame", "baroness", "viscount", "honourable",
    "rt", "reverend", "rev", "revd", "father", "fr", "canon",
    "sister", "br", "rabbi", "rebbetzin", "imam",
    "sheikh", "shaykh", "sheik", "mufti", "maulana", "mawlana", "ustadh", "ustad", "swami", "acharya",
    "giani", "bhikkhu", "venerable", "ven", "cllr", "councillor", "mp", "msp", "ms", "mla",
    "mep", "qc", "kc", "ambassador", "hrh", "capt", "captain", "col",
    "colonel", "maj", "gen", "lt", "cmdr", "sgt", "pc", "phd", "dphil", "md", "msc",
    "bsc", "llb", "llm", "mba", "obe", "mbe", "cbe", "kbe", "dbe", "frs", "fba",
    "frse", "frcp", "frcs", "jp", "jr", "snr", "sr", "the",
))  # fmt: skip
# Titles that are names as well ('Jack Ma', 'Dean Smith'): left out only beside two other parts.
_PERHAPS_TITLES = frozenset((
    "dean", "bishop", "archbishop", "cardinal", "pastor", "minister", "lord", "lady", "baron", "earl",
    "major", "general", "judge", "justice", "right", "very", "ma", "ba", "om", "ch", "he", "hon", "guru",
))  # fmt: skip
_SPLIT = re.compile(r"[\s.,;/()\[\]\"“”·|]+")
_INSIDE = re.compile(r"['’‘ʼ`´\-‐‑‒–—]")
_MARKED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")
_UNSPACED = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
)
LONGEST_KEY = 200


def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a name as they are compared: small letters, no accents, no titles, in alphabetical order.

    A name of nothing but titles keeps them, so that 'The Dean' does not compare as empty.
    """
    parts = [part for part in (_bare(each) for each in _SPLIT.split(_plain(name))) if part]
    named = [part for part in parts if part not in _TITLES] or parts
    fewer = [part for part in named if part not in _PERHAPS_TITLES]
    named = fewer if len(fewer) > 1 else named
    if all(unicodedata.name(char, "").startswith(_UNSPACED) for part in named for char in part):
        named = [char for part in named for char in part]  # written with a space or without
    return tuple(sorted(named))


def name_key(name: str) -> str:
    """What two spellings of one name have in common; '' where nothing can be compared."""
    return " ".join(name_parts(name))[:LONGEST_KEY]


def name_initials(name: str) -> str:
    """The first letters of the parts in order: the drawer in which a name is looked for by its initials."""
    return "".join(sorted(part[0] for part in name_parts(name)))[:LONGEST_KEY]


def may_be_one_person(first: str, second: str) -> bool:
    """Whether two names may mean one person: the same parts, or initials that fit around a part that is the same.

    One part alone ('Smith') is enough only for the same part alone.
    """
    ours, theirs = name_parts(first), name_parts(second)
    if not ours or len(ours) != len(theirs):
        return False
    return ours == theirs or _initials_fit(list(ours), list(theirs))


def _initials_fit(ours: list[str], theirs: list[str]) -> bool:
    same = Counter(ours) & Counter(theirs)
    if not any(len(part) > 1 for part in same):
        return False
    left = sorted((Counter(ours) - same).elements(), key=len, reverse=True)
    right = list((Counter(theirs) - same).elements())
    for part in left:
        fit = next((each for each in right if _fits(part, each)), None)
        if fit is None:
            return False
        right.remove(fit)
    return True


def _fits(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _plain(name: str) -> str:
    """Compatibility forms folded, case folded, accents taken off where they are accents: in a script whose marks
    are letters of their own (such as Devanagari) they stay."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = unicodedata.normalize("NFD", folded).translate(_LETTERS)
    kept: list[str] = []
    base = ""
    for char in folded:
        if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Cf", "Lm"):
            if base.startswith(_MARKED_SCRIPTS) or not kept:
                continue
        elif char.isalpha():
            base = unicodedata.name(char, "")
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _bare(part: str) -> str:
    return _INSIDE.sub("", part)


def why_not_merge(*, rows: int, providers: int, already: bool) -> list[str]:
    """`rows` are the speakers that are said to be one person; `already`: they are said to be so now."""
    if rows < 2:
        return ["Choose at least one other event with this speaker."]
    if providers > 1:
        return ["Speakers of different providers stay apart."]
    if already:
        return ["These are one person already. Somebody may have said so a moment before you."]
    return []


def why_not_take_out(*, merged: bool) -> list[str]:
    return [] if merged else ["This speaker is not merged with others any more."]

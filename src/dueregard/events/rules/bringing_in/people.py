"""The speakers of one cell."""

import re

from dueregard.events.rules.bringing_in.cells import CellIsWrong, says_nothing
from dueregard.events.rules.facts import SpeakerFacts

MOST_SPEAKERS = 100
LONGEST = 200
_NOBODY = re.compile(
    r"no (?:external |outside |guest )?speakers?|internal(?: only| speakers?)?|nobody|staff only"
)
_BODY = re.compile(
    r"universit|college|school|institut|cent(?:re|er)|trust|charit|society|union|council|church|mosque|synagogue|"
    r"temple|foundation|association|ltd|limited|plc|party|bbc|nhs|police|museum|group|network|press|media|campaign|"
    r"department|ministry|embassy|office|service|agency|federation|\bmp\b|\bmsp\b|company|team|author|journalist|"
    r"professor of|director|editor|\bof\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"(.+?)\s*[(\[]\s*(.+?)\s*[)\]]")
_DASH = re.compile(r"(.+?)\s+[-–—]\s+(.+)")
_LEAD = re.compile(r"^(?:\d{1,2}[.)]\s+|[•*·–-]\s+)")
_AND = re.compile(r"\s+(?:and|&|\+)\s+|,\s*and\s+", re.IGNORECASE)


def speakers(text: str, body: str = "") -> tuple[SpeakerFacts, ...]:
    """'A; B and C', one a line, 'A (Oxfam)', 'A, University of X'. `body` is the cell that says where from.

    A name is not cut at an 'and' inside brackets. Raises `CellIsWrong` when a part is too long.
    """
    if says_nothing(text) or _NOBODY.fullmatch(text.strip().casefold()):
        return ()
    found = [_one(part) for part in _parts(text)]
    found = [each for each in found if each.name]
    bodies = [each.strip() for each in re.split(r"[;\n]", body) if not says_nothing(each)]
    if len(bodies) == len(found):
        found = [SpeakerFacts(each.name, each.body or its) for each, its in zip(found, bodies, strict=True)]
    elif len(bodies) == 1:
        found = [SpeakerFacts(each.name, each.body or bodies[0]) for each in found]
    if len(found) > MOST_SPEAKERS:
        raise CellIsWrong(f"This names {len(found)} speakers; at most {MOST_SPEAKERS} fit. Shorten the list.")
    for each in found:
        if len(each.name) > LONGEST or len(each.body) > LONGEST:
            raise CellIsWrong(
                f"A speaker here has more than {LONGEST} characters. Put a semicolon between two speakers, or shorten it."
            )
    return tuple(found)


def _parts(text: str) -> list[str]:
    pieces = [piece for piece in re.split(r"[;\n|]| / ", text) if not says_nothing(piece)]
    several = len(pieces) > 1
    names: list[str] = []
    for piece in pieces:
        names += _names(_LEAD.sub("", piece.strip()), several=several)
    return [" ".join(name.split()) for name in names if name.strip()]


def _names(piece: str, *, several: bool) -> list[str]:
    """One piece: split at 'and', and at commas where these part names and not a name from its body."""
    bare = re.sub(r"[(\[].*?[)\]]", lambda found: "\0" * len(found[0]), piece)
    cuts = [(found.start(), found.end()) for found in _AND.finditer(bare)]
    if "," in bare and not several and not _BODY.search(piece):
        commas = [(found.start(), found.end()) for found in re.finditer(r",\s*", bare)]
        if cuts or all(_looks_like_a_name(each) for each in bare.split(",")):
            cuts = sorted({*cuts, *(c for c in commas if not any(a <= c[0] < b for a, b in cuts))})
    if not cuts or not _all_names(bare, cuts):
        return [piece]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(piece)]
    return [piece[start:end] for start, end in zip(starts, ends, strict=True)]


def _all_names(bare: str, cuts: list[tuple[int, int]]) -> bool:
    """'Research and Policy Unit' is one body, 'Smith and Jones' two people: each part begins a name."""
    parts = [
        bare[start:end]
        for start, end in zip([0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(bare)], strict=True)
    ]
    if "," in bare and _BODY.search(bare):
        # In 'Ann Lee, Centre for War and Peace' the 'and' belongs to the body.
        return False
    return all(part.strip("\0 ")[:1].isupper() for part in parts)


def _looks_like_a_name(text: str) -> bool:
    words = text.replace("\0", "").split()
    return 2 <= len(words) <= 5 and all(
        word[0].isupper() or word in ("de", "van", "von", "bin", "al") for word in words
    )


def _one(name: str) -> SpeakerFacts:
    if found := _BRACKETS.fullmatch(name):
        return SpeakerFacts(found[1].strip(), found[2].strip())
    if found := _DASH.fullmatch(name):
        return SpeakerFacts(found[1].strip(), found[2].strip())
    first, comma, rest = name.partition(",")
    return SpeakerFacts(first.strip(), rest.strip()) if comma else SpeakerFacts(name.strip())

"""Reading single cells: text, numbers, yes and no, addresses, and words from closed lists."""

import re
from collections.abc import Mapping
from typing import Any, NoReturn

NOTHING = frozenset(
    ("", "-", "--", "–", "—", "?", "n/a", "na", "n.a.", "none", "nil", "tbc", "tba", "tbd", "unknown",
     "not known", "not applicable", "not stated", "to be confirmed", "to follow", "blank")
)  # fmt: skip
YES = frozenset(("y", "yes", "true", "t", "1", "✓", "✔", "☑", "✅", "√", "yep", "yes."))
NO = frozenset(("n", "no", "false", "f", "0", "✗", "✘", "✕", "☐", "❌", "no."))
TICKS = frozenset(("✓", "✔", "☑", "✅", "√"))
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ABOUT = re.compile(
    r"\b(?:approx(?:imately)?|about|around|circa|ca?|max(?:imum)?|up to|over|under|expected|people|persons|"
    r"attendees|guests|students|delegates|capacity|est(?:imated)?|roughly|or so|min(?:imum)?|no more than|"
    r"less than|more than|places|seats|pax)\b\.?",
    re.IGNORECASE,
)
MOST_PEOPLE = 1_000_000

WHERE: Mapping[str, str] = {
    "online": r"online|virtual|zoom|teams|webinar|remote|web",
    "elsewhere": r"off[ -]?(?:campus|site|premises)|external venue|elsewhere|away",
    "on-premises": r"on[ -]?(?:campus|site|premises)|in[ -]?person|campus|face to face|hybrid|internal|physical",
}
AUDIENCE: Mapping[str, str] = {
    "anybody": r"public|anybody|anyone|everyone|open(?! to (?:staff|students|members))|external",
    "guests": r"invit|guest|ticket|by invitation|alumni",
    "members": r"member|student|staff|internal|closed|private|university only|college only",
}
KIND: Mapping[str, str] = {
    "debate": r"debate|panel|hustings|discussion|q ?& ?a",
    "screening": r"screening|film|cinema",
    "worship": r"worship|prayer|religious|faith|reflection|service",
    "fundraising": r"fundrais|charity|bake sale|raffle",
    "stall": r"stall|fair|exhibitor",
    "performance": r"performance|concert|exhibition|theatre|play|gig|comedy|music",
    "talk": r"talk|lecture|seminar|speaker|speech|workshop|conference|symposium|meeting|presentation|address",
}


class CellIsWrong(ValueError):
    """A cell that cannot be read. Its text says what is wrong and what to do."""


def quoted(text: str) -> str:
    """What stands in the cell, short enough for a sentence."""
    one_line = " ".join(text.split())
    return f"‘{one_line[:60]}…’" if len(one_line) > 60 else f"‘{one_line}’"


def says_nothing(text: str) -> bool:
    """Empty, or a word that stands for 'we do not know'."""
    return text.strip().casefold() in NOTHING


def line(text: str, most: int) -> str:
    """One line of text of at most `most` characters; line breaks within a cell become blanks."""
    found = " ".join(text.split())
    if len(found) > most:
        raise CellIsWrong(f"This has {len(found)} characters; at most {most} fit. Shorten it.")
    return found


def number(value: Any, text: str) -> int | None:
    """'120', '120 approx', 'c. 1,200', '100+'; of a range ('50-60') the larger number."""
    if isinstance(value, bool):
        _no_number(text)
    if says_nothing(text):
        return None
    if isinstance(value, int | float):
        return _fits(value, text)
    plain = _ABOUT.sub(" ", text.replace("~", " ").replace("+", " ")).strip(" .,:;()<>≈≤≥")
    plain = re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", plain)
    if found := re.fullmatch(r"(\d{1,7})\s*(?:-|–|—|to|/|and)\s*(\d{1,7})", plain):
        return _fits(max(int(found[1]), int(found[2])), text)
    if found := re.fullmatch(r"(\d{1,7})(?:\.0+)?", plain):
        return _fits(int(found[1]), text)
    return _no_number(text)


def _fits(value: float, text: str) -> int:
    if not 0 <= value <= MOST_PEOPLE or value != int(value):
        _no_number(text)
    return int(value)


def _no_number(text: str) -> NoReturn:
    raise CellIsWrong(f"{quoted(text)} is not a number of people. Write a whole number, or leave it empty.")


def yes_or_no(value: Any, text: str, *, ticks: bool = False) -> bool | None:
    """`Y/N/yes/no/✓/x`. An x is a tick, unless the column has real ticks (`ticks`): then it is a cross."""
    if isinstance(value, bool):
        return value
    plain = text.strip().casefold()
    if plain in ("x", "×", "[x]"):
        return not ticks
    if plain in YES or re.match(r"y(es)?\b", plain):
        return True
    if plain in NO or re.match(r"no?\b(?!/)", plain):
        return False
    if says_nothing(text):
        return None
    raise CellIsWrong(f"{quoted(text)} is neither yes nor no. Write Y or N, or leave it empty.")


def address(text: str) -> str:
    """The e-mail address in the cell; the name around it ('Jo Bloggs <jo@…>') is left out."""
    if says_nothing(text):
        return ""
    found = _ADDRESS.search(text)
    if found is None or len(found[0]) > 254:
        raise CellIsWrong(
            f"{quoted(text)} is not an e-mail address. Write it like name@example.ac.uk, or leave it empty."
        )
    return found[0]


def chosen(text: str, words: Mapping[str, str]) -> str:
    """The first code whose words the text has; '' when none has. The cell stays readable in the original."""
    plain = text.casefold()
    for code, pattern in words.items():
        if re.search(rf"\b(?:{pattern})", plain):
            return code
    return ""

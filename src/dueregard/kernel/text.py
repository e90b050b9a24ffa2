"""What may stand in a text that people type or bring in, and what is refused with a plain sentence.

Nothing is ever deleted silently: a text with a character that could deceive a reader (security.md T20) or that a
database, a PDF or a spreadsheet cannot hold is refused, and whoever typed it is told what to do.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_DAMAGED = re.compile("[\ufffd\ufffe\uffff\ud800-\udfff]")
# Drawn as nothing, although Unicode counts them as letters or symbols: Hangul fillers and the blank Braille cell.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def tidy(value: str) -> str:
    """The same text in composed form (NFC), with `\\n` as line end and without white space at either end.

    No other character is deleted or replaced.
    """
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", value)).strip()


def why_not_text(value: str) -> list[str]:
    """Why this text cannot be kept, as sentences that say what to do; `[]` when it can.

    Tabs and line ends are allowed here; a field for one line refuses them itself.
    """
    reasons = []
    if _CONTROL.search(value):
        reasons.append(
            "This has a control character in it that cannot be seen. Type it here, do not paste it."
        )
    if _DAMAGED.search(value):
        reasons.append("This has a damaged character in it, often shown as �. Type that word anew.")
    if _TURNED.search(value):
        reasons.append(
            "This has a hidden character in it that turns the direction of text. Type it here, do not paste it."
        )
    return reasons


def can_be_seen(value: str) -> bool:
    """Whether anything in the text is drawn: white space, joiners and filler characters alone are not."""
    return any(
        unicodedata.category(each) not in {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"} and each not in _BLANKS
        for each in value
    )

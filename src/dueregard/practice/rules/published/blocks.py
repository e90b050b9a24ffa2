"""What a page is cut into."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "text", "bullet"]
BULLET = re.compile(r"^\s*(?:[•‣◦▪●∙·\uf0b7]|[-*–](?=\s))\s*")
LONGEST_HEADING = 160
"""What is longer is a text, whatever the page marks it as."""
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Control signs, which neither a feed nor a PDF can hold."""
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph or bullet. `heading` is what the page itself marks as one (HTML); in plain text a
    heading is a `text` that stands alone and reads like one. `level` is the heading's own, 1 to 6."""

    kind: Kind
    text: str
    level: int = 0


def tidy(text: str) -> str:
    """One blank between words, composed characters, no control signs; nothing else is changed."""
    return _BLANKS.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def block_of(line: str) -> Block | None:
    """A line as a bullet or a text; None for a line of nothing. A lone bullet sign is a bullet without words."""
    found = BULLET.match(line)
    text = tidy(line[found.end() :] if found else line)
    if found:
        return Block("bullet", text)
    return Block("text", text) if text else None

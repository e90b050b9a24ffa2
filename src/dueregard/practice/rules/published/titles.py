"""The heading `Case study: NAME`, and when two names are the same."""

import re
import unicodedata

LONGEST_NAME = 200
_HEADING = re.compile(r"^case\s+stud(?:y|ies)\s*(?:\d+\s*)?[:–—-]\s*(\S.*)$", re.IGNORECASE)
_MARKS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def name_in(text: str) -> str:
    """The name in a heading `Case study: NAME`, as it is written; '' where `text` is none."""
    found = _HEADING.match(text)
    return found[1].strip() if found and len(found[1]) <= LONGEST_NAME else ""


def same_name(name: str) -> str:
    """A key that two spellings of one name share: quotes, dashes, capitals and a full stop at the end do not count."""
    text = unicodedata.normalize("NFKC", name.translate(_MARKS)).casefold()
    return re.sub(r"\s+", " ", text).strip().rstrip(".").strip()

"""Codes, ids and numbers: the only values that the ledger and the outbox keep besides their columns.

A name or a sentence that somebody typed has a space, an @ or a quote sooner or later; a code, an id, a date or a
digest never has. What passes here still has to be declared in a catalogue, which is where a reviewer looks.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

Plain = str | int | bool
LONGEST = 64
_CODE = re.compile(r"[A-Za-z0-9_.:+/=-]{0,64}")


def why_not_plain(value: object) -> list[str]:
    """Why a value may not be kept: it is typed text, or of a type that is no code, id, number, date or moment."""
    if isinstance(value, bool | int | date | UUID):
        return []
    if not isinstance(value, str):
        return [f"A {type(value).__name__} is neither a code, an id, a number, a date nor yes or no."]
    if not _CODE.fullmatch(value):
        return [f"A text must be a code or an id of at most {LONGEST} characters without spaces."]
    return []


def plain(value: object) -> Plain:
    """A value as it is stored: moments and dates as ISO 8601, ids as text. Raises `ValueError` for any other."""
    reasons = why_not_plain(value)
    if reasons:
        raise ValueError(" ".join(reasons))
    if isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def plain_json(data: Mapping[str, object]) -> str:
    """One text for one set of facts: keys sorted, no spaces, ASCII."""
    values = {key: plain(value) for key, value in data.items()}
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)

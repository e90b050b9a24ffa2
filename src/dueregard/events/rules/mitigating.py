"""Reading the catalogue of mitigations: what it holds, and what it may not hold."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CATEGORIES = {
    "security": "Security",
    "access": "Who comes in, and how",
    "conduct": "Conduct",
    "format": "Form of the event",
    "communications": "What is said about it beforehand",
    "timing-and-place": "Time and place",
    "welfare": "Welfare",
}
KEYS = {"code", "title", "category", "what", "purpose", "speech", "owner", "evidence", "sensitive"}
NEEDED = KEYS - {"sensitive"}


class BadCatalogue(ValueError):
    """The file says something that it may not; the sentence says what."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mitigation. `speech` says what it does to free speech; `owner` is the code of a post, or
    'organiser'; `evidence` is what would show that it was done; `sensitive` is the warning of one that bears on who
    may speak, hear or say what, '' for most. Who pays is not said anywhere: the provider does (HERA 2017 s.A1(10))."""

    code: str
    title: str
    category: str
    what: str
    purpose: str
    speech: str
    owner: str
    evidence: str
    sensitive: str = ""


def read_catalogue(text: str) -> dict[str, Kind]:
    """The kinds by code, in the order of the file. Raises `BadCatalogue`."""
    found: dict[str, Kind] = {}
    for entry in tomllib.loads(text).get("mitigation", []):
        kind = _kind(entry)
        if kind.code in found:
            raise BadCatalogue(f"‘{kind.code}’ stands there twice.")
        found[kind.code] = kind
    return found


def _kind(entry: Mapping[str, Any]) -> Kind:
    name = entry.get("code", "an entry without a code")
    if unknown := entry.keys() - KEYS:
        raise BadCatalogue(f"‘{name}’ has {', '.join(sorted(unknown))}, which a mitigation does not have.")
    if missing := sorted(key for key in NEEDED if not entry.get(key)):
        raise BadCatalogue(f"‘{name}’ lacks {', '.join(missing)}.")
    if entry["category"] not in CATEGORIES:
        raise BadCatalogue(f"‘{name}’ is of no category that there is.")
    return Kind(**entry)


def by_category(kinds: Mapping[str, Kind]) -> list[tuple[str, list[Kind]]]:
    """(title of the category, its kinds) for categories that have any."""
    grouped = [
        (title, [kind for kind in kinds.values() if kind.category == code])
        for code, title in CATEGORIES.items()
    ]
    return [(title, found) for title, found in grouped if found]

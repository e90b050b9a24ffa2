"""What stands in a PDF of the hub: published texts as plain values for the typesetter."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dueregard.documents import prose
from dueregard.documents.pdf import typeset
from dueregard.kernel.dates import LONDON, long_date
from dueregard.practice.models import CaseStudy, Picture
from dueregard.practice.queries.pictures import contents_of, printed_with

TEMPLATE = "dueregard/practice/typst/book.typ"
NOTE = "An illustration by the makers of this hub, of no real provider."
UNNAMED = "The provider asked not to be named"
_PICTURE = re.compile(r"picture:(\d{1,4})")

Pictures = Mapping[tuple[str, int], Picture]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Case studies of one theme; `title` is '' where there are no themes."""

    title: str
    about: str
    studies: tuple[CaseStudy, ...]


def book(title: str, provider: str, chapters: Iterable[Chapter], *, made: datetime) -> dict[str, Any]:
    """The data of a PDF. It has a list of contents as soon as it holds more than one text."""
    chapters = list(chapters)
    pictures = printed_with([study for chapter in chapters for study in chapter.studies])
    count = sum(len(chapter.studies) for chapter in chapters)
    return {
        "title": title,
        "provider": provider,
        "made": f"Last updated {long_date(made.astimezone(LONDON).date())}",
        "lead": "" if count == 1 else f"{count} texts of the practice hub.",
        "contents": count > 1,
        "level": _level(chapters, count),
        "themes": [_chapter(chapter, pictures) for chapter in chapters],
    }


def printed(data: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF itself: tagged, PDF/UA-1 checked; the same data and time give the same bytes."""
    return typeset(TEMPLATE, data, at=at, pictures=contents_of(_names_in(data)))


def _names_in(data: dict[str, Any]) -> set[str]:
    studies = (study for theme in data["themes"] for study in theme["studies"])
    return {block["name"] for study in studies for block in study["blocks"] if block["kind"] == "picture"}


def digest_of(data: dict[str, Any]) -> str:
    """Changes whenever anything that is printed changes."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _level(chapters: list[Chapter], count: int) -> int:
    """Of a case study's heading: below its theme, below the title, or the title itself. PDF/UA-1 allows no gap."""
    if any(chapter.title for chapter in chapters):
        return 3
    return 2 if count > 1 else 1


def _chapter(chapter: Chapter, pictures: Pictures) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "about": chapter.about,
        "studies": [_study(study, pictures) for study in chapter.studies],
    }


def _study(study: CaseStudy, pictures: Pictures) -> dict[str, Any]:
    facts = ". ".join(filter(None, (study.provider_said, UNNAMED if study.anonymised else "")))
    day = long_date(study.changed_at.astimezone(LONDON).date())
    return {
        "title": study.title,
        "summary": study.summary,
        "note": NOTE if study.illustration else "",
        "foot": f"{facts}. Last updated {day}." if facts else f"Last updated {day}.",
        "blocks": blocks_of(study.text, {n: p for (pk, n), p in pictures.items() if pk == str(study.pk)}),
    }


def blocks_of(text: str, pictures: Mapping[int, Picture] | None = None) -> list[dict[str, Any]]:
    """A text of the hub on paper, with those of its pictures that are known."""
    known = pictures or {}

    def pictured(address: str) -> list[dict[str, Any]] | None:
        found = _PICTURE.fullmatch(address)
        picture = known.get(int(found[1])) if found else None
        return [_block(picture)] if picture else ([] if found else None)

    return prose.blocks_of(text, pictured)


def _block(picture: Picture) -> dict[str, Any]:
    name = f"{picture.file_id}.{picture.file.kind}"
    return {"kind": "picture", "name": name, "alt": picture.alt, "width": picture.width}

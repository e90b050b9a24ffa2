"""What stands in a PDF of the hub: published texts as plain values for the typesetter."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markdown_it import MarkdownIt

from dueregard.documents.pdf import typeset
from dueregard.kernel.dates import LONDON, long_date
from dueregard.practice.models import CaseStudy, Picture
from dueregard.practice.queries.pictures import contents_of, printed_with

TEMPLATE = "dueregard/practice/typst/book.typ"
NOTE = "An illustration by the makers of this hub, of no real provider."
UNNAMED = "The provider asked not to be named"
_reader = MarkdownIt("commonmark", {"html": False}).enable("table")
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
    """A Markdown text as the blocks that the template knows. Emphasis is left out; a table is read row by row; a
    picture follows the paragraph in which it stands."""
    blocks: list[dict[str, Any]] = []
    lists: list[str] = []
    heading = False
    for token in _reader.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("bullets" if token.type == "bullet_list_open" else "numbers")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "heading_open":
            heading = True
        elif token.type in ("fence", "code_block"):
            blocks.append({"kind": "text", "text": token.content.strip()})
        elif token.type == "inline":
            children = token.children or []
            _add(blocks, _words(children), lists[-1] if lists else "", heading=heading)
            blocks += _pictures(children, pictures or {})
            heading = False
    return blocks


def _pictures(children: Iterable[Any], known: Mapping[int, Picture]) -> list[dict[str, Any]]:
    found = (_PICTURE.fullmatch(str(child.attrGet("src"))) for child in children if child.type == "image")
    shown = [known[int(each[1])] for each in found if each and int(each[1]) in known]
    return [
        {"kind": "picture", "name": f"{each.file_id}.{each.file.kind}", "alt": each.alt, "width": each.width}
        for each in shown
    ]


def _add(blocks: list[dict[str, Any]], words: str, kind: str, *, heading: bool) -> None:
    if not words:
        return
    if heading:
        blocks.append({"kind": "heading", "text": words})
    elif not kind:
        blocks.append({"kind": "text", "text": words})
    elif blocks and blocks[-1]["kind"] == kind:
        blocks[-1]["items"].append(words)
    else:
        blocks.append({"kind": kind, "items": [words]})


def _words(children: Iterable[Any]) -> str:
    """The words of a line; an address follows its link in brackets, since paper cannot be followed."""
    said: list[str] = []
    address = ""
    for child in children:
        if child.type == "link_open":
            address = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            said.append(f" ({address})" if address and address not in "".join(said) else "")
        elif child.type == "image" and _PICTURE.fullmatch(str(child.attrGet("src"))):
            continue
        elif child.type in ("softbreak", "hardbreak"):
            said.append(" ")
        else:
            said.append(child.content)
    return "".join(said)

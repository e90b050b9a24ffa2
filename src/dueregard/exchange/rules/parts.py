"""What a pack may hold: the shape of each kind of part, and of the list of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard.kernel.registries import PartKind, part_kinds
from dueregard.kernel.text import why_not_text

FORMAT = "dueregard-pack-1"
MOST_PARTS = 50
LONGEST_TEXT = 200_000
LONGEST_LINE = 400
LONGEST_TITLE = 200
MOST_IN_LIST = 20


def kinds() -> dict[str, PartKind]:
    """What a pack may hold here, by code: what the apps that are there have registered."""
    return {each.code: each for each in part_kinds}


class NotAPack(Exception):
    """What was given is no pack that can be read; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`parts` are (name, kind, SHA-256) in their order; `key` is the public key, 32 bytes as hex."""

    title: str
    made_on: date
    key: str
    parts: tuple[tuple[str, str, str], ...]


def part_name(number: int) -> str:
    return f"parts/{number:02}.json"


def manifest_of(found: object) -> Manifest:
    """A manifest that holds what it must, and nothing else. Raises `NotAPack`."""
    told = _only(found, {"format", "title", "made_on", "key", "parts"}, "The list of contents")
    if told["format"] != FORMAT:
        raise NotAPack("The pack is of a kind that this version of Due Regard does not read.")
    title = _line(told["title"], LONGEST_TITLE, "The title of the pack")
    key, listed = told["key"], told["parts"]
    if not isinstance(key, str) or len(key) != 64 or set(key) - set("0123456789abcdef"):
        raise NotAPack("The pack does not say with which key it was signed.")
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_PARTS:
        raise NotAPack(f"A pack holds from 1 to {MOST_PARTS} parts.")
    try:
        made_on = date.fromisoformat(told["made_on"])
    except (TypeError, ValueError):
        raise NotAPack("The pack does not say on which day it was made.") from None
    return Manifest(
        title, made_on, key, tuple(_listed(each, number) for number, each in enumerate(listed, start=1))
    )


def _listed(found: object, number: int) -> tuple[str, str, str]:
    told = _only(found, {"name", "kind", "sha256"}, f"Part {number}")
    if (
        told["name"] != part_name(number)
        or told["kind"] not in kinds()
        or not isinstance(told["sha256"], str)
    ):
        raise NotAPack(f"Part {number} is not one that this version of Due Regard reads.")
    return told["name"], told["kind"], told["sha256"]


def part_of(kind: str, found: object) -> dict[str, Any]:
    """A part that holds what its kind must, and nothing else. Raises `NotAPack`."""
    shape = kinds()[kind]
    lines, lists = ("title", "form", *shape.lines, *shape.codes), shape.lists
    told = _only(found, {*lines, *lists, "text"}, f"A part ({shape.label.lower()})")
    for name in lines:
        needed = name == "title" or (name == "form" and shape.needs_form)
        _line(
            told[name],
            LONGEST_TITLE if name == "title" else LONGEST_LINE,
            f"‘{name}’ of a part",
            may_be_empty=not needed,
        )
    text = told["text"]
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT or why_not_text(text):
        raise NotAPack(
            "The text of a part is missing, too long, or has characters in it that cannot be kept."
        )
    for name in lists:
        if not isinstance(told[name], list) or len(told[name]) > MOST_IN_LIST:
            raise NotAPack(f"‘{name}’ of a part cannot be read.")
        for each in told[name]:
            _line(each, LONGEST_TITLE, f"‘{name}’ of a part")
    return dict(told)


def _only(found: object, names: set[str], what: str) -> Mapping[str, Any]:
    if not isinstance(found, dict) or set(found) != names:
        raise NotAPack(f"{what} is not made as it should be.")
    return found


def _line(found: object, longest: int, what: str, *, may_be_empty: bool = False) -> str:
    good = (
        isinstance(found, str)
        and len(found) <= longest
        and not why_not_text(found)
        and not set(found) & set("\n\t")
    )
    if not good or not (found or may_be_empty):
        raise NotAPack(f"{what} is missing, too long, or cannot be read.")
    return str(found)


def texts_in(kind: str, part: Mapping[str, Any]) -> Iterator[str]:
    """Every text of a part that somebody may have written a name into."""
    for name in _texts_of(kind):
        yield from part[name] if isinstance(part[name], list) else [part[name]]


def with_texts(kind: str, part: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """The part with each such text as `change` makes it; codes stay as they are."""
    texts = set(_texts_of(kind))

    def changed(value: Any) -> Any:
        return [change(each) for each in value] if isinstance(value, list) else change(value)

    return {name: changed(value) if name in texts else value for name, value in part.items()}


def _texts_of(kind: str) -> tuple[str, ...]:
    shape = kinds()[kind]
    return ("title", "text", *shape.lines, *shape.lists)

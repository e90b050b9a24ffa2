"""A paper's content as plain values: its digest, what keeps it from being issued, and its tables as sheets."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

Content = dict[str, Any]
"""`title`, `provider`, `lead`, `note` and `sections`, as the house's record template takes them."""
LONGEST_SHEET_NAME = 31


def digest(content: Content) -> str:
    """The SHA-256 of the content, whatever the order of its keys: two papers with one digest say the same."""
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def why_not_issue(*, first: date, last: date, today: date) -> list[str]:
    """A paper reports on what has been, never on what may still change."""
    if last < first:
        return ["The last day of the period is before the first."]
    if first > today:
        return ["The period has not begun yet."]
    if last > today:
        return ["The period has not ended yet. A paper covers days up to today."]
    return []


def sheets(content: Content) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    """First what the paper says in words, then a sheet for each table; numbers are numbers again."""
    words = [["Paper", content["title"]], ["", content["lead"]], ["Covering note", content["note"]]]
    for section in content["sections"]:
        words += [[section["heading"], section["text"]]] if "text" in section else []
        words += [[section["heading"], point] for point in section.get("points", ())]
    yield "Paper", ["Section", "Text"], words
    taken = {"paper"}
    for section in content["sections"]:
        if "summary" in section:
            rows = [[name, as_number(value)] for name, value in section["summary"]]
            yield _sheet_name(section["heading"], taken), ["What", "How many"], rows
        if "table" in section:
            rows = [[as_number(cell) for cell in row] for row in section["table"]["rows"]]
            yield _sheet_name(section["heading"], taken), list(section["table"]["header"]), rows


def as_number(cell: str) -> Any:
    """'12' is 12 and '3.5' is 3.5; anything else stays what it was."""
    if not cell.isascii() or not cell.replace(".", "", 1).isdigit() or cell.startswith("."):
        return cell
    return float(cell) if "." in cell else int(cell)


def _sheet_name(heading: str, taken: set[str]) -> str:
    name = heading[:LONGEST_SHEET_NAME].strip()
    number = 2
    while name.lower() in taken:
        name = f"{heading[: LONGEST_SHEET_NAME - 3].strip()} {number}"
        number += 1
    taken.add(name.lower())
    return name

"""From bytes to content lines: unfolded, decoded one by one, and only those that are wanted.

A line that nobody wants is passed over while it is read. ATTENDEE is never wanted: who comes to an event is not for us
to know, so it is nowhere in memory, in a report or in a database (domain.md; docs/modules/bookings.md).
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LONGEST = 100_000
"""Characters of one unfolded line; a longer one is cut, which no plain field survives."""
WANTED = frozenset(
    b"BEGIN END UID DTSTART DTEND DURATION SUMMARY LOCATION STATUS SEQUENCE RRULE RDATE EXDATE EXRULE RECURRENCE-ID "
    b"ORGANIZER DESCRIPTION DTSTAMP METHOD TZID TZOFFSETFROM TZOFFSETTO".split()
)
_NAME = re.compile(rb"[A-Za-z0-9-]+(?=[:;])")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ContentLine:
    """`name` in capitals; `parameters` by name in capitals, without quotation marks; `line` counts from 1."""

    line: int
    name: str
    parameters: Mapping[str, str]
    value: str
    guessed: bool = False
    """The bytes were no UTF-8 and were read as Windows-1252."""


NONE: Mapping[str, str] = {}


def content_lines(content: bytes) -> Iterator[ContentLine]:
    """The wanted lines of a calendar, in order."""
    for number, raw in _unfolded(_as_eight_bits(content)):
        line = _parsed(number, raw)
        if line is not None:
            yield line


def without_attendees(content: bytes) -> bytes:
    """The same calendar less its ATTENDEE lines: what may travel from page to page."""
    kept = io.BytesIO()
    dropping = False
    for raw in io.BytesIO(_as_eight_bits(content)):
        if raw[:1] not in (b" ", b"\t"):
            dropping = raw[:8].upper() == b"ATTENDEE"
        if not dropping:
            kept.write(raw)
    return kept.getvalue()


def _as_eight_bits(content: bytes) -> bytes:
    """UTF-16 as UTF-8, without a byte order mark, with line ends that end in a line feed."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    elif content[:400][1::2].count(0) > len(content[:400]) // 4:
        content = content.decode("utf-16-le", "replace").encode("utf-8", "replace")
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
    return content if b"\n" in content else content.replace(b"\r", b"\n")


def _unfolded(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Whole wanted lines with the number of their first line. Folds may split a character (RFC 5545 3.1): joined as
    bytes, decoded afterwards."""
    parts: list[bytes] = []
    began = size = 0
    for number, raw in enumerate(io.BytesIO(content), start=1):
        if raw[:1] in (b" ", b"\t"):
            if parts and size < LONGEST:
                piece = raw[1:].rstrip(b"\r\n")
                parts.append(piece)
                size += len(piece)
            continue
        if parts:
            yield began, b"".join(parts) if len(parts) > 1 else parts[0]
        name = _NAME.match(raw, 0, 40)
        wanted = name is not None and (name[0] if name[0].isupper() else name[0].upper()) in WANTED
        parts = [raw[:LONGEST].rstrip(b"\r\n")] if wanted else []
        began, size = number, len(raw)
    if parts:
        yield began, b"".join(parts)


def _parsed(number: int, raw: bytes) -> ContentLine | None:
    guessed = False
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text, guessed = raw.decode("cp1252", "replace"), True
    head, colon, value = text.partition(":")
    if ";" not in head:
        return ContentLine(number, head.upper(), NONE, value, guessed) if colon else None
    name, at = head.partition(";")[0].upper(), text.index(";")
    parameters: dict[str, str] = {}
    while found := _PARAMETER.match(text, at):
        parameters[found[1].upper()] = found[2].strip('"')
        at = found.end()
        # Further values of one parameter: none that we read has several.
        while text[at : at + 1] == ",":
            at = _after_value(text, at + 1)
    if text[at : at + 1] != ":":
        return ContentLine(number, name, parameters, "", guessed)
    return ContentLine(number, name, parameters, text[at + 1 :], guessed)


def _after_value(text: str, at: int) -> int:
    found = re.compile(r'"[^"]*"|[^";:,]*').match(text, at)
    return found.end() if found else at


def plain_text(value: str) -> str:
    """A TEXT value as a person reads it (RFC 5545 3.3.11)."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)

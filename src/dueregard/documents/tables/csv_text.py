"""Delimited text, as spreadsheet programs of several countries write it."""

import csv
import io
from collections.abc import Iterable, Iterator

from dueregard.documents.formulas import undone
from dueregard.documents.tables.sheets import Limits, Row, Sheet, Unreadable, Value, trimmed

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_LONGEST_CELL = 100_000


def read_csv(content: bytes, *, name: str, limits: Limits) -> Sheet:
    """The one sheet of a CSV file. A cell is its text, untouched but for our own escape; blank ones are None."""
    encoding, notes = _encoding(content)
    delimiter, skip = _delimiter(_checked(content, encoding))
    if delimiter != ",":
        notes.append(f"The columns are separated by {_DELIMITERS[delimiter]}.")
    # Line by line: the whole text at once would take four bytes a character.
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    rows = list(_rows(lines, delimiter, skip, limits))
    if not rows:
        raise Unreadable("The file has no content.")
    return Sheet(name=name, rows=rows, notes=notes)


def _encoding(content: bytes) -> tuple[str, list[str]]:
    """The encoding, by its mark or by trying, and what the person should know about it."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return encoding, []
    start = content[:2000]
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le", []
    if start[0::2].count(0) > len(start) // 4:
        return "utf-16-be", []
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        note = (
            "The file is not UTF-8; it was read as Windows-1252. Check names with accents before you go on."
        )
        return "cp1252", [note]
    return "utf-8", []


def _checked(content: bytes, encoding: str) -> str:
    """The text; refused where a byte is no character or a character has no place in a table."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise Unreadable(
            f"Line {line} holds a byte that is no character. Save the file as 'CSV UTF-8' and send it again."
        ) from None
    at = text.find("\0")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise Unreadable(f"Line {line} holds a NUL character: this is not a CSV file, or it is damaged.")
    return text


def _delimiter(text: str) -> tuple[str, int]:
    """The delimiter, and how many lines to skip (a first line 'sep=;' says it outright)."""
    first = text.split("\n", 1)[0].strip().strip('"').lower()
    if first.startswith("sep=") and first[4:] in _DELIMITERS:
        return first[4:], 1
    counts = dict.fromkeys(_DELIMITERS, 0)
    lines: dict[str, set[int]] = {each: set() for each in _DELIMITERS}
    quoted, line = False, 0
    for character in text[:20_000]:
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "\r\n":
            line += 1
        elif not quoted and character in counts:
            counts[character] += 1
            lines[character].add(line)
    # The delimiter is on the most lines; commas in prose are not. A comma wins a draw.
    return max(counts, key=lambda each: (len(lines[each]), counts[each])), 0


def _rows(lines: Iterable[str], delimiter: str, skip: int, limits: Limits) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), limits.bytes))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    seen: dict[str, str] = {}
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise Unreadable(_explained(line, str(problem))) from None
        values = trimmed([_value(field, line, seen) for field in fields])
        if line <= skip or not values:
            continue
        if line > limits.rows:
            raise Unreadable(f"The file has more than {limits.rows:,} lines. Split it into several files.")
        if len(values) > limits.columns:
            raise Unreadable(
                f"Line {line} has {len(values)} columns; at most {limits.columns} are read. "
                "Check that its quotation marks come in pairs."
            )
        yield Row(line, values)


def _value(field: str, line: int, seen: dict[str, str]) -> Value:
    if len(field) > _LONGEST_CELL:
        raise Unreadable(
            f"Line {line} has a cell of {len(field):,} characters; at most {_LONGEST_CELL:,} are read. "
            "A quotation mark may be missing."
        )
    if not field or field.isspace():
        # A text of line breaks only says nothing; the export never needs it back.
        return None
    text = undone(field)
    # Columns such as 'Status' repeat few words: keep each once.
    return seen.setdefault(text, text) if len(text) < 40 and len(seen) < 50_000 else text


def _explained(line: int, problem: str) -> str:
    if "unexpected end" in problem:
        return f"Line {line} opens a quotation mark that is never closed."
    if "expected after" in problem:
        return f"Line {line} has text after a closing quotation mark. Inside a quoted cell a quotation mark is doubled."
    return f"Line {line} cannot be read: {problem}."

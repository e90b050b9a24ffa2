"""Where things stand in a TOML text: the parser of the standard library gives lines only for broken syntax."""

import re
from collections import Counter

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\"' -]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*(?:\.[^=]*)?=")
_LONG = re.compile(r'"""|\'\'\'')


class Lines:
    """The line of the nth `[[table]]`, and of each key in it. What cannot be found is at its table, or line 1."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, int, str], int] = {}
        table, number, inside = "", 0, ""
        seen: Counter[str] = Counter()
        for line, content in enumerate(text.splitlines() or [""], start=1):
            if inside:
                if inside in content:
                    inside = ""
                continue
            if header := _HEADER.match(content):
                table = header[2].strip("\"'")
                number = seen[table]
                seen[table] += 1
                self._lines.setdefault((table, number, ""), line)
            elif key := _KEY.match(content):
                self._lines.setdefault((table, number, key[1].strip("\"'")), line)
            quotes = _LONG.findall(content)
            if len(quotes) % 2:
                inside = quotes[-1]

    def of(self, table: str, number: int = 0, key: str = "") -> int:
        for place in ((table, number, key), (table, number, ""), ("", 0, table), (table, 0, "")):
            if place in self._lines:
                return self._lines[place]
        return 1

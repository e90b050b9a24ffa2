"""Blocks in a text: a line that holds nothing but `[[code]]`."""

import re
from collections.abc import Mapping

_HEADED = re.compile(
    r"^#{1,6} [^\n]*\n(?:[ \t]*\n)*[ \t]*\[\[([a-z0-9-]+)\]\][ \t]*(?:\n|\Z)(?=\s*(?:#{1,6} |\Z))",
    re.MULTILINE,
)
"""A heading with nothing below it but one block."""
BLOCK = re.compile(r"^[ \t]*\[\[([a-z0-9]+(?:-[a-z0-9]+)*)\]\][ \t]*$", re.MULTILINE)


_OURS = re.compile(r"(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)(/(?!/))", re.MULTILINE)
"""A link to a page of this site, written without its beginning."""


def codes_in(text: str) -> list[str]:
    """The codes of a text's blocks, each once, in the order in which they stand."""
    return list(dict.fromkeys(BLOCK.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each block's Markdown in its place, as paragraphs of their own. A code without a value stays. A
    heading that stands over nothing but an empty block goes with it."""

    def value(found: re.Match[str]) -> str:
        said = values.get(found[1])
        return found[0] if said is None else f"\n{said.strip()}\n"

    said = _HEADED.sub(lambda found: "" if values.get(found[1]) == "" else found[0], text)
    return re.sub(r"\n{3,}", "\n\n", BLOCK.sub(value, said)).strip() + "\n"


def from_outside(text: str, site: str) -> str:
    """The text with whole addresses of our own pages: in a mail and on paper there is no site for '/law-changes' to begin
    at. `site` such as 'https://prevent.northmoor.example'."""
    return _OURS.sub(lambda found: f"{found[1]}{site}{found[2]}", text)


def with_block(text: str, code: str) -> str:
    """The text with one more block, at its end."""
    return f"{text.rstrip()}\n\n[[{code}]]\n".lstrip()

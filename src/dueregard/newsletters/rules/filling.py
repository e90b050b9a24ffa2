"""Blocks in a text: a line that holds nothing but `[[code]]`."""

import re
from collections.abc import Mapping

_HEADED = re.compile(
    r"^#{1,6} [^\n]*\n(?:[ \t]*\n)*[ \t]*\[\[([a-z0-9-]+)\]\][ \t]*(?:\n|\Z)(?=\s*(?:#{1,6} |\Z))",
    re.MULTILINE,
)
"""A heading with nothing below it but one block."""
BLOCK = re.compile(r"^[ \t]*\[\[([a-z0-9]+(?:-[a-z0-9]+)*)\]\][ \t]*$", re.MULTILINE)


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


def with_block(text: str, code: str) -> str:
    """The text with one more block, at its end."""
    return f"{text.rstrip()}\n\n[[{code}]]\n".lstrip()

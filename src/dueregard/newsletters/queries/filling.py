"""A letter's text with its blocks as they stand on a day."""

from dataclasses import dataclass
from datetime import date

from dueregard.kernel.registries import Block, filling_blocks
from dueregard.newsletters.rules.filling import codes_in, filled
from dueregard.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class Filled:
    """`empty` are the labels of blocks that have nothing to say, `unknown` the codes of those that are not offered."""

    text: str
    empty: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def blocks() -> list[Block]:
    """What is offered here, by its label."""
    return sorted(filling_blocks, key=lambda block: block.label)


def fill(text: str, unit: Unit, today: date) -> Filled:
    offered = {block.code: block for block in blocks()}
    codes = codes_in(text)
    values = {code: offered[code].fill(unit, today).strip() for code in codes if code in offered}
    return Filled(
        text=filled(text, values),
        empty=tuple(offered[code].label for code, said in values.items() if not said),
        unknown=tuple(code for code in codes if code not in offered),
    )

"""What events offer to be filled in by itself, in newsletters and the like."""

from datetime import date
from typing import Any

from dueregard.events.catalogue import KIND
from dueregard.kernel.markdown import escaped
from dueregard.kernel.registries import Block, filling_blocks
from dueregard.procedures.queries import in_force, post_titles
from dueregard.procedures.rules.words import Item, plain_words


def who_decides(unit: Any, today: date) -> str:
    """The steps of the ladder in force, by post; '' where no procedure is. It names nobody, so it stays right."""
    edition = in_force(KIND, unit, today)
    if edition is None:
        return ""
    ladder = next(each for each in plain_words(edition.document, post_titles()) if each.id == "ladder")
    return "\n".join([escaped(ladder.intro), "", *(_step(each) for each in ladder.items)])


def _step(step: Item) -> str:
    """Who may do what and by when, and for which events; what it waits for is of no interest to a reader."""
    first, *others = step.lines
    said = [first, *(line for line in others if line.startswith("Only"))]
    return f"* **{escaped(step.title)}**: {' '.join(escaped(each) for each in said)}"


def register() -> None:
    """Called once, when the app is ready."""
    filling_blocks.register(
        Block(
            "who-decides",
            "Who decides about events",
            "The steps of the procedure in force: which post may decide what, and how soon. Nobody by name.",
            who_decides,
        )
    )

"""What this app offers to be filled in by itself."""

from dueregard.kernel.registries import Block, filling_blocks
from dueregard.newsletters.queries.briefing import dates_ahead_block
from dueregard.newsletters.queries.law import law_changes_block


def register() -> None:
    """Called once, when the app is ready."""
    filling_blocks.register(
        Block(
            "law-changes",
            "Law changes",
            "What changed in the law within the last year and what lies ahead, from the law-change log.",
            law_changes_block,
        )
    )
    filling_blocks.register(
        Block(
            "dates-ahead",
            "Dates ahead",
            "Days from which the law changes, and by which the code of practice goes to all students.",
            dates_ahead_block,
        )
    )

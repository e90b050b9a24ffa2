"""What a person may see of actions."""

from dueregard.actions.queries.visible import (
    RELATED,
    actions_about,
    address_for,
    facts_of,
    may_see,
    open_ones,
    own,
    owners,
    visible_to,
    who_of,
    why_too_early,
)

__all__ = [
    "RELATED",
    "actions_about",
    "address_for",
    "facts_of",
    "may_see",
    "open_ones",
    "own",
    "owners",
    "visible_to",
    "who_of",
    "why_too_early",
]

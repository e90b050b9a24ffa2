"""Where the work of a post goes while its holder is away and nobody new is named."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Holding, Person


def meanwhile(person: Person, holdings: Sequence[Holding], today: date) -> dict[Any, str]:
    """For each post a sentence, as if the person were away today. Four queries."""
    if not holdings:
        return {}
    board = Board.load(today, [holding.post.kind.code for holding in holdings])
    told = {}
    for holding in holdings:
        seat = board.seats[(holding.post.kind.code, holding.post.unit_id)]
        seat.present = [each for each in seat.present if each.pk != person.pk]
        names = " and ".join(
            each.name for each in board.turn(holding.post.kind.code, holding.post.unit).people
        )
        told[holding.post_id] = f"it goes to {names}." if names else "nobody else receives this work."
    return told

"""Who answers for what: a post by its title, and who holds it today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dueregard.organisation.lookup import Board
from dueregard.organisation.models import PostKind, Unit


class Owners:
    """Titles and holders of some posts, with a constant number of queries."""

    def __init__(self, codes: Iterable[str], today: date) -> None:
        wanted = sorted({code for code in codes if code})
        self._titles = (
            dict(PostKind.objects.filter(code__in=wanted).values_list("code", "title")) if wanted else {}
        )
        self._board = Board.load(today, wanted) if wanted else None

    def title(self, code: str) -> str:
        return str(self._titles.get(code, code))

    def names(self, code: str, unit: Unit) -> str:
        """Whoever fills the post in the unit or above it; '' where nobody does."""
        turn = self._board.turn(code, unit) if self._board and code else None
        return " and ".join(person.name for person in turn.people) if turn else ""


def post_choices() -> list[tuple[str, str]]:
    """The posts that exist somewhere, by title."""
    kinds = PostKind.objects.filter(posts__isnull=False).distinct().order_by("title", "code")
    return [(kind.code, kind.title) for kind in kinds]

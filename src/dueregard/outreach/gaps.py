"""What is missing on the public pages, for the home page of those who look after them."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from dueregard.kernel.registries import Gap
from dueregard.organisation.access import access_of
from dueregard.organisation.lookup import Board, board_for_pages, landmarks
from dueregard.organisation.models import Person, Unit
from dueregard.outreach.catalogue import MANAGE
from dueregard.outreach.models import NamedPost

MOST = 200


def gaps(person: Person, today: date) -> Iterator[Gap]:
    """Named posts without anybody, and providers that name nobody. One query beside the board."""
    scope = access_of(person, today).units_where(MANAGE)
    if not scope:
        return
    named = NamedPost.objects.filter(post__unit__closed_on=None).select_related("post__kind", "post__unit")
    rows = list(scope.filter(named, "post__unit").order_by("order", "words")[:MOST])
    board = board_for_pages(today)
    for row in rows:
        seat = board.seats.get((row.post.kind.code, row.post.unit_id))
        if seat is None or not (seat.present or seat.deputies):
            yield Gap(
                f"{row.words}, {row.post.unit.name}: nobody to name",
                _meanwhile(row, board),
                way_to(row.post.unit),
            )
    roots = {row.post.unit.root_id for row in rows}
    for root in landmarks().roots.values():
        if root in scope and root.pk not in roots and root.closed_on is None:
            yield Gap(
                f"{root.name}: nobody is named to the public yet",
                "The page says 999 and the helplines.",
                way_to(root),
            )


def way_to(unit: Unit) -> str:
    return f"{reverse('outreach:who')}?unit={unit.pk}"


def _meanwhile(row: NamedPost, board: Board) -> str:
    turn = board.turn(row.post.kind.code, row.post.unit)
    return "The public page sends people further up." if turn else "The public page leaves this post out."

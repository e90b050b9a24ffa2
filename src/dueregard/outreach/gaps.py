"""What is missing on the public pages, for the home page of those who look after them."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from dueregard.kernel.registries import Gap
from dueregard.organisation.access import access_of
from dueregard.organisation.lookup import Board, Seat, board_for_pages, landmarks
from dueregard.organisation.models import Person, Unit
from dueregard.outreach.catalogue import MANAGE
from dueregard.outreach.models import NamedPost

MOST = 2000


def gaps(person: Person, today: date) -> Iterator[Gap]:
    """Named posts without anybody, and providers that name nobody. One query beside the board."""
    scope = access_of(person, today).units_where(MANAGE)
    if not scope:
        return
    named = NamedPost.objects.filter(post__unit__closed_on=None).select_related("post__kind", "post__unit")
    rows = list(named.order_by("order", "words")[:MOST])
    board = board_for_pages(today)
    answered = {_place(row) for row in rows if _is_answered(board.seats.get(_place(row)))}
    for row in rows:
        if row.post.unit in scope and _place(row) not in answered:
            what = f"{row.words}, {row.post.unit.name}: nobody to name"
            yield Gap(what, _meanwhile(row, board, answered), way_to(row.post.unit))
    with_names = {row.post.unit.root_id for row in rows}
    for root in landmarks().roots.values():
        if root in scope and root.pk not in with_names and root.closed_on is None:
            what = f"{root.name}: nobody is named to the public yet"
            yield Gap(what, "The public page shows 999 and the numbers that you give.", way_to(root))


def _place(row: NamedPost) -> tuple[str, UUID]:
    return row.post.kind.code, row.post.unit_id


def _is_answered(seat: Seat | None) -> bool:
    return seat is not None and bool(seat.present or seat.deputies)


def _meanwhile(row: NamedPost, board: Board, answered: set[tuple[str, UUID]]) -> str:
    """What the public page does, which names only posts that somebody chose to name."""
    kind = row.post.kind.code
    if any((kind, step) in answered for step in board.way_up(row.post.unit)):
        return "The public page names the same post of the next unit up."
    return "The public page leaves this post out, and names the others."


def way_to(unit: Unit) -> str:
    return f"{reverse('outreach:who')}?unit={unit.pk}"

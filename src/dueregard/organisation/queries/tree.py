"""The tree of units with its posts."""

from dataclasses import dataclass, field
from datetime import date

from dueregard.organisation.access import Access, UnitScope
from dueregard.organisation.lookup import Board, Seat
from dueregard.organisation.models import Unit
from dueregard.organisation.queries.reach import reach

MOST = 300


@dataclass(slots=True)
class Branch:
    """A unit, its posts as they stand today, and what is below it. `hidden` units below are not shown here."""

    unit: Unit
    seats: list[Seat] = field(default_factory=list)
    below: list["Branch"] = field(default_factory=list)
    hidden: int = 0


@dataclass(slots=True)
class Tree:
    tops: list[Branch]
    gaps: list[tuple[Seat, str]]
    units: int
    shortened: bool


def tree(access: Access, today: date, *, under: Unit | None = None) -> Tree:
    """The part of the tree that the person may see; its upper levels only where there are more than `MOST` units.

    Seven queries, whatever the number of units.
    """
    scope = reach(access)
    units = list(scope.units().filter(closed_on=None).order_by("name", "pk"))
    board = Board.load(today)
    branches = {unit.pk: Branch(unit) for unit in units}
    for (_, unit_id), seat in sorted(board.seats.items(), key=lambda each: each[1].post.kind.title):
        if unit_id in branches:
            branches[unit_id].seats.append(seat)
    tops: list[Branch] = []
    for unit in units:
        above = branches.get(unit.parent_id) if unit.parent_id else None
        (above.below if above else tops).append(branches[unit.pk])
    shortened = len(units) > MOST
    if shortened:
        _shorten(tops, 2)
    return Tree(tops, gaps_within(scope, board), len(units), shortened)


def _shorten(branches: list[Branch], levels: int) -> None:
    for branch in branches:
        if levels == 1:
            branch.hidden, branch.below = _count(branch), []
        _shorten(branch.below, levels - 1)


def _count(branch: Branch) -> int:
    return len(branch.below) + sum(_count(each) for each in branch.below)


def gaps_within(scope: UnitScope, board: Board) -> list[tuple[Seat, str]]:
    """Posts of open units with nobody present, and who does their work meanwhile; at most fifty."""
    empty = [seat for seat in board.seats.values() if not seat.present and seat.post.unit in scope]
    empty = [seat for seat in empty if seat.post.unit.closed_on is None]
    empty.sort(key=lambda seat: (seat.post.unit.path.count("."), seat.post.unit.name, seat.post.kind.title))
    return [(seat, _meanwhile(seat, board)) for seat in empty[:50]]


def _meanwhile(seat: Seat, board: Board) -> str:
    names = " and ".join(person.name for person in board.turn(seat.post.kind.code, seat.post.unit).people)
    return f"Its work goes to {names}." if names else "Its work goes to nobody."

"""Complaints that a person may read, and who is to answer them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import units_where
from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Person, PostKind, Unit
from dueregard.statements.catalogue import COMPLAINTS
from dueregard.statements.models import Complaint


def complaints_for(person: Person, today: date) -> QuerySet[Complaint]:
    """All complaints to the providers where this person holds the post for them."""
    scope = units_where(person, COMPLAINTS, today=today)
    return scope.filter(Complaint.objects.select_related("unit", "answered_by"))


def complaint_of(person: Person, pk: UUID, today: date) -> Complaint:
    found = complaints_for(person, today).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def posts_for_complaints() -> dict[str, str]:
    """Kinds of post that answer complaints: titles by code."""
    return {kind.code: kind.title for kind in PostKind.objects.all() if COMPLAINTS in kind.permissions}


def who_answers(unit: Unit, board: Board, codes: Iterable[str]) -> list[Person]:
    """Whose turn it is: holders, or in absence deputies, of each kind of post that answers complaints."""
    return list(dict.fromkeys(person for code in codes for person in board.turn(code, unit).people))


def posts_in_force(unit: Unit, today: date) -> list[str]:
    """What the public page says: the titles of the posts that answer, where somebody holds them."""
    titles = posts_for_complaints()
    board = Board.load(today, titles)
    return [title for code, title in sorted(titles.items()) if board.turn(code, unit)]

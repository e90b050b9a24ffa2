"""The advice that a step asks for before its decision: who has written, and who has not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dueregard.events.models import Advice, EventRequest, Turn
from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the advice at one turn stands. `missing` are those asked who have written nothing yet."""

    turn: Turn
    title: str
    given: list[Advice]
    missing: list[Person]

    @property
    def is_open(self) -> bool:
        return self.turn.left_at is None

    def awaited(self, today: date) -> tuple[str, ...]:
        """What a decision would not wait for, in words. Once its day has passed nobody waits for advice."""
        due = self.turn.advice_due
        if not self.is_open or not self.missing or due is None or today > due:
            return ()
        return (f"the advice of {and_names(self.missing)} ({self.title})",)


def and_names(people: list[Person]) -> str:
    *others, last = [person.name for person in people]
    return f"{', '.join(others)} and {last}" if others else last


def asked_of(
    request: EventRequest, turns: Iterable[Turn], given: Iterable[Advice], board: Board
) -> list[Asked]:
    """The turns that ask for advice, with what was written at each: no query. `board` knows the posts asked."""
    written = list(given)
    return [
        _asked(request, turn, [each for each in written if each.turn_id == turn.pk], board)
        for turn in turns
        if turn.advice_post
    ]


def _asked(request: EventRequest, turn: Turn, given: list[Advice], board: Board) -> Asked:
    seat = board.turn(turn.advice_post, turn.unit)
    silent = {request.organiser_id, *(each.by_id for each in given)}
    missing = [person for person in seat.people if person.pk not in silent]
    return Asked(turn, _title(turn.advice_post, board), given, missing)


def _title(code: str, board: Board) -> str:
    found = (post.kind.title for post in board.posts if post.kind.code == code)
    return next(found, code.replace("-", " ").capitalize())


def advice_at(turn: Turn | None, today: date) -> Asked | None:
    """Where the advice at this turn stands today; None where the step asks for none."""
    if turn is None or not turn.advice_post:
        return None
    board = Board.load(today, [turn.advice_post])
    (found,) = asked_of(turn.request, [turn], written_at([turn]), board)
    return found


def written_at(turns: Iterable[Turn]) -> list[Advice]:
    """What was written at these turns, oldest first: one query, and none where no step asks for advice."""
    asking = [turn.pk for turn in turns if turn.advice_post]
    rows = Advice.objects.filter(turn__in=asking).select_related("by").order_by("at")
    return list(rows) if asking else []


def advisers(turn: Turn, today: date) -> list[Person]:
    """Everybody who is asked for advice at this turn, whether they have written or not."""
    board = Board.load(today, [turn.advice_post])
    people = board.turn(turn.advice_post, turn.unit).people
    return [person for person in people if person.pk != turn.request.organiser_id]

"""The ladder of one request as it was climbed, and who has it now."""

from dueregard.events.choices import CheckState, Status
from dueregard.events.models import Check, EventRequest, Turn
from dueregard.events.queries.facts import is_ones_own, names, next_posts_for, people_for, people_in
from dueregard.events.queries.route import Rung
from dueregard.kernel.dates import LONDON, short_date
from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Person
from dueregard.procedures import rules as procedure_rules


def rungs_of(request: EventRequest, checks: list[Check], turns: list[Turn], board: Board) -> list[Rung]:
    """The ladder as it was climbed, where it stands, and what may still come."""
    rungs: list[Rung] = []
    live = [check for check in checks if check.state != CheckState.NOT_NEEDED]
    if live:
        open_ones = [check for check in live if check.is_waiting]
        said = ", ".join(check.title for check in open_ones or live)
        last = max(check.due for check in open_ones) if open_ones else None
        sub = f"by {short_date(last)}" if last else "All done"
        rungs.append(Rung("now" if open_ones and request.is_open else "done", "Checks", said, sub))
    waiting = any(rung.state == "now" for rung in rungs)
    rungs += [_rung_of(turn, request, board, waiting=waiting) for turn in turns]
    if request.is_open and request.edition is not None and request.step:
        document, marks = request.edition.document, frozenset(request.marks)
        step = document.step(request.step)
        surely = step is not None and not step.decides
        following = procedure_rules.next_step(document, request.step, marks)
        while following is not None:
            maybe = Rung("maybe", following.title, "Only if it is passed up")
            rungs.append(Rung("later", following.title) if surely else maybe)
            surely = surely and not following.decides
            following = procedure_rules.next_step(document, following.id, marks)
        if document.appeal is not None:
            title = title_in(board, document.appeal.post)
            rungs.append(Rung("maybe", f"Appeal to the {title}", "Only if the organiser asks"))
    return rungs


def _rung_of(turn: Turn, request: EventRequest, board: Board, *, waiting: bool) -> Rung:
    if turn.left_at is not None:
        by = (
            f"{turn.by.name}, {short_date(turn.left_at.astimezone(LONDON).date())}"
            if turn.by
            else short_date(turn.left_at.astimezone(LONDON).date())
        )
        return Rung("done", turn.title, str(turn.get_result_display()), by)
    text = names(_who_acts(turn, request, board)) or "Nobody holds this post now"
    return Rung("later" if waiting else "now", turn.title, text, f"by {short_date(turn.due)}")


def with_whom(request: EventRequest, checks: list[Check], turn: Turn | None, board: Board) -> str:
    """Who has it now, as a sentence part: 'Sid Rowe (security) and Nell Hart (secretariat)'."""
    if request.status == Status.RETURNED:
        return "the organiser, who has been asked a question"
    waiting = [check for check in checks if check.is_waiting]
    if request.status == Status.SUBMITTED and waiting:
        parts = [
            f"{titles_in(board, check.posts)} ({check.title[:1].lower()}{check.title[1:]})"
            for check in waiting
        ]
        return _joined(parts)
    if request.status == Status.SUBMITTED and turn is not None:
        people = names(_who_acts(turn, request, board))
        title = titles_in(board, turn.posts)
        instead = "in place of the " if is_ones_own(turn, request, board) else ""
        return f"{people}, {instead}{title}" if people else f"the {title}"
    return ""


def _who_acts(turn: Turn, request: EventRequest, board: Board) -> list[Person]:
    """The holders; where these are the organiser alone, whoever acts instead."""
    people = people_in(turn.posts, turn.unit, board)
    if is_ones_own(turn, request, board):
        people = people_for(turn, board, next_posts=next_posts_for(turn, request))
    return [person for person in people if person.pk != request.organiser_id]


def title_in(board: Board, code: str) -> str:
    """The title of a post as the provider calls it; a post that stands nowhere goes by its code."""
    found = (post.kind.title for post in board.posts if post.kind.code == code)
    return next(found, code.replace("-", " ").capitalize())


def titles_in(board: Board, codes: list[str]) -> str:
    """'Chief Operating Officer or Director of Student Services'."""
    return " or ".join(title_in(board, code) for code in codes)


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"

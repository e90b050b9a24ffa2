"""What the organiser answered, for whoever may read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.events.models import EventRequest, VersionMove
from dueregard.events.queries.facts import facts_for_marks
from dueregard.events.queries.together import Together
from dueregard.procedures import rules as procedure_rules
from dueregard.procedures.rules import Question


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    shown: str


def answers_of(
    request: EventRequest, together: Together | None = None, moves: Iterable[VersionMove] = ()
) -> list[Answer]:
    """The questions that were asked, with what was answered. On a main row those of every body whose own page the
    reader may open, each once; of a request that was moved to a later version those of its earlier ones too."""
    if request.edition is None:
        return []
    rows = together.readable if together and request.bodies else [request]
    asked: dict[str, Question] = {}
    for row in rows:
        assert row.edition is not None
        facts = facts_for_marks(row, late=row.late)
        for question in procedure_rules.asked(row.edition.document, request.answers, facts):
            asked.setdefault(question.id, question)
    for move in moves:
        facts = facts_for_marks(request, late=request.late)
        for question in procedure_rules.asked(move.before.document, request.answers, facts):
            if request.answers.get(question.id) not in (None, ""):
                asked.setdefault(question.id, question)
    return [Answer(each, _said(each, request.answers.get(each.id))) for each in asked.values()]


def _said(question: Question, value: object) -> str:
    if value is None or value == "":
        return "Not answered"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return next((option.label for option in question.options if option.value == value), str(value))

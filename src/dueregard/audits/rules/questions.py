"""What a list of further questions may hold, and how they are asked of a sampled request."""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.audits.rules.checklist.facts import Line
from dueregard.kernel.text import why_not_text

MOST = 20
LONGEST = 200
ASKED = "asked"
"""What stands in place of 'found': the system does not look for it."""


def why_not_questions(questions: Sequence[str], *, about: str) -> list[str]:
    reasons = [] if about else ["Say what the list is for."]
    if not questions:
        reasons.append("Ask at least one question.")
    if len(questions) > MOST:
        reasons.append(
            f"There are {len(questions)} questions. Ask {MOST} or fewer: each is asked of each request."
        )
    for number, each in enumerate(questions, 1):
        reasons += [f"Question {number}: {reason}" for reason in _why_not(each)]
    folded = [each.casefold() for each in questions]
    twice = [number for number, each in enumerate(folded, 1) if each in folded[: number - 1]]
    return reasons + [f"Question {number} stands there already." for number in twice]


def _why_not(question: str) -> list[str]:
    reasons = why_not_text(question)
    if not question or "\n" in question or "\t" in question:
        reasons.append("Write it on one line.")
    if len(question) > LONGEST:
        reasons.append(f"Shorten it to {LONGEST} characters or fewer; it has {len(question)}.")
    return reasons


def why_not_use(*, standing: str, same: bool) -> list[str]:
    if standing != "draft":
        return ["Only a draft can be put in use. Start a new one."]
    return ["These are the questions that are in use already."] if same else []


def why_not_let_go(*, standing: str) -> list[str]:
    return [] if standing == "draft" else ["What was in use stays on record. Only a draft can be let go."]


def why_not_ask(*, standing: str, covers: bool) -> list[str]:
    """Why an audit cannot ask an edition. `covers`: its list is of the audit's unit, or of one above."""
    reasons = [] if standing == "used" else ["This version of the list is not in use any more. Choose again."]
    if not covers:
        reasons.append("This list belongs to another unit than the one whose requests are audited.")
    return reasons


def asked_lines(title: str, number: int, questions: Sequence[str]) -> list[Line]:
    """The questions as points of one request's checklist, after what the system found."""
    from_list = f"‘{title}’, version {number}"
    return [
        Line(f"question.{at:02}", each, from_list, "The system does not look for this.", ASKED)
        for at, each in enumerate(questions, 1)
    ]

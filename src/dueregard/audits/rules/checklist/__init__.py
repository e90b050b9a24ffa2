"""The checklist of one request: what the procedure demanded beside what the record holds. It judges nothing."""

from dataclasses import replace

from dueregard.audits.rules.checklist.decision import decision_points
from dueregard.audits.rules.checklist.facts import Line, Subject
from dueregard.audits.rules.checklist.outcome import outcome_points
from dueregard.audits.rules.checklist.work import work_points

__all__ = ["Line", "Subject", "checklist"]


def checklist(subject: Subject) -> list[Line]:
    """Every point of one request, in the order in which it was handled; where several bodies decided, body by body."""
    if subject.brought_in:
        return outcome_points(subject)
    if subject.bodies:
        lines = [_of_body(line, name) for name, each in subject.bodies for line in _handled(each)]
        return [*lines, *outcome_points(subject)]
    return [*_handled(subject), *outcome_points(subject)]


def _of_body(line: Line, name: str) -> Line:
    return replace(line, title=f"{name}: {line.title}")


def _handled(subject: Subject) -> list[Line]:
    return [*work_points(subject), *decision_points(subject)]

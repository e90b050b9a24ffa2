"""The checklist of one request: what the procedure demanded beside what the record holds. It judges nothing."""

from dueregard.audits.rules.checklist.decision import decision_points
from dueregard.audits.rules.checklist.facts import Line, Subject
from dueregard.audits.rules.checklist.outcome import outcome_points
from dueregard.audits.rules.checklist.work import work_points

__all__ = ["Line", "Subject", "checklist"]


def checklist(subject: Subject) -> list[Line]:
    """Every point of one request, in the order in which it was handled."""
    if subject.brought_in:
        return outcome_points(subject)
    return [*work_points(subject), *decision_points(subject), *outcome_points(subject)]

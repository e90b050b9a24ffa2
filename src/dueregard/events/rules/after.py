"""After the event: until when feedback is taken, and who may confirm conditions or hide a comment."""

from dataclasses import dataclass
from datetime import date, timedelta

from dueregard.events.rules.ending import CANCELLED
from dueregard.events.rules.facts import RequestFacts

NOT_YET = "The event has not been yet. Whether its conditions were met is said afterwards."
MOST_FROM_A_ROOM = 2000
"""Answers kept for one event: more than that is not a room."""
MOST_IN_A_WHILE = 300
"""Answers taken by one link within a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought: codes of `choices.Went`, `Heard` and `Process`, and words."""

    went: str
    heard: str
    process: str = ""
    comment: str = ""


def closes_on(request: RequestFacts) -> date:
    """The last day on which feedback is taken, as the procedure of the request says."""
    assert request.ends_on is not None
    return request.ends_on + timedelta(days=request.feedback_for)


def why_not_open(request: RequestFacts) -> list[str]:
    """Why there is no feedback about an event at all."""
    if request.brought_in or request.day is None:
        return ["No feedback is asked about events of earlier registers."]
    if request.status not in ("decided", "not-decided") or request.outcome == "refused":
        return ["Feedback is asked about events that went ahead."]
    if request.aftermath in CANCELLED:
        return ["This event did not take place."]
    return []


def why_not_give_feedback_again(*, given: bool) -> list[str]:
    return ["You have given your feedback already. Thank you."] if given else []


def why_not_give_feedback(request: RequestFacts, *, today: date) -> list[str]:
    if reasons := why_not_open(request):
        return reasons
    assert request.day is not None
    if today < request.day:
        return ["The event has not been yet. This page opens on its day."]
    if today > closes_on(request):
        return ["Feedback about this event has closed. Thank you all the same."]
    return []


def why_not_open_a_room(request: RequestFacts, *, today: date) -> list[str]:
    """A link for the room can be made before the day, so that it can be printed."""
    if reasons := why_not_open(request):
        return reasons
    assert request.day is not None
    return ["Feedback about this event has closed."] if today > closes_on(request) else []


def why_not_add_note(request: RequestFacts, *, today: date) -> list[str]:
    """Incidents and lessons may come to light later than what became of it, and of an event that was called off."""
    if request.aftermath:
        return []
    if reasons := why_not_open(request):
        return reasons
    return ["The event has not been yet."] if request.day and today < request.day else []


def why_not_confirm_conditions(request: RequestFacts, *, today: date) -> list[str]:
    if request.aftermath in CANCELLED:
        return ["This event did not take place, so its conditions were dropped."]
    if request.day is None or today < request.day:
        return [NOT_YET]
    return []


def too_many(*, kept: int, lately: int) -> list[str]:
    if kept >= MOST_FROM_A_ROOM or lately >= MOST_IN_A_WHILE:
        return ["So many answers have come by this link that no more are taken now. Please try again later."]
    return []

"""What becomes of a request: the undecided day, and what happened afterwards."""

from datetime import date

from dueregard.events.rules.facts import RequestFacts

CANCELLED = ("cancelled-organiser", "cancelled-speaker", "cancelled-provider")


def has_lapsed(request: RequestFacts, *, today: date) -> bool:
    """The event's day has come and nobody has decided (procedures.md, 'Undecided'): never a refusal."""
    return request.is_open and request.day is not None and request.day <= today


def why_not_record_aftermath(request: RequestFacts, aftermath: str, *, today: date) -> list[str]:
    if request.aftermath:
        return ["What became of this event is on the record already."]
    if request.status not in ("decided", "not-decided"):
        return ["What became of the event is recorded once it has been decided, or its day has come."]
    if request.outcome == "refused":
        return ["This event was refused, so there is nothing to record."]
    if aftermath not in CANCELLED and request.day is not None and request.day > today:
        return ["The event has not been yet. Until its day it can only be recorded as cancelled."]
    return []

"""When a check may be recorded."""

from dueregard.events.rules.facts import PersonFacts, RequestFacts


def why_not_record_check(request: RequestFacts, *, waiting: bool, by: PersonFacts) -> list[str]:
    if not request.is_open:
        return ["This request no longer waits for a decision, so the check is not needed."]
    if not waiting:
        return ["Someone has recorded this check already."]
    if by.id == request.organiser_id:
        return ["Someone else must check a request that you made yourself."]
    if not by.turn:
        return [f"This check is with {by.whose}." if by.whose else "This check is not yours."]
    return []


def why_not_without_paper(*, needed: bool, files: int) -> list[str]:
    """The procedure may ask for a paper with a check."""
    if needed and not files:
        return ["Add the paper first: the procedure asks for one with this check."]
    return []


def why_not_add_file(request: RequestFacts, *, files: int) -> list[str]:
    if not request.is_open:
        return ["This request no longer waits for a decision, so nothing can be added."]
    if files >= 20:
        return ["This check holds 20 files already. Put several papers into one PDF."]
    return []

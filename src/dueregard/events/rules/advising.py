"""When somebody may advise before a decision. Advice is words: it decides nothing, and nothing counts it."""

from dueregard.events.rules.facts import PersonFacts, RequestFacts


def why_not_advise(request: RequestFacts, *, asked: bool, by: PersonFacts) -> list[str]:
    """`asked`: the step at which the request is asks for advice."""
    if not request.is_open:
        return ["This request no longer waits for a decision, so advice is not needed."]
    if by.id == request.organiser_id:
        return ["Someone else must advise about a request that you made yourself."]
    if not asked:
        return ["The step at which this request is asks for no advice."]
    if not by.turn:
        return [f"Advice is asked of {by.whose}." if by.whose else "You are not asked for advice."]
    return []


def what_advice_lacks(recommendation: str) -> list[str]:
    return [] if recommendation else ["Write what you recommend."]

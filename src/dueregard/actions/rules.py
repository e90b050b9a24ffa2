"""Why not: what may be done with an action, and by whom. Pure; `[]` when nothing stands against it."""

from dataclasses import dataclass

OPEN = "open"
CLOSED = {
    "done": "This action has already been checked off.",
    "confirmed": "This action has already been confirmed.",
    "dropped": "This action was dropped. Nothing more is to be done about it.",
}


@dataclass(frozen=True, slots=True)
class ActionFacts:
    state: str
    done_by: str = ""
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class WhoFacts:
    """Who asks: `owns` it (or fills its post today), `manages` actions of its unit, `confirms` what it is about."""

    id: str
    owns: bool = False
    manages: bool = False
    confirms: bool = False


def why_not_check_off(action: ActionFacts, *, by: WhoFacts) -> list[str]:
    if action.state != OPEN:
        return [CLOSED[action.state]]
    if not (by.owns or by.manages):
        return ["Its owner checks it off."]
    return []


def why_not_confirm(action: ActionFacts, *, by: WhoFacts) -> list[str]:
    """An action that nobody checked off may be confirmed too: then it says that it did not hold, or that it did."""
    if action.state in ("confirmed", "dropped"):
        return [CLOSED[action.state]]
    if by.id == action.done_by or (by.owns and action.state == OPEN):
        return ["Somebody else confirms what you did yourself."]
    if not (by.manages or by.confirms or by.id == action.made_by):
        return ["None of your posts lets you confirm this action."]
    return []


def why_not_change(action: ActionFacts, *, by: WhoFacts) -> list[str]:
    """Handing over and giving another day."""
    if action.state != OPEN:
        return [CLOSED[action.state]]
    if not (by.owns or by.manages or by.id == action.made_by):
        return ["Its owner, or whoever agreed it, may hand it over."]
    return []


def why_not_drop(action: ActionFacts, *, by: WhoFacts) -> list[str]:
    """An owner does not drop what was agreed with others."""
    if action.state in ("confirmed", "dropped"):
        return [CLOSED[action.state]]
    if not (by.manages or by.id == action.made_by):
        return ["Whoever agreed it, or a person who manages actions here, may drop it."]
    return []

"""The formal letter that goes with a decision: written once, kept with the decision, never written again.

It starts from the event going ahead, gives reasons, and says how to appeal (domain.md 3.3).
"""

from datetime import date
from typing import TYPE_CHECKING

from dueregard.kernel.dates import long_date

if TYPE_CHECKING:
    from dueregard.events.models import Condition, Decision, EventRequest

OPENING = {
    "approved": "Your event can go ahead as you asked.",
    "approved-with-conditions": "Your event can go ahead. It depends on the conditions below.",
    "refused": "We are sorry to say that your event cannot go ahead.",
}


def decision_letter(
    request: "EventRequest",
    decision: "Decision",
    conditions: list["Condition"],
    *,
    signed: str,
    today: date,
    appeal_to: str,
    after_appeal: bool = False,
) -> str:
    """The text of the letter. `signed` names person and post; `appeal_to` the post that hears appeals, or ''."""
    assert request.day is not None
    parts = [
        f"{request.shown_number}: {request.title}",
        f"{_days(request.day, request.last_day)}, {request.venue or request.get_where_display()}",
        "",
        long_date(today),
        "",
        f"Dear {request.organiser_name},",
        "",
        "Your appeal was heard. " * after_appeal
        + (decision.letter_words or words_of(decision.outcome, decision.reasons, body=request.track_title)),
        *_others(request),
        *_conditions(conditions),
        *_charge(decision),
        *_refusal(decision),
        *_appeal(decision, appeal_to),
        "",
        signed,
    ]
    return "\n".join(parts)


def _days(day: date, last_day: date | None) -> str:
    return f"{long_date(day)} to {long_date(last_day)}" if last_day else long_date(day)


def words_of(outcome: str, reasons: str, *, body: str = "") -> str:
    """With which the letter begins, unless its author writes other words. `body`: which of several bodies says it."""
    said = OPENING[outcome]
    if body and outcome == "refused":
        said = f"We are sorry to say that {body} cannot approve your event."
    elif body:
        said = f"For {body}, {said[0].lower()}{said[1:]}"
    return f"{said}\n\n{reasons}"


def what_follows(decision: "Decision") -> str:
    """What a refusal's letter says after its author's words, as far as it is known before it is confirmed."""
    return "\n".join(_refusal(decision)).strip()


def _charge(decision: "Decision") -> list[str]:
    if decision.charge is None:
        return []
    confirmed = f" {decision.confirmed_by.name} confirmed it." if decision.confirmed_by else ""
    return [
        "",
        f"We ask you to pay £{decision.charge:,.2f} towards the costs of security.",
        f"We pay these costs but in exceptional circumstances. The criterion of our code of practice that is met: {decision.charge_criterion}",
        f"Why: {decision.charge_why}",
        f"Two people agreed on this: {decision.by.name} proposed it.{confirmed}",
    ]


def _others(request: "EventRequest") -> list[str]:
    """Where several bodies decide, one of them says that it is not the only one."""
    if request.main is None:
        return []
    others = [body["title"] for body in request.main.bodies if body["code"] != request.track]
    whose = " and ".join([", ".join(others[:-1]), others[-1]] if len(others) > 1 else others)
    themselves = "decide for themselves" if len(others) > 1 else "decides for itself"
    return ["", f"{whose} {themselves}. Your event stands when all have approved it."] if others else []


def _conditions(conditions: list["Condition"]) -> list[str]:
    lines: list[str] = []
    for condition in conditions:
        by_when = f", by {condition.due}" if condition.due else ""
        lines += [
            "",
            f"Condition {condition.position}: {condition.what}",
            f"What it is for: {condition.purpose}",
            f"The risk that it answers: {condition.risk}",
            f"Why a lesser one would not do: {condition.lesser}",
            f"Who sees to it: {condition.owner}{by_when}. We pay for it.",
        ]
    return lines


def _refusal(decision: "Decision") -> list[str]:
    if decision.outcome != "refused":
        return []
    confirmed = f" {decision.confirmed_by.name} confirmed it." if decision.confirmed_by else ""
    return [
        "",
        "What was decided: refused. The event cannot go ahead as it was asked for.",
        f"The law that we rely on: {decision.law}",
        f"Why no condition would do: {decision.lesser}",
        f"Two people agreed on this: {decision.by.name} proposed it.{confirmed}",
    ]


def _appeal(decision: "Decision", appeal_to: str) -> list[str]:
    if decision.appeal_until is None or not appeal_to:
        return []
    until = long_date(decision.appeal_until)
    return [
        "",
        f"You may appeal until {until}. {appeal_to}, who took no part in this decision, looks at it again.",
        "Open your request and choose ‘Appeal’.",
    ]


def appeal_letter(request: "EventRequest", *, reasons: str, signed: str, today: date) -> str:
    """The letter when an appeal leaves the decision as it stood."""
    parts = [
        f"{request.shown_number}: {request.title}",
        "",
        long_date(today),
        "",
        f"Dear {request.organiser_name},",
        "",
        "Your appeal was heard by somebody who took no part in the decision. The decision stands.",
        "",
        reasons,
        "",
        signed,
    ]
    return "\n".join(parts)

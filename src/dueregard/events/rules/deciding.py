"""What a decision needs, and who may take it.

Free speech by default (product.md rule 2; HERA 2017 s.A1(3)–(4), (10)): an approval needs a reason, a condition
says why a lesser one would not do, a refusal names the law, why no condition would do, and a second person.
"""

from datetime import date

from dueregard.events.rules.facts import SEVERAL, DecisionFacts, Missing, PersonFacts, RequestFacts

MAY = {"approved": "approve", "approved-with-conditions": "approve with conditions", "refused": "refuse"}


def why_not_act_on_step(request: RequestFacts, *, by: PersonFacts) -> list[str]:
    """What stands in the way of any act at the current step."""
    if not request.is_open:
        return [
            "This request has already been decided."
            if request.outcome
            else "This request no longer waits for a decision."
        ]
    if by.id == request.organiser_id:
        return ["Someone else must decide a request that you made yourself."]
    if request.several:
        return [SEVERAL]
    if request.proposed_by:
        return [
            f"A {request.proposes} has been proposed and waits for a second person. Nothing else can be decided until then."
        ]
    if not by.turn:
        return [f"It is not your turn. It is with {by.whose}." if by.whose else "It is not your turn."]
    if request.status == "returned":
        return [
            "The organiser has been asked for information. Wait for the answer, or take the question back."
        ]
    return []


def why_not_decide(request: RequestFacts, decision: DecisionFacts, *, by: PersonFacts) -> list[str]:
    reasons = why_not_act_on_step(request, by=by)
    if not reasons and MAY[decision.outcome] not in request.may:
        reasons.append(f"{request.step_title} may not {MAY[decision.outcome]} in this procedure.")
    return reasons


def why_not_pass_up(request: RequestFacts, *, by: PersonFacts, has_next: bool) -> list[str]:
    reasons = why_not_act_on_step(request, by=by)
    if not reasons and ("pass up" not in request.may or not has_next):
        reasons.append("This is the last step of the ladder: there is nobody to pass it up to.")
    return reasons


def what_a_decision_lacks(decision: DecisionFacts, *, checks_open: tuple[str, ...]) -> list[Missing]:
    """What must be written before the decision can be recorded, by field."""
    missing: list[Missing] = []
    if not decision.reasons:
        missing.append(Missing("reasons", "Write your reasons. The organiser reads these words."))
    if checks_open and not decision.without_checks:
        open_ones = ", ".join(checks_open)
        missing.append(
            Missing("without_checks", f"Not done yet: {open_ones}. Wait, or say why you decide without it.")
        )
    if decision.outcome == "approved-with-conditions":
        missing += _what_conditions_lack(decision)
    if decision.outcome == "refused":
        missing += _what_a_refusal_lacks(decision)
    return missing + _what_a_charge_lacks(decision)


def _what_a_charge_lacks(decision: DecisionFacts) -> list[Missing]:
    """The provider pays for security, but in exceptional circumstances (HERA 2017 s.A1(10), s.A2(2))."""
    given = (decision.charge, decision.charge_criterion, decision.charge_why)
    if not any(given):
        return []
    if decision.outcome == "refused":
        return [Missing("charge", "A refused event has no costs of security. Empty these boxes.")]
    needs = [
        ("charge", decision.charge, "Enter the sum in whole pounds, or empty these boxes: then we pay."),
        (
            "charge_criterion",
            decision.charge_criterion,
            "Name the exceptional criterion of the code of practice that is met. Without one, we pay.",
        ),
        (
            "charge_why",
            decision.charge_why,
            "Say why it is met, what was done to lower the cost, and why the event can still take place.",
        ),
    ]
    return [Missing(name, sentence) for name, value, sentence in needs if not value]


def _what_a_refusal_lacks(decision: DecisionFacts) -> list[Missing]:
    needs = [
        (
            "law",
            decision.law,
            "Name the law that you rely on: the Act and section, and what in the record shows it.",
        ),
        ("lesser", decision.lesser, "Say why no condition would do, and which conditions were considered."),
        (
            "because",
            decision.because,
            "Say whether it is because of a Prevent-related risk or for another reason.",
        ),
    ]
    if decision.because == "prevent":
        needs.append(("because_reason", decision.because_reason, "Say what the Prevent-related risk is."))
    return [Missing(name, sentence) for name, value, sentence in needs if not value]


def _what_conditions_lack(decision: DecisionFacts) -> list[Missing]:
    if not decision.conditions:
        return [Missing("condition-1-what", "Add at least one condition, or choose ‘Approve’.")]
    missing: list[Missing] = []
    for number, condition in enumerate(decision.conditions, start=1):
        needs = [
            ("what", condition.what, "Say what must be done"),
            ("purpose", condition.purpose, "Say what it is for"),
            ("risk", condition.risk, "Name the risk that it answers"),
            ("lesser", condition.lesser, "Say why a lesser condition would not do"),
            ("owner", condition.owner, "Say who sees to it"),
            ("because", condition.because, "Say whether it is because of a Prevent-related risk"),
        ]
        if condition.because == "prevent":
            needs.append(("because_reason", condition.because_reason, "Say what the Prevent-related risk is"))
        missing += [
            Missing(f"condition-{number}-{name}", f"{sentence} (condition {number}).")
            for name, value, sentence in needs
            if not value
        ]
    return missing


def why_not_confirm(request: RequestFacts, *, by: PersonFacts) -> list[str]:
    """A refusal or a charge is confirmed by a different person who holds a fitting post."""
    if not request.proposed_by:
        return ["There is no proposed refusal to confirm."]
    if by.id == request.proposed_by:
        return [f"Someone else must confirm a {request.proposes} that you proposed."]
    if by.id == request.organiser_id:
        return [f"Someone else must confirm a {request.proposes} of your own request."]
    if not by.turn:
        return [f"It is for {by.whose} to confirm." if by.whose else "It is not for you to confirm this."]
    return []


def why_not_lodge_appeal(
    request: RequestFacts,
    *,
    until: date | None,
    today: date,
    appealed: bool,
    offered: bool,
    charged: bool = False,
) -> list[str]:
    """Refused, conditioned or charged for security, within the procedure's time, once."""
    if request.outcome not in ("refused", "approved-with-conditions") and not charged:
        return ["Only a refusal, a condition or a charge can be appealed against."]
    if not offered:
        return ["The procedure of this request has no appeal."]
    if appealed:
        return ["An appeal against this decision has been made already."]
    if until is not None and today > until:
        return ["The time for an appeal has passed. You can still complain; see the code of practice."]
    return []


def why_not_hear_appeal(*, decided: bool, took_part: bool, by: PersonFacts, organiser_id: str) -> list[str]:
    if decided:
        return ["This appeal has been decided already."]
    if took_part:
        return ["Someone who took no part in the decision must hear the appeal."]
    if by.id == organiser_id:
        return ["Someone else must hear an appeal that you made yourself."]
    if not by.turn:
        return [f"The appeal is with {by.whose}." if by.whose else "The appeal is not yours to hear."]
    return []

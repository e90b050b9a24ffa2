"""When an audit may be planned, drawn, signed off and called off; what a person may judge in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from dueregard.audits.rules.drawing import LARGEST, LONGEST_SEED, is_seed

PARTS: dict[str, str] = {
    "organised": "asked for the event",
    "checked": "did a check of it",
    "stepped": "had it at a step of the ladder",
    "advised": "advised on it",
    "decided": "decided it",
    "confirmed": "confirmed or was asked to confirm its refusal",
    "heard": "heard its appeal",
    "asked": "asked its organiser a question",
}
"""What somebody can have done in a request that keeps him from auditing it."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan says. `sizes`: how many are drawn, by stratum or under 'all'."""

    first: date
    last: date
    sizes: Mapping[str, int]
    seed: str
    auditor_may: bool
    auditor: str = ""
    every: int = 0


def why_not_plan(plan: PlanFacts, *, today: date) -> list[str]:
    reasons = []
    if plan.last < plan.first:
        reasons.append("The last day of the period lies before its first day. Change one of them.")
    if plan.first > today:
        reasons.append("The period has not begun yet. Choose a first day that has come.")
    total = sum(plan.sizes.values())
    if not any(plan.sizes.values()):
        reasons.append("Say how many requests are to be drawn.")
    elif total > LARGEST:
        reasons.append(f"Draw {LARGEST} requests or fewer; a person has to judge each of them.")
    if not is_seed(plan.seed):
        reasons.append(
            f"Write the seed in letters, digits and hyphens, at most {LONGEST_SEED} and without spaces, or leave it to the system."
        )
    if not plan.auditor_may:
        reasons.append(
            f"{plan.auditor or 'This person'} holds no post that may audit event requests here. Name somebody who does."
        )
    return reasons


def why_not_draw(*, state: str, last: date, population: int, today: date) -> list[str]:
    if state != "planned":
        return [
            "The sample of this audit was drawn already, or the audit was called off. A sample is drawn once."
        ]
    reasons = []
    if last >= today:
        reasons.append("The period is not over yet. Draw the sample once its last day has passed.")
    if not population:
        reasons.append("There is no request to draw from. Change the period, or call the audit off.")
    return reasons


def conflict_in_words(name: str, number: str, parts: Collection[str]) -> str:
    """'Ruth Adair did a check of it and decided it, so somebody else must audit E-0412.'"""
    done = [PARTS[part] for part in PARTS if part in parts]
    said = " and ".join(part for part in (", ".join(done[:-1]), done[-1]) if part)
    return f"{name} {said}, so somebody else must audit {number}."


def why_not_audit(*, name: str, number: str, parts: Collection[str], may: bool = True) -> list[str]:
    """Why this person cannot be the auditor of a sampled request."""
    if not may:
        return [f"{name} holds no post that may audit event requests here. Name somebody who does."]
    return [conflict_in_words(name, number, parts)] if parts else []


def why_not_judge(
    *, state: str, is_auditor: bool, auditor: str, name: str, number: str, parts: Collection[str]
) -> list[str]:
    if state != "drawn":
        return ["This audit is not open for judging."]
    if not is_auditor:
        return [
            f"{number} is audited by {auditor}."
            if auditor
            else f"Nobody has been named to audit {number} yet."
        ]
    return why_not_audit(name=name, number=number, parts=parts)


def why_not_sign_off(
    *, state: str, unjudged: int, unnamed: int, loose_points: int, is_auditor: bool
) -> list[str]:
    """`loose_points` counts points judged as not as they should be that no finding takes up."""
    if state != "drawn":
        return ["Only an audit whose sample was drawn, and that is still open, can be signed off."]
    reasons = []
    if not is_auditor:
        reasons.append("The auditor signs the audit off.")
    if unnamed:
        reasons.append(f"{_many(unnamed)} still without an auditor. Name one first.")
    if unjudged:
        reasons.append(f"{_many(unjudged)} of the sample not judged yet. Judge every point first.")
    if loose_points:
        reasons.append(
            f"{loose_points} point{' is' if loose_points == 1 else 's are'} not as it should be and in no finding. "
            "Take each up in a finding."
        )
    return reasons


def _many(count: int) -> str:
    return "1 request" if count == 1 else f"{count} requests"


def why_not_call_off(*, state: str) -> list[str]:
    return [] if state in ("planned", "drawn") else ["This audit is closed. It stays as it is."]


def why_not_find(*, state: str, is_auditor: bool) -> list[str]:
    if state != "drawn":
        return ["Findings are recorded while an audit is open and its sample has been drawn."]
    return [] if is_auditor else ["The auditors of this audit record its findings."]


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")

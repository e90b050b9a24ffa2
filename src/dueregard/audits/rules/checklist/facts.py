"""A request as the checklist sees it: plain values, read from the record at the draw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Held = Literal["holder", "deputy", "climbed", "no", ""]
"""Whether somebody held a post on a day: its holder, its deputy, the holder of the post to which undone work had
climbed, none of these; '' where nobody acted."""
FOUND, NOT_FOUND, DOES_NOT_APPLY = "found", "not-found", "not-applicable"


@dataclass(frozen=True, slots=True)
class Line:
    """One point. `people` are ids."""

    code: str
    title: str
    demanded: str
    holds: str
    found: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckSeen:
    """A check that the procedure demanded. `state` '' where the record has none; `within` in working days."""

    code: str
    title: str
    post: str
    within: int
    paper_needed: bool
    state: str = ""
    due: date | None = None
    done_on: date | None = None
    held: Held = ""
    papers: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class AdviceSeen:
    """Advice that a step asks for, and what of it was written before the step was left."""

    post: str
    within: int
    due: date | None = None
    many: int = 0
    last: date | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepSeen:
    """A step that the request was at, or had to come to (`since` None: it never did)."""

    code: str
    title: str
    post: str
    within: int
    may: tuple[str, ...]
    since: date | None = None
    due: date | None = None
    left: date | None = None
    result: str = ""
    outcome: str = ""
    held: Held = ""
    by: str = ""
    advice: AdviceSeen | None = None


@dataclass(frozen=True, slots=True)
class ConditionSeen:
    what: str
    purpose: str
    risk: str
    lesser: str
    owner: str


@dataclass(frozen=True, slots=True)
class DecisionSeen:
    """The decision in force, or the last one. `outcome` is its code; `confirmed_by_other` that a different person did."""

    outcome: str
    on: date
    reasons: str
    law: str = ""
    lesser: str = ""
    because: str = ""
    without_checks: str = ""
    open_checks: tuple[str, ...] = ()
    conditions: tuple[ConditionSeen, ...] = ()
    confirmers: tuple[str, ...] = ()
    confirmed_on: date | None = None
    confirmed_held: Held = ""
    by: str = ""
    confirmed_by: str = ""
    appeal_until: date | None = None
    letter: bool = False
    sent_on: date | None = None
    mail: str = ""
    """'sent', 'queued', 'parked' or '' where there is no mail."""


@dataclass(frozen=True, slots=True)
class AppealSeen:
    lodged: date
    due: date
    post: str
    decided: date | None = None
    result: str = ""
    took_part: bool = False
    held: Held = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """One request. `late_step` and `first_step` are titles; `appeal_post` '' where the procedure offers no appeal."""

    number: str
    day: date
    status: str
    outcome: str = ""
    brought_in: bool = False
    sent_on: date | None = None
    notice: int | None = None
    lead_time: int | None = None
    late: bool = False
    late_step: str = ""
    first_step: str = ""
    marks: tuple[str, ...] = ()
    marks_should: tuple[str, ...] = ()
    checks: tuple[CheckSeen, ...] = ()
    steps: tuple[StepSeen, ...] = ()
    decision: DecisionSeen | None = None
    appeal_post: str = ""
    appeal: AppealSeen | None = None
    code_asked: bool = False
    code_accepted: bool | None = None
    code_version: str = ""
    withdrawn: str = ""
    aftermath: str = ""
    attended: int | None = None
    decided_on: date | None = None
    original: bool = False
    bodies: tuple[tuple[str, Subject], ...] = ()
    """Where several bodies decided: the name of each, with its own work and decision."""


def said(parts: list[str]) -> str:
    return " ".join(part for part in parts if part)


def day_of(day: date | None) -> str:
    return f"{day:%a} {day.day} {day:%b} {day.year}" if day else ""


def in_time(done: date | None, due: date | None) -> str:
    """'It was due on Fri 27 Nov 2026, so this was in time.'"""
    if done is None or due is None:
        return ""
    how = "so this was in time" if done <= due else "so this was late"
    return f"It was due on {day_of(due)}, {how}."


def held_in_words(held: Held, post: str) -> str:
    return {
        "holder": f"Done by a holder of the post {post} at that time.",
        "deputy": f"Done by a deputy of the post {post} at that time.",
        "climbed": "Done by a holder of the post to which it had climbed.",
        "no": f"The register of posts does not show this person in the post {post} at that time.",
        "": "",
    }[held]


def days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"

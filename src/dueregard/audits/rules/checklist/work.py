"""Notice, marks, checks and steps."""

from __future__ import annotations

from collections.abc import Iterator

from dueregard.audits.rules.checklist.facts import (
    DOES_NOT_APPLY,
    FOUND,
    NOT_FOUND,
    CheckSeen,
    Line,
    StepSeen,
    Subject,
    day_of,
    days,
    held_in_words,
    in_time,
    said,
)

_RESULT = {"passed-up": "It was passed up", "decided": "It was decided", "ended": "It ended"}
_MAY = {"approved": "approve", "approved-with-conditions": "approve with conditions", "refused": "refuse"}


def work_points(subject: Subject) -> list[Line]:
    return [
        *_notice(subject),
        *_marks(subject),
        *(_check(check, subject) for check in subject.checks),
        *(line for step in subject.steps for line in (*_advice(step), _step(step, subject))),
    ]


def _notice(subject: Subject) -> Iterator[Line]:
    if subject.notice is None or subject.lead_time is None:
        return
    goes = f" A late request goes to ‘{subject.late_step}’ at once." if subject.late_step else ""
    demanded = f"At least {days(subject.lead_time)} between sending and the event.{goes} It is never refused for being late."
    holds = f"Sent on {day_of(subject.sent_on)}, {days(subject.notice)} before the event: "
    if not subject.late:
        yield Line("notice", "Notice, and the way of a late request", demanded, holds + "in time.", FOUND)
        return
    right = not subject.late_step or subject.first_step == subject.late_step
    way = f"late. It began at ‘{subject.first_step or 'no step'}’."
    yield Line(
        "notice",
        "Notice, and the way of a late request",
        demanded,
        holds + way,
        FOUND if right else NOT_FOUND,
    )


def _marks(subject: Subject) -> Iterator[Line]:
    should = ", ".join(subject.marks_should) or "none"
    has = ", ".join(subject.marks) or "none"
    right = set(subject.marks) == set(subject.marks_should)
    yield Line(
        "marks",
        "What the answers and the plain facts bring",
        f"These marks follow from the answers, the facts and what a person marked: {should}.",
        f"The request was handled with these marks: {has}.",
        FOUND if right else NOT_FOUND,
    )


def _check(check: CheckSeen, subject: Subject) -> Line:
    paper = " A paper is kept with it." if check.paper_needed else ""
    demanded = f"{check.post}, within {days(check.within)} of sending.{paper}"
    title = f"Check: {check.title}"
    if check.done_on is None:
        return _not_done(check, subject, title, demanded)
    papers = "1 paper is" if check.papers == 1 else f"{check.papers} papers are"
    kept = f"{papers} kept with it." if check.paper_needed or check.papers else ""
    holds = said(
        [
            f"Done on {day_of(check.done_on)}.",
            held_in_words(check.held, check.post),
            in_time(check.done_on, check.due),
            kept,
        ]
    )
    right = (
        check.held != "no"
        and (check.due is None or check.done_on <= check.due)
        and (check.papers > 0 or not check.paper_needed)
    )
    return Line(
        f"check.{check.code}",
        title,
        demanded,
        holds,
        FOUND if right else NOT_FOUND,
        (check.by,) if check.by else (),
    )


def _not_done(check: CheckSeen, subject: Subject, title: str, demanded: str) -> Line:
    if subject.withdrawn:
        return Line(
            f"check.{check.code}", title, demanded, "Not done: the request was withdrawn.", DOES_NOT_APPLY
        )
    holds = "Not done." if check.state else "The record has no such check."
    return Line(f"check.{check.code}", title, demanded, holds, NOT_FOUND)


def _advice(step: StepSeen) -> Iterator[Line]:
    asked = step.advice
    if asked is None or step.since is None:
        return
    demanded = f"{asked.post} writes down advice within {days(asked.within)}, before the step decides."
    pieces = "1 piece of advice is" if asked.many == 1 else f"{asked.many} pieces of advice are"
    last = f" The last is of {day_of(asked.last)}." if asked.last else ""
    late = " " + in_time(asked.last, asked.due) if asked.last and asked.due else ""
    right = asked.many > 0 and (asked.due is None or asked.last is None or asked.last <= asked.due)
    yield Line(
        f"advice.{step.code}",
        f"Advice at: {step.title}",
        demanded,
        f"{pieces} on the record.{last}{late}",
        FOUND if right else NOT_FOUND,
        asked.by,
    )


def _step(step: StepSeen, subject: Subject) -> Line:
    demanded = f"{step.post} may {_list(step.may)}, within {days(step.within)}."
    title = f"Step: {step.title}"
    code = f"step.{step.code}"
    if step.since is None:
        return Line(code, title, demanded, "The request never came to this step.", NOT_FOUND)
    if subject.withdrawn and step.result in ("", "ended"):
        return Line(
            code,
            title,
            demanded,
            f"Reached on {day_of(step.since)}; the request was withdrawn.",
            DOES_NOT_APPLY,
        )
    holds, right = _held(step)
    return Line(code, title, demanded, holds, FOUND if right else NOT_FOUND, (step.by,) if step.by else ())


def _held(step: StepSeen) -> tuple[str, bool]:
    wanted = "pass up" if step.result == "passed-up" else _MAY.get(step.outcome, "")
    allowed = not wanted or wanted in step.may
    what = _RESULT.get(step.result, "It is still open")
    may = "" if allowed else f"This step may not {wanted}."
    left = f"{what} on {day_of(step.left)}." if step.left else f"{what}."
    holds = said(
        [
            f"Reached on {day_of(step.since)}.",
            left,
            held_in_words(step.held, step.post),
            in_time(step.left, step.due),
            may,
        ]
    )
    done = step.result in ("passed-up", "decided")
    late = bool(step.left and step.due and step.left > step.due)
    return holds, done and allowed and step.held != "no" and not late


def _list(may: tuple[str, ...]) -> str:
    return " or ".join(part for part in (", ".join(may[:-1]), may[-1]) if part) if may else "do nothing"

"""Reasons, conditions, a refusal and its second person, the appeal, the letter."""

from __future__ import annotations

from dueregard.audits.rules.checklist.facts import (
    DOES_NOT_APPLY,
    FOUND,
    NOT_FOUND,
    AppealSeen,
    ConditionSeen,
    DecisionSeen,
    Line,
    Subject,
    day_of,
    held_in_words,
    in_time,
    said,
)

REFUSED, CONDITIONS = "refused", "approved-with-conditions"


def decision_points(subject: Subject) -> list[Line]:
    decision = subject.decision
    if decision is None:
        return [_none(subject)]
    return [
        _reasons(decision),
        _without_checks(decision),
        _conditions(decision),
        _refusal(decision),
        _offered(decision, subject),
        _heard(subject),
        _letter(decision),
    ]


def _none(subject: Subject) -> Line:
    title, demanded = (
        "A decision before the event",
        "The request is decided, with reasons, before the day of the event.",
    )
    if subject.withdrawn:
        return Line("decision", title, demanded, subject.withdrawn, DOES_NOT_APPLY)
    holds = "No decision was recorded. The day of the event came undecided; it was not refused."
    return Line("decision", title, demanded, holds, NOT_FOUND)


def _reasons(decision: DecisionSeen) -> Line:
    holds = f"Decided on {day_of(decision.on)}. The reasons as written: {decision.reasons}"
    demanded = "Every decision gives its reasons, in words that the organiser reads."
    return Line(
        "reasons",
        "Reasons",
        demanded,
        holds,
        FOUND if decision.reasons else NOT_FOUND,
        (decision.by,) if decision.by else (),
    )


def _without_checks(decision: DecisionSeen) -> Line:
    title = "Decided without a check"
    demanded = "Whoever decides before a check is done says why."
    if not decision.open_checks and not decision.without_checks:
        return Line("without-checks", title, demanded, "Every check was done first.", DOES_NOT_APPLY)
    missing = f"Not done then: {', '.join(decision.open_checks)}. " if decision.open_checks else ""
    why = (
        f"The reason as written: {decision.without_checks}"
        if decision.without_checks
        else "No reason is recorded."
    )
    return Line(
        "without-checks", title, demanded, missing + why, FOUND if decision.without_checks else NOT_FOUND
    )


def _conditions(decision: DecisionSeen) -> Line:
    title = "Why each condition is needed"
    demanded = (
        "Each condition says what it is for, which risk it answers, why a lesser one would not do, and who sees "
        "to it. The provider pays."
    )
    if decision.outcome != CONDITIONS:
        return Line("conditions", title, demanded, "No condition was set.", DOES_NOT_APPLY)
    holds = "\n".join(_condition(at, each) for at, each in enumerate(decision.conditions, 1))
    right = bool(decision.conditions) and all(
        each.purpose and each.risk and each.lesser and each.owner for each in decision.conditions
    )
    return Line(
        "conditions",
        title,
        demanded,
        holds or "No condition is on the record.",
        FOUND if right else NOT_FOUND,
    )


def _condition(at: int, each: ConditionSeen) -> str:
    return (
        f"{at}. {each.what}. For: {each.purpose}. Risk: {each.risk}. Why nothing less: {each.lesser} "
        f"Seen to by: {each.owner}."
    )


def _refusal(decision: DecisionSeen) -> Line:
    title = "Law and second person of a refusal"
    posts = " or ".join(decision.confirmers)
    demanded = (
        "A refusal names the law relied on and why no condition would do, says whether a Prevent-related risk is "
        f"behind it, and counts once a different person confirms it{f' ({posts})' if posts else ''}."
    )
    if decision.outcome != REFUSED:
        return Line("refusal", title, demanded, "It was not refused.", DOES_NOT_APPLY)
    confirmed = (
        said(
            [f"Confirmed on {day_of(decision.confirmed_on)}.", held_in_words(decision.confirmed_held, posts)]
        )
        if decision.confirmed_on
        else "Nobody has confirmed it."
    )
    holds = said(
        [
            f"Law: {decision.law}" if decision.law else "No law is named.",
            f"Why nothing less: {decision.lesser}"
            if decision.lesser
            else "Why nothing less would do is not said.",
            confirmed,
        ]
    )
    other = bool(decision.confirmed_by) and decision.confirmed_by != decision.by
    right = (
        bool(decision.law and decision.lesser and decision.because)
        and other
        and decision.confirmed_held != "no"
    )
    people = tuple(each for each in (decision.by, decision.confirmed_by) if each)
    return Line("refusal", title, demanded, holds, FOUND if right else NOT_FOUND, people)


def _offered(decision: DecisionSeen, subject: Subject) -> Line:
    title = "Appeal offered"
    demanded = f"A refusal or a condition may be appealed against, to the {subject.appeal_post or 'post that the procedure names'}."
    if decision.outcome not in (REFUSED, CONDITIONS) or not subject.appeal_post:
        return Line("appeal-offered", title, demanded, "Nothing was restricted.", DOES_NOT_APPLY)
    if decision.appeal_until:
        return Line(
            "appeal-offered", title, demanded, f"Offered until {day_of(decision.appeal_until)}.", FOUND
        )
    if subject.appeal is not None:
        return Line(
            "appeal-offered", title, demanded, "This decision was itself made on appeal.", DOES_NOT_APPLY
        )
    return Line("appeal-offered", title, demanded, "The record offers no appeal.", NOT_FOUND)


def _heard(subject: Subject) -> Line:
    title, appeal = "Appeal heard", subject.appeal
    demanded = "An appeal is heard in time, by somebody who took no part in the decision."
    if appeal is None:
        return Line("appeal-heard", title, demanded, "Nobody appealed.", DOES_NOT_APPLY)
    holds, right = _hearing(appeal)
    return Line(
        "appeal-heard",
        title,
        demanded,
        holds,
        FOUND if right else NOT_FOUND,
        (appeal.by,) if appeal.by else (),
    )


def _hearing(appeal: AppealSeen) -> tuple[str, bool]:
    lodged = f"Made on {day_of(appeal.lodged)}."
    if appeal.decided is None:
        return f"{lodged} It was not heard.", False
    part = (
        "By somebody who took part in the decision." if appeal.took_part else "By somebody who took no part."
    )
    heard = f"Heard on {day_of(appeal.decided)}: the decision {'stands' if appeal.result == 'stands' else 'was changed'}."
    holds = said(
        [lodged, heard, part, held_in_words(appeal.held, appeal.post), in_time(appeal.decided, appeal.due)]
    )
    return holds, not appeal.took_part and appeal.held != "no" and appeal.decided <= appeal.due


def _letter(decision: DecisionSeen) -> Line:
    """By what is kept for ever: the letter, frozen with the decision that queues its mail. A mail that has not left is
    kept until it does; one that has left may be gone from the outbox, and its absence says nothing against the letter."""
    title, demanded = "Letter sent", "The organiser is sent the decision and its letter."
    kept = "A letter is kept with the decision." if decision.letter else "No letter is kept."
    sent = {
        "sent": f"It was sent on {day_of(decision.sent_on)}.",
        "queued": "The mail still waits in the outbox.",
        "parked": "The mail could not be sent, and is parked in the outbox.",
        "dropped": "The mail was dropped as no longer due.",
        "": "No mail about it waits or has failed; mails that have gone are not kept for ever.",
    }.get(decision.mail, "")
    right = decision.letter and decision.mail in ("sent", "")
    return Line("letter", title, demanded, said([kept, sent]), FOUND if right else NOT_FOUND)

"""The code of practice, withdrawal, what became of the event; and what a brought-in record can show."""

from __future__ import annotations

from dueregard.audits.rules.checklist.facts import DOES_NOT_APPLY, FOUND, NOT_FOUND, Line, Subject, day_of

_OUTCOME = {
    "approved": "Approved",
    "approved-with-conditions": "Approved with conditions",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "not-decided": "Not decided in time",
}


def outcome_points(subject: Subject) -> list[Line]:
    if subject.brought_in:
        return [_sheet_outcome(subject), _sheet_day(subject), _aftermath(subject)]
    return [_code(subject), _withdrawn(subject), _aftermath(subject)]


def _code(subject: Subject) -> Line:
    title, demanded = (
        "Code of practice",
        "The organiser and the speakers have seen the code of practice and agreed to keep to it.",
    )
    if subject.code_version:
        return Line("code", title, demanded, f"Accepted on sending: {subject.code_version}.", FOUND)
    if not subject.code_asked:
        return Line("code", title, demanded, "This procedure did not ask for it.", DOES_NOT_APPLY)
    if subject.code_accepted:
        return Line("code", title, demanded, "The organiser answered yes.", FOUND)
    holds = "The organiser answered no." if subject.code_accepted is False else "It was not answered."
    return Line("code", title, demanded, holds, NOT_FOUND)


def _withdrawn(subject: Subject) -> Line:
    title, demanded = (
        "Withdrawal explained",
        "A withdrawn request says by whom and why, so that a pressure or a hard condition shows.",
    )
    if not subject.withdrawn:
        return Line("withdrawn", title, demanded, "It was not withdrawn.", DOES_NOT_APPLY)
    return Line("withdrawn", title, demanded, subject.withdrawn, FOUND)


def _aftermath(subject: Subject) -> Line:
    title, demanded = (
        "What became of the event",
        "After the day of the event it is recorded what became of it.",
    )
    if subject.outcome == "refused" or subject.status == "withdrawn":
        return Line("aftermath", title, demanded, "The event was not to be held.", DOES_NOT_APPLY)
    if not subject.aftermath:
        return Line("aftermath", title, demanded, "Nothing is recorded.", NOT_FOUND)
    came = f" {subject.attended:,} people came." if subject.attended is not None else ""
    return Line("aftermath", title, demanded, f"{subject.aftermath}.{came}", FOUND)


def _sheet_outcome(subject: Subject) -> Line:
    said = _OUTCOME.get(subject.outcome or subject.status, "")
    when = f" on {day_of(subject.decided_on)}" if subject.decided_on else ""
    return Line(
        "sheet-outcome",
        "What was decided",
        "The sheet says what was decided.",
        f"{said}{when}." if said else "The sheet does not say.",
        FOUND if said else NOT_FOUND,
    )


def _sheet_day(subject: Subject) -> Line:
    return Line(
        "sheet-row",
        "The row of the sheet",
        "The whole row is kept as it stood in the sheet.",
        "It is kept with the record." if subject.original else "It is not kept.",
        FOUND if subject.original else NOT_FOUND,
    )

"""The yearly sending of the code of practice to all students (HERA 2017 s.A2(5))."""

from datetime import date, timedelta

MOST_LISTS = 50
LASTS = timedelta(days=365)
"""At least once a year the code is brought to all students' attention."""
SOON = timedelta(days=35)
"""How long before a year is over somebody is reminded."""


def academic_year(today: date) -> int:
    """The year in which the academic year began, on 1 August: 2026 for 30 November 2026 and for 31 July 2027."""
    return today.year if today.month >= 8 else today.year - 1


def shown_year(year: int) -> str:
    """'2026–27', as everywhere."""
    return f"{year}–{(year + 1) % 100:02d}"


def due_by(last: date) -> date:
    """The day by which it is sent again; `last` is the last sending, or the day the code first came into force."""
    return last + LASTS


def is_soon(due: date, today: date) -> bool:
    return due - SOON <= today


def why_not_send(*, code: bool, starter: bool, recipients: int, already: int) -> list[str]:
    """`code`: a code of practice is in force. `recipients` are those who would get it now; `already` those who got
    this version this year."""
    if not code:
        return ["No code of practice is in force, so there is nothing to send."]
    reasons = []
    if starter:
        reasons.append(
            "What is in force is the starter text. Put your own code of practice in force before you send it to students."
        )
    if not recipients and already:
        reasons.append("Everybody whom you chose has had this version this year already.")
    elif not recipients:
        reasons.append(
            "There is nobody to send it to: choose units with people in them, or enter a list address."
        )
    return reasons

"""Complaints about freedom of speech, and where to go after the provider."""

from datetime import date

IN_A_DAY = 5
"""How many complaints one address can make in a day; beyond that nothing happens, and the answer is the same."""
ANSWER_WITHIN = 20
"""Working days until a complaint is past its time for those who answer it."""
SCHEME_OPENS = date(2026, 9, 1)
"""From this day the regulator looks at complaints of all but students (HERA 2017 Part A1, Schedule 6A)."""


def why_not_take(*, made: int) -> list[str]:
    return ["This address has made several complaints today."] if made >= IN_A_DAY else []


def why_not_answer(*, answered: bool) -> list[str]:
    """A complaint is answered once."""
    return ["This complaint has been answered already."] if answered else []


def where_next(who: str, *, nation: str, today: date) -> str:
    """The sentence that says who looks at it after the provider. `who` is a code of `ComplainantIs`."""
    if nation not in ("", "ENG"):
        return "If you are not content with the answer, the provider’s complaints procedure says who looks at it next."
    if who == "student":
        return (
            "If you are not content with the answer, you can go to the Office of the Independent Adjudicator "
            "for Higher Education (oiahe.org.uk). It looks at complaints of students."
        )
    if who == "other":
        return "If you are not content with the answer, ask for it to be looked at by somebody else here."
    if today < SCHEME_OPENS:
        return "From 1 September 2026 you can go to the Office for Students if you are not content with the answer."
    return (
        "If you are not content with the answer, you can go to the Office for Students "
        "(officeforstudents.org.uk), which runs a free speech complaints scheme for staff, members who are not "
        "students, applicants for academic posts, and visiting speakers."
    )

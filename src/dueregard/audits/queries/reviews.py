"""The evidence of a review, as a page and a paper say it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from dueregard.audits.models import Review
from dueregard.events.choices import Outcome, Status
from dueregard.events.models import EventRequest
from dueregard.events.queries.visible import visible_to
from dueregard.kernel.clock import working_days
from dueregard.organisation.models import Person

WORDS = {
    **{each.value: str(each.label) for each in Status},
    **{each.value: str(each.label) for each in Outcome},
}


def pairs_of(review: Review) -> list[tuple[str, str]]:
    """Label and value, for a summary list."""
    found = review.evidence
    months = months_of(review)
    quiet = sum(not many for _, many in months)
    return [
        ("Requests", str(found["requests"])),
        ("What came of them", _outcomes(found["outcomes"])),
        ("Sent late", str(found["late"])),
        ("From sending to decision", _days(found["days"])),
        ("Refused, conditioned, designated, passed up", "None"),
        ("Months in which nobody asked", f"{quiet} of {len(months)}"),
    ]


def months_of(review: Review) -> list[tuple[str, int]]:
    """Each month of the period, as 'March 2026', with how many requests were sent in it."""
    return [(f"{date.fromisoformat(month):%B %Y}", many) for month, many in review.evidence["months"]]


def _outcomes(counts: dict[str, int]) -> str:
    return "\n".join(f"{WORDS.get(code, code)}: {many}" for code, many in sorted(counts.items())) or "Nothing"


def _days(found: list[float] | None) -> str:
    if found is None:
        return "Nothing was decided"
    half, most = found
    return f"Half within {_whole(half)}, nine in ten within {_whole(most)}"


def _whole(count: float) -> str:
    if not count:
        return "the day of sending"
    return working_days(int(count)) if float(count).is_integer() else f"{count:g} working days"


def shown_requests(review: Review, person: Person, today: date) -> Iterable[EventRequest]:
    """The newest requests of the period that this person may see. One query."""
    ids = [UUID(pk) for pk, _ in review.evidence["newest"]]
    return list(visible_to(person, today).filter(pk__in=ids).order_by("-submitted_at"))

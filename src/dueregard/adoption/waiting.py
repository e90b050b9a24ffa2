"""What waits in adoption: answers that are due to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.urls import reverse

from dueregard.adoption.catalogue import ADOPT, READ
from dueregard.adoption.models import Answer
from dueregard.kernel.dates import LONDON
from dueregard.kernel.registries import WaitingItem, waiting_everywhere, waiting_items
from dueregard.organisation.access import UnitScope, units_where
from dueregard.organisation.models import Person

MOST = 50
WHOEVER = "Whoever answers case studies"


def waiting_for(person: Person, today: date) -> Iterable[WaitingItem]:
    """One query for those who answer case studies, none for anybody else."""
    scope = units_where(person, ADOPT)
    return _due(scope, today, person.name) if scope else ()


def waiting_in(scope: UnitScope, today: date) -> Iterable[WaitingItem]:
    return _due(scope, today, "")


def _due(scope: UnitScope, today: date, holder: str) -> Iterator[WaitingItem]:
    rows = Answer.objects.filter(review_on__lte=today, case_study__status="published")
    for answer in scope.filter(rows).select_related("case_study", "unit").order_by("review_on")[:MOST]:
        yield WaitingItem(
            what=f"Look again: {answer.case_study.title}",
            detail=f"{answer.unit.name} answered ‘{answer.get_says_display().lower()}’",
            ref=answer.ref,
            post=WHOEVER,
            holder=holder,
            since=datetime.combine(answer.review_on, time(8), tzinfo=LONDON),
            due=answer.review_on,
            address=reverse("adoption:case-study", args=[answer.case_study.slug]),
            codes=(READ,),
            unit=answer.unit,
        )


def register() -> None:
    """Called once, when the app is ready."""
    waiting_items.register(waiting_for)
    waiting_everywhere.register(waiting_in)

"""What waits for a person in newsletters: a second look, and this month's briefing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from dueregard.kernel.registries import WaitingItem
from dueregard.newsletters.catalogue import SEND, WRITE
from dueregard.newsletters.models import BriefingPlan, Letter, State
from dueregard.newsletters.queries.briefing import begun
from dueregard.newsletters.rules.briefing import first_of_month
from dueregard.organisation.access import Access, access_of
from dueregard.organisation.models import Person, Unit

MOST = 20


def waiting_for(person: Any, today: date) -> Iterator[WaitingItem]:
    """None for somebody whose posts neither write nor send."""
    if person is None:
        return
    access = access_of(person, today)
    yield from _to_look_at(person, access)
    yield from _briefings(person, access, today)


def _to_look_at(person: Person, access: Access) -> Iterator[WaitingItem]:
    scope = access.units_where(SEND)
    if not scope:
        return
    rows = Letter.objects.filter(state=State.DRAFT, look_wanted=True).exclude(written_by=person)
    unseen = rows.filter(Q(looked_revision=None) | ~Q(looked_revision=F("revision")))
    for letter in scope.filter(unseen.select_related("unit", "written_by")).order_by("written_at")[:MOST]:
        yield WaitingItem(
            what=f"Look at: {letter.title}",
            detail=f"Written by {letter.written_by.name}, who asks for a second look",
            ref=letter.ref,
            post=_title(access, SEND, letter.unit),
            holder=person.name,
            since=letter.written_at,
            due=None,
            address=reverse("newsletters:look", args=[letter.pk]),
        )


def _briefings(person: Person, access: Access, today: date) -> Iterator[WaitingItem]:
    """From the first day of the month until somebody has begun it."""
    scope = access.units_where(WRITE)
    if not scope:
        return
    month = first_of_month(today)
    for plan in scope.filter(BriefingPlan.objects.filter(reminders=True).select_related("unit"))[:MOST]:
        if begun(plan.unit, today):
            continue
        yield WaitingItem(
            what=f"Write the staff-meeting briefing for {month:%B}",
            detail=f"{plan.unit.name}. It begins with what is new since the last one.",
            ref=plan.unit.ref,
            post=_title(access, WRITE, plan.unit),
            holder=person.name,
            since=datetime.combine(month, datetime.min.time(), tzinfo=UTC),
            due=None,
            address=reverse("newsletters:briefings"),
        )


def _title(access: Access, code: str, unit: Unit) -> str:
    post = access.post_with(code, unit=unit)
    return post.title if post else ""

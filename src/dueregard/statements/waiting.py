"""What waits for a person in statements: a complaint to answer, a version to approve, the yearly sending."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.registries import WaitingItem
from dueregard.organisation.access import Access, access_of
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Person, Unit
from dueregard.statements.catalogue import APPROVE, COMPLAINTS, SEND
from dueregard.statements.models import Complaint, Version
from dueregard.statements.queries.yearly import dues
from dueregard.statements.rules.complaining import ANSWER_WITHIN
from dueregard.statements.rules.yearly import LASTS, is_soon
from dueregard.versions.choices import Status

MOST = 50


def waiting_for(person: Any, today: date) -> Iterator[WaitingItem]:
    """At most four queries, none for somebody whose posts have nothing to do with statements."""
    if person is None:
        return
    access = access_of(person, today)
    yield from _complaints(person, access)
    yield from _to_approve(person, access)
    yield from _sendings(person, access, today)


def _complaints(person: Person, access: Access) -> Iterator[WaitingItem]:
    scope = access.units_where(COMPLAINTS)
    if not scope:
        return
    rows = scope.filter(Complaint.objects.filter(result="").select_related("unit"))
    for complaint in rows.order_by("made_at")[:MOST]:
        made = today_in_london(complaint.made_at)
        yield WaitingItem(
            what=f"Answer a complaint about freedom of speech: {complaint.shown_number}",
            detail=complaint.unit.name,
            ref=complaint.ref,
            post=_title(access, COMPLAINTS, complaint.unit),
            holder=person.name,
            since=complaint.made_at,
            due=calendar_of(complaint.unit).after(made, ANSWER_WITHIN),
            address=reverse("statements:complaint", args=[complaint.pk]),
        )


def _to_approve(person: Person, access: Access) -> Iterator[WaitingItem]:
    """Drafts that say why they were changed: their drafter thinks that they are ready."""
    scope = access.units_where(APPROVE)
    if not scope:
        return
    rows = Version.objects.filter(status=Status.DRAFT).exclude(reason="").exclude(drafted_by=person)
    for version in scope.filter(rows.select_related("unit", "drafted_by")).order_by("drafted_at")[:MOST]:
        yield WaitingItem(
            what=f"Read and approve: {version.title}, version {version.number}",
            detail=f"Drafted by {version.drafted_by.name}" if version.drafted_by else version.unit.name,
            ref=version.ref,
            post=_title(access, APPROVE, version.unit),
            holder=person.name,
            since=version.drafted_at,
            due=None,
            address=reverse("statements:version", args=[version.pk]),
        )


def _sendings(person: Person, access: Access, today: date) -> Iterator[WaitingItem]:
    scope = access.units_where(SEND)
    if not scope:
        return
    providers = list(scope.units().filter(parent=None, closed_on=None))
    for due in dues(providers):
        if is_soon(due.by, today):
            yield WaitingItem(
                what="Send the code of practice to all students",
                detail=f"{due.unit.name}. It is sent at least once a year.",
                ref=due.unit.ref,
                post=_title(access, SEND, due.unit),
                holder=person.name,
                since=datetime.combine(due.by - LASTS, datetime.min.time(), tzinfo=UTC),
                due=due.by,
                address=reverse("statements:sendings"),
            )


def _title(access: Access, code: str, unit: Unit) -> str:
    post = access.post_with(code, unit=unit)
    return post.title if post else ""

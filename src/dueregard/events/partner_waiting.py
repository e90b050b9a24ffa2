"""What of the partner check waits for a person: answers to read, contacts to look at again."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse

from dueregard.events.catalogue import PARTNER_CONTACTS
from dueregard.events.models import PartnerQuestion
from dueregard.events.queries.partner import Overdue, overdue_contacts, to_read
from dueregard.kernel.dates import LONDON
from dueregard.kernel.registries import WaitingItem
from dueregard.organisation.access import UnitScope, units_where
from dueregard.organisation.models import Person

KEEPER = "Keeper of the contacts"


def waiting_for(person: Person, today: date) -> Iterable[WaitingItem]:
    """One query, and one more for whoever keeps contacts."""
    yield from (_item_of_answer(question, person) for question in to_read(person, today))
    yield from _contacts(units_where(person, PARTNER_CONTACTS, today=today), today, person.name)


def waiting_in(scope: UnitScope, today: date) -> Iterable[WaitingItem]:
    yield from _contacts(scope, today, "")


def _contacts(scope: UnitScope, today: date, name: str) -> Iterator[WaitingItem]:
    for overdue in overdue_contacts(scope, today) if scope else []:
        yield _item_of_contacts(overdue, name)


def _item_of_contacts(overdue: Overdue, name: str) -> WaitingItem:
    many = "1 contact" if overdue.number == 1 else f"{overdue.number} contacts"
    return WaitingItem(
        what=f"Look again at {many} of the local network",
        detail=overdue.unit.name,
        ref=overdue.unit.ref,
        post=KEEPER,
        holder=name,
        since=datetime.combine(overdue.since + timedelta(days=1), time(), tzinfo=LONDON),
        due=overdue.since,
        address=reverse("events:contacts"),
        codes=(PARTNER_CONTACTS,),
        unit=overdue.unit,
        note="Past the day for looking again: not asked until then, and deleted six months after it.",
    )


def _item_of_answer(question: PartnerQuestion, person: Person) -> WaitingItem:
    request = question.request
    assert question.answered_at is not None
    return WaitingItem(
        what=f"Read what a partner answered: {request.title}",
        detail=f"{request.shown_number}, {question.organisation}",
        ref=question.ref,
        post="",
        holder=person.name,
        since=question.answered_at,
        due=request.step_due,
        address=f"{reverse('events:request', args=[request.pk])}#partners",
        note="It informs you; nothing follows from it by itself.",
    )

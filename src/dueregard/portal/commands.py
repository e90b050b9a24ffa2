"""The secret address of one person's calendar: made, replaced, taken back."""

from datetime import datetime

from django.db import transaction

from dueregard.accounts import links
from dueregard.kernel.errors import NotThere
from dueregard.ledger.commands import record
from dueregard.organisation.models import Person
from dueregard.portal.catalogue import CALENDAR, CALENDAR_OPENED


@transaction.atomic
def open_calendar(*, by: Person, now: datetime) -> str:
    """A new secret address for this person's due dates; an earlier one stops at once. Returns its token."""
    person = _locked(by)
    links.revoke(person.ref, CALENDAR, by=by.actor(), now=now)
    token = links.issue(CALENDAR, about=person.ref, by=by.actor(), now=now)
    record(CALENDAR_OPENED, by=by.actor(), on=person.ref, at=now)
    return token


@transaction.atomic
def close_calendar(*, by: Person, now: datetime) -> int:
    """Take the address back; how many there were (the link itself is recorded by accounts)."""
    person = _locked(by)
    return links.revoke(person.ref, CALENDAR, by=by.actor(), now=now)


def _locked(by: Person) -> Person:
    found = Person.objects.select_for_update().filter(pk=by.pk).first()
    if found is None:
        raise NotThere
    return found

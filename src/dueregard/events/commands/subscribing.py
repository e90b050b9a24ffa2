"""The secret address of the register as one person sees it: made, replaced, taken back."""

from datetime import datetime

from django.db import transaction

from dueregard.accounts import links
from dueregard.events.catalogue import FEED, FEED_OPENED
from dueregard.kernel.errors import NotThere
from dueregard.ledger.commands import record
from dueregard.organisation.models import Person


@transaction.atomic
def open_feed(*, by: Person, now: datetime) -> str:
    """A new secret address for this person's register; an earlier one stops at once. Returns its token."""
    person = _locked(by)
    links.revoke(person.ref, FEED, by=by.actor(), now=now)
    token = links.issue(FEED, about=person.ref, by=by.actor(), now=now)
    record(FEED_OPENED, by=by.actor(), on=person.ref, at=now)
    return token


@transaction.atomic
def close_feed(*, by: Person, now: datetime) -> int:
    """Take the address back; how many there were (the link itself is recorded by accounts)."""
    return links.revoke(_locked(by).ref, FEED, by=by.actor(), now=now)


def _locked(by: Person) -> Person:
    found = Person.objects.select_for_update().filter(pk=by.pk).first()
    if found is None:
        raise NotThere
    return found

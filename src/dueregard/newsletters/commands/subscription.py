"""Ending newsletters, and taking them again, by the link in a mail."""

from datetime import datetime

from django.db import transaction

from dueregard.kernel.errors import NotThere
from dueregard.kernel.refs import system
from dueregard.ledger.commands import record
from dueregard.newsletters import catalogue
from dueregard.newsletters.models import Unsubscribed
from dueregard.newsletters.unsubscribing import Wish
from dueregard.organisation.models import Person, Unit

BY = system("newsletters.unsubscribe")
"""Whoever holds the link acts; the ledger does not say that it was the person."""


@transaction.atomic
def unsubscribe(*, wish: Wish, now: datetime) -> None:
    """Once or ten times: the answer is the same."""
    person, provider = _locked(wish)
    _, made = Unsubscribed.objects.get_or_create(person=person, unit=provider, defaults={"at": now})
    if made:
        record(catalogue.UNSUBSCRIBED, by=BY, on=person.ref, data={"unit": str(provider.pk)}, at=now)


@transaction.atomic
def subscribe(*, wish: Wish, now: datetime) -> None:
    person, provider = _locked(wish)
    gone, _ = Unsubscribed.objects.filter(person=person, unit=provider).delete()
    if gone:
        record(catalogue.SUBSCRIBED, by=BY, on=person.ref, data={"unit": str(provider.pk)}, at=now)


def _locked(wish: Wish) -> tuple[Person, Unit]:
    person = Person.objects.select_for_update().filter(pk=wish.person).first()
    provider = Unit.objects.filter(pk=wish.provider, parent=None).first()
    if person is None or provider is None:
        raise NotThere
    return person, provider

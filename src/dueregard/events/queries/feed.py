"""The register in a calendar, for whoever holds the secret address: what its owner sees, today."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from dueregard.accounts.links import find, newest
from dueregard.accounts.models import Link
from dueregard.events.catalogue import FEED
from dueregard.events.models import EventRequest
from dueregard.events.queries.visible import visible_to
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.models import Person

BACK, AHEAD, MOST = 31, 366, 2000
"""How many days back and ahead a calendar reaches, and how many events it holds at most."""


def open_link(person: Person, now: datetime) -> Link | None:
    """The good link to this person's register, if there is one."""
    link = newest(FEED, person.ref)
    return link if link and link.is_good(now) else None


def events_behind(token: str, now: datetime) -> QuerySet[EventRequest] | None:
    """The events behind a token: None for no such token, and for somebody who has left or cannot sign in."""
    link = find(FEED, token, now)
    if link is None:
        return None
    person = Person.objects.select_related("unit", "user").filter(pk=link.about_id).first()
    today = today_in_london(now)
    if person is None or person.has_left(today) or person.user is None or not person.user.is_active:
        return None
    first, last = today - timedelta(days=BACK), today + timedelta(days=AHEAD)
    return visible_to(person, today).filter(day__gte=first, day__lte=last).order_by("day", "id")[:MOST]

"""A person's due dates as a calendar, for whoever holds its secret address."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from dueregard.accounts.links import find
from dueregard.accounts.models import Link
from dueregard.documents.calendar import CalendarItem, feed
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.registries import WaitingItem
from dueregard.organisation.models import Person
from dueregard.portal.catalogue import CALENDAR
from dueregard.portal.queries.today import waiting_for


def open_link(person: Person, now: datetime) -> Link | None:
    """The good link to this person's calendar, if there is one."""
    rows = Link.objects.filter(purpose=CALENDAR, about_type=person.ref.type, about_id=person.ref.id)
    newest = rows.order_by("-issued_at").first()
    return newest if newest and newest.is_good(now) else None


def feed_for(token: str, now: datetime) -> bytes | None:
    """The calendar behind a token: None for no such token, and for somebody who has left or cannot sign in."""
    link = find(CALENDAR, token, now)
    if link is None:
        return None
    person = Person.objects.select_related("unit", "user").filter(pk=link.about_id).first()
    today = today_in_london(now)
    if person is None or person.has_left(today) or person.user is None or not person.user.is_active:
        return None
    return feed(
        "Due Regard: waiting for you", [_item(each) for each in waiting_for(person, today) if each.due]
    )


def _item(item: WaitingItem) -> CalendarItem:
    """What to do and where; no detail, which may hold names, and none of what anybody wrote."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return CalendarItem(
        uid=f"{item.ref.type}-{item.ref.id}@{host}",
        summary=item.what,
        updated=item.since,
        day=item.due,
        url=f"{settings.BASE_URL}{item.address}",
    )

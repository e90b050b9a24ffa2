"""What events adds to the menu and to the search in the head of each page."""

from django.urls import reverse
from django.utils import timezone

from dueregard.events.catalogue import PARTNER_CONTACTS
from dueregard.events.queries.register import BY_DAY, Filters, filtered
from dueregard.kernel.dates import short_date, today_in_london
from dueregard.kernel.registries import MenuEntry, SearchHit, menu, search_providers
from dueregard.organisation.access import may
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Person

FEW = 20


def search(person: Person, words: str) -> list[SearchHit]:
    """The requests that this person may see and that have these words; people are not searched for."""
    today = today_in_london(timezone.now())
    rows = filtered(person, Filters(words=words), today).select_related("unit").order_by(*BY_DAY)[:FEW]
    return [
        SearchHit(
            title=row.title,
            detail=f"{row.shown_number}, {row.unit or ''}, {short_date(row.day) if row.day else ''}. {row.shown_status}",
            address=reverse("events:request", args=[row.pk]),
            kind="Event request",
        )
        for row in rows
    ]


def keeps_contacts(person: Person | None) -> bool:
    today = today_in_london(timezone.now())
    return person is not None and may(person, PARTNER_CONTACTS, unit=provider_of(person.unit), today=today)


def register() -> None:
    """Called once, when the app is ready."""
    menu.register(MenuEntry("Register", "events:register", 20, lambda person: person is not None, "Events"))
    menu.register(MenuEntry("Your requests", "events:mine", 25, lambda person: person is not None))
    menu.register(MenuEntry("Local network", "events:contacts", 28, keeps_contacts, "Events"))
    search_providers.register(search)

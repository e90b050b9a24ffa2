"""A provider with somebody who writes and sends newsletters, and what is in the law-change log."""

from datetime import date

from dueregard.newsletters.commands import law
from dueregard.newsletters.models import LawChange
from dueregard.outbox.models import Message
from tests.people import NOON, Town, a_town

ENTRY = law.Entry(
    title="Premises and opinions",
    starts=date(2026, 9, 1),
    source="https://law.example/premises",
    means="Rooms are not refused for an opinion.",
    whom="Whoever books rooms",
)


def a_desk() -> Town:
    """The town; mails about the posts that were given are not of interest here."""
    town = a_town(registrar=("newsletters.write", "newsletters.send"))
    Message.objects.all().delete()
    return town


def logged(town: Town, entry: law.Entry = ENTRY) -> LawChange:
    return law.add(by=town.registrar, unit=town.provider, entry=entry, now=NOON)

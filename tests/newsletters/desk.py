"""A provider with somebody who writes and sends newsletters, and what is in the law-change log."""

from datetime import date, timedelta
from typing import Any

from dueregard.newsletters.commands import law, sending
from dueregard.newsletters.commands import letter as letters
from dueregard.newsletters.models import LawChange, Letter, Sending
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.outbox.tasks import deliver
from tests.people import NOON, Town, a_town

ENTRY = law.Entry(
    title="Premises and opinions",
    starts=date(2026, 9, 1),
    source="https://law.example/premises",
    means="Rooms are not refused for an opinion.",
    whom="Whoever books rooms",
)
TEXT = "## Hello\n\nWe *meet* on [Monday](https://northmoor.example/meet).\n\n[[law-changes]]\n"


def a_desk() -> Town:
    """The town; mails about the posts that were given are not of interest here."""
    town = a_town(registrar=("newsletters.write", "newsletters.send"))
    Message.objects.all().delete()
    return town


def logged(town: Town, entry: law.Entry = ENTRY) -> LawChange:
    return law.add(by=town.registrar, unit=town.provider, entry=entry, now=NOON)


def drafted(town: Town, text: str = TEXT, *, by: Person | None = None, **more: Any) -> Letter:
    """A draft that goes to everybody of the provider, unless told otherwise."""
    by = by or town.registrar
    made = letters.start(by=by, unit=town.provider, title="Safeguarding in November", text=text, now=NOON)
    to = letters.Address(**({"audience": "everyone"} | more))
    return letters.address(pk=made.pk, by=by, address=to, now=NOON)


def sent(town: Town, text: str = TEXT, **more: Any) -> Sending:
    letter = drafted(town, text, **more)
    return sending.send(pk=letter.pk, by=town.registrar, revision=letter.revision, now=NOON)


def deliver_all(hours: int = 1) -> int:
    total = 0
    while done := deliver(NOON + timedelta(hours=hours)):
        total += done
    return total

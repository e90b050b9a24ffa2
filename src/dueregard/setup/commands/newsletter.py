"""What the people of the demonstration have told: a newsletter that went out, and one that is being written."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dueregard.newsletters.commands import law
from dueregard.newsletters.commands import letter as letters
from dueregard.newsletters.commands.sending import send
from dueregard.newsletters.queries.standing import PARTS
from dueregard.organisation.access import may
from dueregard.organisation.lookup import who_may_act
from dueregard.organisation.models import Unit

WRITER = "prevent-lead"
SENT = """Dear colleagues,

thank you for a calm start of the year. Here is whom to turn to, and what has changed. If you are worried about somebody,
you need not be sure: say so, and we look at it with you.

## Who to talk to

[[team]]

## What changed in the law

[[law-changes]]

## How events are decided

Nearly every event goes ahead as it was asked for. Please ask in good time; a late request is never refused for being late.
"""
DRAFT = """Dear colleagues,

the winter programme is full, and we are glad of it.

- Stewards are ours to pay, not yours.
- Ask for a second reader of your request if you are in doubt.

## Dates ahead

[[dates-ahead]]
"""


def told(root: Unit, *, today: date, now: datetime) -> None:
    """By whoever writes here; nothing where nobody does."""
    people = who_may_act(WRITER, root, today)
    if not people or not all(may(people[0], code, unit=root, today=today) for code in PARTS):
        return
    writer = people[0]
    entry = law.Entry(
        title="Requests are looked at by one office",
        starts=today - timedelta(days=20),
        source="https://northmoor.example/events/one-office",
        means="This is no change in the law but in how we meet it: there is one address for every question about an event.",
        whom="Everybody who arranges an event",
    )
    law.add(by=writer, unit=root, entry=entry, now=now)
    went = letters.start(by=writer, unit=root, title="Safeguarding news, autumn", text=SENT, now=now)
    letters.address(pk=went.pk, by=writer, address=letters.Address("everyone", public=True), now=now)
    send(pk=went.pk, by=writer, revision=1, now=now)
    letters.start(by=writer, unit=root, title="Safeguarding news, winter", text=DRAFT, now=now)

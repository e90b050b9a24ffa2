"""Two people at once, for real: separate processes against one database."""

from __future__ import annotations

import pytest

from tests.fixtures.databases import Scratch, prepared


def set_up() -> None:
    from tests.events import desk as d

    desk = d.a_desk()
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)


def approve() -> str:
    from dueregard.events.commands.deciding import decide
    from dueregard.events.models import EventRequest
    from dueregard.organisation.models import Person
    from tests.events import desk as d
    from tests.people import NOON

    head = Person.objects.get(name="Helen Marsh")
    return str(decide(pk=EventRequest.objects.get().pk, by=head, decision=d.approval(), now=NOON).pk)


def counts() -> list[int]:
    from dueregard.events.models import Decision
    from dueregard.ledger.models import Entry
    from dueregard.outbox.models import Message

    return [
        Decision.objects.count(),
        Entry.objects.filter(action="events.decided").count(),
        Message.objects.filter(kind="events.decision-made").count(),
    ]


@prepared(set_up)
def test_four_people_deciding_at_once_give_one_decision(scratch_database: Scratch) -> None:
    outcomes = scratch_database.together(*[(approve,)] * 4)
    good = [outcome for outcome in outcomes if not outcome.raised]
    refused = [outcome for outcome in outcomes if "This request has already been decided." in outcome.text]
    assert (len(good), len(refused)) == (1, 3)
    assert scratch_database.call(counts) == [1, 1, 1]


pytestmark = pytest.mark.both

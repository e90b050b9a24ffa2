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


def approve_at_once(people: int) -> list[str]:
    """So many press the button in the same moment: for each what they were told, '' for whoever decided."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from django.db import connection

    from dueregard.kernel.errors import Refused

    ready = Barrier(people)

    def one(_: int) -> str:
        ready.wait()
        try:
            approve()
        except Refused as no:
            return " ".join(no.reasons)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


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
def test_fifty_two_decisions_at_once_are_one_decision_one_entry_and_one_letter(
    scratch_database: Scratch,
) -> None:
    outcomes = scratch_database.together(*[(approve_at_once, 13)] * 4)
    told = [each for outcome in outcomes for each in outcome.value]
    assert sorted(set(told)) == ["", "This request has already been decided."]
    assert (len(told), told.count("")) == (52, 1)
    assert scratch_database.call(counts) == [1, 1, 1]


pytestmark = pytest.mark.both

"""The code of practice sent to everybody once a year: queued by one press, in one transaction."""

from collections.abc import Iterator
from time import perf_counter

from django.db import connection
from tests.people import NOON, TODAY
from tests.statements.hall import a_hall, in_force

from benchmarks.figures import Figure, busy_once, forget_peak, peak
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.outbox.tasks import _give_recipients
from dueregard.statements.commands.yearly import send_yearly
from dueregard.statements.models import Copy

ROWS = (40_000,)
GOAL, MEMORY = 20.0, 300.0
"""Seconds and MiB."""


def run(rows: int) -> Iterator[Figure]:
    now = NOON
    town = a_hall()
    in_force(town, starts=TODAY)
    Person.objects.bulk_create(
        [
            Person(name=f"Student {at}", email=f"s{at}@northmoor.example", unit=town.society)
            for at in range(rows)
        ],
        batch_size=2000,
    )
    Message.objects.all().delete()
    connection.cursor().execute("ANALYZE")
    forget_peak()
    began = perf_counter()
    busy = busy_once(
        lambda: send_yearly(by=town.registrar, unit=town.provider, units=[town.society], lists=[], now=now)
    )
    took = perf_counter() - began
    assert Copy.objects.count() >= rows
    yield Figure("statements", rows, "queued by the press", took, "s", "what we promise", GOAL, 1.0)
    yield Figure("statements", rows, "the same, of the processor", busy, "s", "what we promise", GOAL, 1.0)
    yield Figure("statements", rows, "memory of the press", peak(), "MiB", "what we promise", MEMORY, 1.0)
    forget_peak()
    began = perf_counter()
    while _give_recipients(now):
        pass
    took = perf_counter() - began
    yield Figure("statements", rows, "spread to a message for each, by the worker", took, "s")
    assert Message.objects.count() >= rows
    yield Figure("statements", rows, "memory of spreading", peak(), "MiB", "what we promise", MEMORY, 1.0)

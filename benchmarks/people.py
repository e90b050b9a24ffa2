"""Bringing people in from a file, read, checked, planned and traced, beside Django's bare `bulk_create` of the same rows."""

import io
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from tests.people import BUILDER, a_town

from benchmarks.figures import Figure, once, pair
from dueregard.organisation.commands.bringing import bring_in
from dueregard.organisation.models import Person, Unit

ROWS = (40_000,)


def run(rows: int) -> Iterator[Figure]:
    a_town()
    units = list(Unit.objects.filter(parent__isnull=False))
    file = "id,name,email,unit\n" + "".join(
        f"{code},{name},{email},{units[number % len(units)].code}\n"
        for number, (code, name, email) in enumerate(_people(rows))
    )
    ours, bare = pair(lambda: _undone(lambda: _bring_in(file)), lambda: _undone(lambda: _bare(rows, units)))
    # A tenth of bulk_create's speed is what the usual import library reaches; the goal is three times that.
    yield Figure("people", rows, "bring people in", ours, "s", "bulk_create alone", bare, 1 / 0.3)
    yield Figure("people", rows, "people brought in", rows / ours, "1/s")
    _bring_in(file)
    again = once(lambda: _bring_in(file), times=3)
    yield Figure("people", rows, "the same file again: writes nothing", rows / again, "1/s")


def _people(rows: int) -> Iterator[tuple[str, str, str]]:
    for number in range(rows):
        yield f"B{number:06}", f"Person Number {number}", f"person.{number}@northmoor.example"


def _bring_in(file: str) -> None:
    stream = io.BytesIO(file.encode())
    done = bring_in(what="people", stream=stream, name="people.csv", by=BUILDER, now=timezone.now())
    assert done.done, done.errors


def _bare(rows: int, units: list[Unit]) -> None:
    Person.objects.bulk_create(
        [
            Person(code=code, name=name, email=email, unit=units[number % len(units)])
            for number, (code, name, email) in enumerate(_people(rows))
        ],
        batch_size=2000,
    )


def _undone(action: Callable[[], Any]) -> None:
    with transaction.atomic():
        action()
        transaction.set_rollback(True)

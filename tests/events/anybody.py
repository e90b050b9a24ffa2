"""Ground for machines in which random people do random things: one example, its clock, and what an attempt may come to."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings

from dueregard.events.models import Decision, EventRequest
from dueregard.events.rules.facts import ConditionFacts
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.ledger.models import Entry
from dueregard.ledger.verification import verify
from dueregard.organisation.models import Person
from dueregard.timers.models import Timer
from dueregard.timers.tasks import run_due
from tests.events import desk as d
from tests.events.promises import Promises
from tests.events.told import Ear
from tests.fixtures.surroundings import database_kind
from tests.people import NOON

EXAMPLES = int(os.environ.get("DUEREGARD_TEST_EXAMPLES", "0"))
REFUSALS = (Refused, NotAllowed, NotThere)
CONDITION = ConditionFacts("Two stewards", "A safe way in", "Pushing", "One cannot.", "Security", "other")
DECISIONS = [
    d.approval(),
    d.approval(without_checks="Known for years."),
    d.approval(reasons=""),
    d.approval(outcome="approved-with-conditions", conditions=(CONDITION,), without_checks="Known."),
    d.approval(outcome="approved-with-conditions", without_checks="Known."),
    d.refusal(without_checks="It is tonight."),
    d.refusal(without_checks="It is tonight.", because="prevent"),
    d.refusal(without_checks="It is tonight.", law=""),
    d.refusal(without_checks="It is tonight.", lesser=""),
    d.refusal(without_checks="It is tonight.", because=""),
]


class Anybody(Promises):
    """One example: all that happens in it is undone. `requests` are those that were sent, the newest last."""

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example._from_testcase = True  # type: ignore[attr-defined]  # pages may still ask for a durable block
        self.example.__enter__()
        self.now = NOON
        self.requests: list[EventRequest] = []
        self.open_for: dict[Any, timedelta] = {}
        self.stood: dict[Any, tuple[str, str]] = {}
        self.may_reopen = False

    def teardown(self) -> None:
        try:
            assert verify().fault is None
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def fresh(self, person: Person) -> Person:
        """The person, fetched as a new sign-in would."""
        return Person.objects.select_related("unit").get(pk=person.pk)

    def attempt(self, command: Callable[..., Any], *, reopens: bool = False, **arguments: Any) -> bool:
        """Whether it was done. What is refused says why, and has changed nothing."""
        entries = Entry.objects.count()
        self.may_reopen = reopens
        try:
            with Ear():
                command(now=self.now, **arguments)
        except REFUSALS as no:
            said = no.reasons if isinstance(no, Refused) else [getattr(no, "reason", "") or "not there"]
            assert all(said)
            assert Entry.objects.count() == entries, "refused, but something was recorded"
            return False
        return True

    def pass_time(self, hours: int) -> None:
        """So many hours go by, and the worker does all that has come due. It decides nothing."""
        self.may_reopen = False
        for request in EventRequest.objects.filter(pk__in=self.open_for):
            if request.is_open:
                self.open_for[request.pk] += timedelta(hours=hours)
        decided = Decision.objects.count()
        self.now += timedelta(hours=hours)
        while run_due(self.now):
            pass
        assert not Timer.objects.exclude(last_error="").exists()
        assert Decision.objects.count() == decided, "the clock decided something"


def usual_settings(on_sqlite: int, on_postgres: int, *, steps: int = 30) -> settings:
    """The same examples each time, so that a change is judged by itself; fewer where the database is slower."""
    usual = on_postgres if database_kind() == "postgres" else on_sqlite
    return settings(
        max_examples=EXAMPLES or usual,
        stateful_step_count=steps,
        derandomize=not EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

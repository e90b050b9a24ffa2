"""The draw of an audit's sample: from the register, and by itself."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from tests.events import desk as d

from benchmarks.figures import Figure, once
from dueregard.audits.queries.population import Wanted, population
from dueregard.audits.rules.drawing import draw, listed
from dueregard.setup.commands.bulk import fill

ROWS = (10_000, 100_000)
GOAL = 1.0
"""Seconds for a draw from 100,000 requests."""
ALWAYS = (date(1990, 1, 1), date(2100, 1, 1))


def run(rows: int) -> Iterator[Figure]:
    desk = d.a_desk()
    fill(rows, root=desk.town.provider, now=timezone.now())
    whole = Wanted(None, *ALWAYS, "whole", with_brought_in=True)
    facts = Wanted(desk.town.provider, *ALWAYS, "facts", with_brought_in=True)
    units = Wanted(desk.town.provider, *ALWAYS, "units", with_brought_in=True)
    found = population(whole)
    yield Figure("audits", rows, "requests in the population", float(len(found)), "")
    sizes = {"all": 60}
    for what, wanted in (
        ("one sample", whole),
        ("a sample of each kind", facts),
        ("a sample of each unit", units),
    ):

        def drawn(wanted: Wanted = wanted) -> None:
            assert draw(population(wanted), sizes, "benchmark")

        took = once(drawn, times=3)
        goal = {"against": "what we promise", "baseline": GOAL, "goal": 1.0} if rows <= 100_000 else {}
        yield Figure("audits", rows, f"draw, {what}", took, "s", **goal)  # type: ignore[arg-type]
    yield Figure("audits", rows, "the hashing alone", once(lambda: draw(found, sizes, "benchmark"), times=3))
    yield Figure("audits", rows, "the published list", once(lambda: listed(found), times=3))

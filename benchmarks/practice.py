"""The practice hub as readers meet it: milliseconds of server time for its pages, its search, and its PDF.

29 is the starter collection; above that, generated pieces of the same length stand beside it. Growth is read across sizes.
"""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.figures import Figure, busy, once
from dueregard.kernel.refs import system
from dueregard.practice.commands.bringing_in import words_of
from dueregard.practice.commands.starter import pieces, put_up
from dueregard.practice.models import CaseStudy, Placement, Theme
from dueregard.practice.queries.booklets import EVERYTHING, title_and_chapters

ROWS = (29, 5_000)
PAGE = 30.0
SEARCH = 50.0


def run(rows: int) -> Iterator[Figure]:
    put_up(by=system("benchmarks"), now=timezone.now())
    _fill(rows - CaseStudy.objects.count())
    connection.cursor().execute("ANALYZE")
    client = Client()
    for what, path, goal in (
        ("front page", "", PAGE),
        ("a theme", "theme/welfare/", PAGE),
        ("a case study", "read/mentors-after-hours/", PAGE),
        ("search, a word in most pieces", "search/?q=students", SEARCH),
        ("search, two words in many", "search/?q=lead+week", SEARCH),
        ("search, a rare word", "search/?q=porters", SEARCH),
        ("search, found nowhere", "search/?q=zzyzx", SEARCH),
        ("Atom feed", "feed.atom", PAGE),
    ):
        yield from _page(rows, what, lambda path=path: client.get(f"/practice/{path}"), goal)
    if rows < 1000:
        yield from _on_paper(rows)


def _page(rows: int, what: str, ask: Callable[[], Any], goal: float) -> Iterator[Figure]:
    assert ask().status_code == 200, what
    took = busy(ask, times=9) * 1000
    yield Figure("practice", rows, what, took, "ms", "what we promise", goal, 1.0)
    with CaptureQueriesContext(connection) as asked:
        ask()
    yield Figure("practice", rows, f"{what}: queries", float(len(asked)), "", "at most", 15.0, 1.0)


def _on_paper(rows: int) -> Iterator[Figure]:
    """Everything as one PDF, for each 30 of its pages."""
    import io

    import pikepdf

    from dueregard.practice import papers

    def print_it() -> bytes:
        title, chapters = title_and_chapters(EVERYTHING)
        now = timezone.now()
        return papers.printed(papers.book(title, "Northmoor University", chapters, made=now), at=now)

    pages = len(pikepdf.open(io.BytesIO(print_it())).pages)
    took = once(print_it, times=3)
    yield Figure(
        "practice", rows, f"PDF of {pages} pages, per 30", took * 30 / pages, "s", "what we promise", 1.0, 1.0
    )


def _fill(count: int) -> None:
    """So many pieces, made of sentences of the starter collection in another order."""
    chance = random.Random(29)
    sentences = [line for piece in pieces() for line in piece.text.split(". ") if len(line) > 20]
    now, themes = timezone.now(), list(Theme.objects.all())
    made = []
    for number in range(max(0, count)):
        text = "## What was needed\n\n" + ". ".join(chance.sample(sentences, 25))
        title = f"Generated piece {number}"
        made.append(
            CaseStudy(
                slug=f"generated-{number}",
                title=title,
                text=text,
                summary=chance.choice(sentences)[:300],
                status="published",
                permission="Generated",
                words=words_of(title, "", text),
                created_at=now,
                changed_at=now - timedelta(minutes=number),
                published_at=now,
            )
        )
    CaseStudy.objects.bulk_create(made, batch_size=500)
    places = [
        Placement(case_study=each, theme=chance.choice(themes), position=100 + n)
        for n, each in enumerate(made)
    ]
    Placement.objects.bulk_create(places, batch_size=1000)

"""The register and the pages around it, as the server answers them: milliseconds, queries, and files.

Every page at 100,000 requests may cost at most 1.3 times what it costs at 10,000. Times are those of the processor
(`figures.busy`): the first call of a page, which compiles its templates, is not in them.
"""

import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.events import desk as d

from benchmarks.figures import Figure, busy, busy_once, busy_pair, forget_peak, peak
from dueregard.events.exports import HEADER, register_file, table
from dueregard.events.models import EventRequest
from dueregard.organisation.models import Person
from dueregard.setup.commands.bulk import fill

ROWS = (10_000, 100_000)
FIRST_PAGE, SEARCH, DECISION_PAGE = 50.0, 300.0, 60.0
"""Milliseconds that we promise."""
MEMORY = 300.0
"""MiB for the whole process, while it makes a file of 100,000 rows."""
GROWTH = 1.3
REGISTER = "/events/"
LISTS = (
    ("register, first page", {}),
    ("register, approved only", {"standing": "approved"}),
    ("register, refused only", {"standing": "refused"}),
    ("register, withdrawn for one reason", {"only": "why-plans"}),
    ("register, designated only", {"only": "designated"}),
    ("register, late only", {"only": "late"}),
    ("register, in progress, due first", {"standing": "open", "order": "due"}),
)
SEARCHES = (
    ("search, a word in many rows", "the"),
    ("search, a word in some rows", "marsh"),
    ("search, two words", "kofi marsh"),
    ("search, a rare word", "skeats"),
    ("search, found nowhere", "zzyzx"),
)


def run(rows: int) -> Iterator[Figure]:
    desk = d.a_desk()
    now = timezone.now()
    day = now.date() + timedelta(days=60)
    while day.weekday() > 4:
        day += timedelta(days=1)
    request = d.a_sent_request(desk, now=now, day=day)
    fill(rows, root=desk.town.provider, now=now)
    connection.cursor().execute("ANALYZE")
    reader, head = _client(desk.secretariat), _client(desk.head)
    for what, query in LISTS:
        yield from _page(rows, what, partial(reader.get, REGISTER, query), FIRST_PAGE)
    for what, word in SEARCHES:
        yield from _page(rows, what, partial(reader.get, REGISTER, {"q": word}), SEARCH)
    yield from _page(rows, "register of a department", partial(head.get, REGISTER), FIRST_PAGE)
    yield from _page(rows, "home", partial(head.get, "/home"))
    record = reverse("events:request", args=[request.pk])
    yield from _page(rows, "record of one request", partial(reader.get, record))
    d.all_checks(desk, request, now=now)
    decide = reverse("events:decide", args=[request.pk])
    yield from _page(rows, "decision page", partial(head.get, decide), DECISION_PAGE)
    yield from _decisions(rows, desk, head)
    yield from _files(rows)


def _client(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def _page(rows: int, what: str, ask: Callable[[], Any], goal: float = 0.0) -> Iterator[Figure]:
    assert ask().status_code == 200, what
    took = busy(ask) * 1000
    against = "what we promise" if goal else ""
    yield Figure("register", rows, what, took, "ms", against, goal, float(bool(goal)), GROWTH)
    with CaptureQueriesContext(connection) as asked:
        ask()
    yield Figure("register", rows, f"{what}: queries", float(len(asked)), "", "at most", 15.0, 1.0)


def _decisions(rows: int, desk: d.Desk, head: Client) -> Iterator[Figure]:
    now = timezone.now()
    day = now.date() + timedelta(days=60)
    waiting = [d.a_sent_request(desk, now=now, day=day) for _ in range(10)]
    for request in waiting:
        d.all_checks(desk, request, now=now)
    left = iter(waiting)

    def decide() -> None:
        address = reverse("events:decide", args=[next(left).pk])
        answer = head.post(address, {"outcome": "approved", "reasons": "Good.", "do": "decide"})
        assert answer.status_code == 302, answer.content

    took = busy(decide, times=8) * 1000
    yield Figure("register", rows, "record a decision", took, "ms", growth=GROWTH)


def _files(rows: int) -> Iterator[Figure]:
    register = EventRequest.objects.exclude(status="draft").order_by("-day", "-id")

    def csv() -> None:
        for _ in register_file(register, "csv"):  # type: ignore[union-attr]
            pass

    def xlsx() -> None:
        with register_file(register, "xlsx") as file:  # type: ignore[union-attr]
            file.read(1)

    forget_peak()
    yield Figure("register", rows, "all of it as CSV", busy_once(csv))
    yield _most(rows, "memory of the CSV")
    forget_peak()
    first = busy_once(xlsx)
    yield _most(rows, "memory of the XLSX")
    cells = list(table(register))
    ours, bare = busy_pair(xlsx, lambda: _bare(cells), times=1)
    ours = min(first, ours)
    yield Figure("register", rows, "all of it as XLSX", ours, "s", "the bare writer, same cells", bare, 1.3)


def _most(rows: int, what: str) -> Figure:
    return Figure("register", rows, what, peak(), "MiB", "what we promise", MEMORY, 1.0)


def _bare(cells: list[list[Any]]) -> None:
    """What xlsxwriter alone needs for cells that are there already."""
    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False})
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, HEADER)
        for line, row in enumerate(cells, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, column, value)
                elif isinstance(value, int):
                    page.write_number(line, column, value)
                elif value is not None:
                    page.write(line, column, value, day)
        book.close()

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Lower
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dueregard.accounts.models import User
from dueregard.kernel.paging import Count, Slice, _beyond, capped_count, keyset

START = datetime(2026, 11, 24, 9, 0, 0, 123456, tzinfo=UTC)
ORDERS = [
    ("joined_at", "id"),
    ("-joined_at", "-id"),
    ("-joined_at", "id"),
    ("joined_at", "-email"),
    ("id",),
    ("-joined_at", "email", "id"),
]


@pytest.fixture
def eleven(db: None) -> QuerySet[User]:
    """Eleven users, of whom up to four joined at the same moment."""
    User.objects.bulk_create(
        User(
            id=UUID(int=at),
            email=f"p{(at * 7) % 11:02}@example.ac.uk",
            joined_at=START + timedelta(microseconds=at // 4),
        )
        for at in range(1, 12)
    )
    return User.objects.all()


def walk(rows: QuerySet[Any], order: tuple[str, ...], size: int) -> list[Slice[Any]]:
    pages = [keyset(rows, order=order, after=None, before=None, size=size)]
    while pages[-1].next:
        pages.append(keyset(rows, order=order, after=pages[-1].next, before=None, size=size))
    return pages


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 3, 4, 11, 12])
def test_every_row_comes_once_forwards_and_backwards(
    eleven: QuerySet[User], order: tuple[str, ...], size: int
) -> None:
    there = walk(eleven, order, size)
    assert [row.pk for page in there for row in page.rows] == list(
        eleven.order_by(*order).values_list("pk", flat=True)
    )
    back = [there[-1]]
    while back[-1].previous:
        back.append(keyset(eleven, order=order, after=None, before=back[-1].previous, size=size))
    assert [page.rows for page in back] == [page.rows for page in reversed(there)]


def test_the_first_page_has_no_previous_and_the_last_no_next(eleven: QuerySet[User]) -> None:
    pages = walk(eleven, ("joined_at", "id"), 4)
    assert [bool(page.previous) for page in pages] == [False, True, True]
    assert [bool(page.next) for page in pages] == [True, True, False]


def test_rows_as_dictionaries_and_annotations_have_pages_too(eleven: QuerySet[User]) -> None:
    rows = eleven.annotate(small=Lower("email")).values("id", "small")
    assert [row["small"][:3] for page in walk(rows, ("-small", "-id"), 4) for row in page.rows] == [
        f"p{at:02}" for at in range(10, -1, -1)
    ]


def test_a_page_whose_rows_have_gone_becomes_the_first(eleven: QuerySet[User]) -> None:
    last = walk(eleven, ("joined_at", "id"), 4)[1].next
    User.objects.filter(pk__gt=UUID(int=8)).delete()
    found = keyset(eleven, order=("joined_at", "id"), after=last, before=None, size=4)
    assert [row.pk.int for row in found.rows] == [1, 2, 3, 4]


def cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "nonsense",
    [
        "", "x", "%00", "é", "====", "a" * 5000, "bnVsbA", cursor(), cursor(1), cursor(None, None), cursor({}, []),
        cursor("2026-11-24", "x"), cursor("2026-11-24T09:00:00", str(UUID(int=1))), cursor("\x00", "\ud800"),
        cursor(10**40, 10**40), cursor(True, 1.5), cursor("2026-13-45T09:00:00+00:00", str(UUID(int=1))),
        cursor("0001-01-01T00:00:00+23:59", str(UUID(int=1))), "W" * 900,
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", [("joined_at", "id"), ("-joined_at", "email")])
def test_a_nonsense_cursor_gives_the_first_page(
    eleven: QuerySet[User], nonsense: str, order: tuple[str, ...]
) -> None:
    first = keyset(eleven, order=order, after=None, before=None, size=4)
    assert keyset(eleven, order=order, after=nonsense, before=None, size=4).rows == first.rows
    assert keyset(eleven, order=order, after=None, before=nonsense, size=4).rows == first.rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.text() | st.integers() | st.none(), min_size=2, max_size=2).map(lambda v: cursor(*v))
)
def test_no_cursor_breaks_a_page(eleven: QuerySet[User], anything: str) -> None:
    assert keyset(eleven, order=("email", "id"), after=anything, before=None, size=4).rows


@pytest.mark.parametrize("order", [("joined_at", "id"), ("-joined_at", "-id")])
def test_a_page_deep_in_is_one_search_of_the_index(eleven: QuerySet[User], order: tuple[str, ...]) -> None:
    with connection.cursor() as database:
        database.execute("CREATE INDEX deep ON accounts_user (joined_at, id)")
        if connection.vendor == "postgresql":
            database.execute("SET LOCAL enable_seqscan = off")
            database.execute("SET LOCAL enable_bitmapscan = off")
    beyond = _beyond(order, [START, UUID(int=3)])
    plan = eleven.filter(beyond).order_by(*order)[:4].explain()
    searched = (
        "Index Cond: (ROW(joined_at, id)" if connection.vendor == "postgresql" else "deep ((joined_at,id)"
    )
    assert searched in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_a_count_stops_counting(eleven: QuerySet[User]) -> None:
    assert capped_count(eleven, 20) == Count(11, more=False)
    assert capped_count(eleven.order_by("email"), 11) == Count(11, more=False)
    assert capped_count(eleven, 10) == Count(10, more=True)
    assert [str(Count(48, more=False)), str(Count(1000, more=False)), str(Count(1000, more=True))] == [
        "48",
        "1,000",
        "more than 1,000",
    ]

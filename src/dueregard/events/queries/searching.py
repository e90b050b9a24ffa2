"""Finding requests by their words, in bounded time whether a word is rare or in nearly every row."""

from django.db import connection
from django.db.models import QuerySet

from dueregard.events.models import EventRequest
from dueregard.events.rules.searching import Wanted, wanted

RARE = 1000
"""Up to so many hits are taken from the full-text index by number; beyond that the register is walked in its own
order and each row's words are looked at, which finds a page of a common word after a few rows."""

_PROBES = {
    "sqlite": "SELECT rowid FROM events_words WHERE events_words MATCH %s LIMIT %s",
    "postgresql": (
        "SELECT number FROM events_eventrequest "
        "WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s) AND number IS NOT NULL LIMIT %s"
    ),
}


def having(rows: QuerySet[EventRequest], typed: str) -> QuerySet[EventRequest]:
    """`rows` less those that do not match what was typed; what cannot be found gives none."""
    looked_for = wanted(typed)
    if looked_for.number is not None:
        return rows.filter(number=looked_for.number)
    if not looked_for.words:
        return rows.none()
    numbers = _probe(looked_for)
    if len(numbers) <= RARE:
        return rows.filter(number__in=numbers)
    for word in looked_for.words:
        rows = rows.filter(words__contains=f" {word}")
    return rows


def _probe(looked_for: Wanted) -> list[int]:
    """The numbers of matching requests, at most one more than `RARE`."""
    vendor = connection.vendor
    if vendor == "sqlite":
        expression = " ".join(f'"{word}"*' for word in looked_for.words)
    else:
        expression = " & ".join(f"'{word}':*" for word in looked_for.words)
    with connection.cursor() as cursor:
        cursor.execute(_PROBES[vendor], [expression, RARE + 1])
        return [row[0] for row in cursor.fetchall()]

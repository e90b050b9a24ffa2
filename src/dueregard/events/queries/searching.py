"""Finding requests by their words, in bounded time whether a word is rare or in nearly every row."""

from django.db import connection
from django.db.models import Q, QuerySet

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
    if not looked_for.words:
        return rows.filter(number=looked_for.number) if looked_for.number is not None else rows.none()
    numbers = _probe(looked_for)
    found = Q(number__in=numbers) if len(numbers) <= RARE else _in_the_row(looked_for)
    return rows.filter(found if looked_for.number is None else found | Q(number=looked_for.number))


def _in_the_row(looked_for: Wanted) -> Q:
    found = Q()
    for word in looked_for.words:
        found &= Q(words__contains=f" {word}")
    return found


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

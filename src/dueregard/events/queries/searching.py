"""Finding requests by their words, in bounded time whether a word is rare or in nearly every row."""

import json
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from dueregard.events.models import EventRequest
from dueregard.events.rules.searching import Wanted, wanted
from dueregard.kernel.paging import Count, capped_count

RARE = 1000
"""Up to so many hits are taken from the full-text index by number; beyond that the register is walked in its own
order and each row's words are looked at, which finds a page of a common word after a few rows."""
MET = 5000
"""Up to so many hits SQLite is given by number on that walk: the index by day holds numbers, a row's words lie elsewhere."""
SAMPLE = 300
COMMON = SAMPLE // 10
"""A word in so many of the newest requests is not looked up at all: collecting its hits would cost more than walking."""

_MATCH = {
    "sqlite": "events_eventrequest.number IN (SELECT rowid FROM events_words WHERE events_words MATCH %s)",
    "postgresql": "to_tsvector('simple', events_eventrequest.words) @@ to_tsquery('simple', %s)",
}
_PROBES = {
    "sqlite": "SELECT rowid FROM events_words WHERE events_words MATCH %s LIMIT %s",
    "postgresql": (
        f"SELECT number FROM events_eventrequest WHERE {_MATCH['postgresql']} "  # noqa: S608 (no value is in it)
        "AND number IS NOT NULL LIMIT %s"
    ),
}


# The plus keeps SQLite from gathering all hits and sorting them.
_MET = "+events_eventrequest.number IN (SELECT value FROM json_each(%s))"


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed, and the numbers of the requests that it matches: None where there are more than `RARE`;
    `common` where the newest requests tell so already. `met`: the numbers to be met on a walk, where they are at hand."""

    wanted: Wanted
    numbers: list[int] | None
    common: bool = False
    met: list[int] | None = None

    def among(self, rows: QuerySet[EventRequest]) -> QuerySet[EventRequest]:
        """`rows` less those that do not match, to be read in the register's own order."""
        return rows.filter(self._or_the_number(self._in_the_row))

    def count(self, rows: QuerySet[EventRequest]) -> Count:
        """How many of the rows among which it was looked up match."""
        if self.numbers is None and not self.common:
            return Count(RARE, more=True)
        if self.numbers is not None and self.wanted.number is None:
            return Count(len(self.numbers), more=False)
        return capped_count(self.among(rows))

    def _or_the_number(self, by_words: Q) -> Q:
        number = self.wanted.number
        if not self.wanted.words:
            return Q(number=number) if number is not None else Q(pk__in=[])
        found = Q(number__in=self.numbers) if self.numbers is not None else by_words
        return found if number is None else found | Q(number=number)

    @property
    def _in_the_row(self) -> Q:
        if self.met is not None:
            return Q(RawSQL(_MET, [json.dumps(self.met)], output_field=BooleanField()))  # noqa: S611
        found = Q()
        for word in self.wanted.words:
            found &= Q(words__contains=f" {word}")
        return found


def look_up(typed: str, rows: QuerySet[EventRequest], *, all_of_them: bool = False) -> Search:
    """What was typed, looked up among `rows` with three queries at most; what cannot be found gives a search that finds
    nothing. `all_of_them`: the rows are all requests that were sent."""
    looked_for = wanted(typed)
    if not looked_for.words:
        return Search(looked_for, [])
    if _is_common(looked_for):
        return Search(looked_for, None, common=True)
    numbers = _probe(looked_for) if all_of_them else _probe_among(rows, looked_for)
    if len(numbers) <= RARE:
        return Search(looked_for, numbers)
    return Search(looked_for, None, met=_to_be_met(looked_for))


def having(rows: QuerySet[EventRequest], typed: str) -> QuerySet[EventRequest]:
    """`rows` less those that do not match what was typed; what cannot be found gives none."""
    return look_up(typed, rows).among(rows)


def _is_common(looked_for: Wanted) -> bool:
    newest = EventRequest.objects.filter(number__isnull=False).order_by("-number")
    hits = sum(
        all(f" {word}" in words for word in looked_for.words)
        for words in newest.values_list("words", flat=True)[:SAMPLE]
    )
    return hits >= COMMON


def _probe(looked_for: Wanted, most: int = RARE) -> list[int]:
    """The numbers of matching requests, at most one more than `most`."""
    with connection.cursor() as cursor:
        cursor.execute(_PROBES[connection.vendor], [_expression(looked_for), most + 1])
        return [row[0] for row in cursor.fetchall()]


def _to_be_met(looked_for: Wanted) -> list[int] | None:
    """The numbers of all matching requests, where they help a walk and are not too many."""
    if connection.vendor != "sqlite":
        return None
    numbers = _probe(looked_for, MET)
    return numbers if len(numbers) <= MET else None


def _probe_among(rows: QuerySet[EventRequest], looked_for: Wanted) -> list[int]:
    """The same of `rows`: who sees few of them is not told by the index alone."""
    match = RawSQL(_MATCH[connection.vendor], [_expression(looked_for)], output_field=BooleanField())  # noqa: S611
    found = rows.filter(Q(match), number__isnull=False).order_by().values_list("number", flat=True)
    return list(found[: RARE + 1])  # type: ignore[arg-type]


def _expression(looked_for: Wanted) -> str:
    """The words as the database's full-text index is asked for them: all of them, each as a beginning."""
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"*' for word in looked_for.words)
    return " & ".join(f"'{word}':*" for word in looked_for.words)

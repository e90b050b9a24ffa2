"""Finding texts by their words, in bounded time whether a word is rare or in nearly every text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from dueregard.kernel.words import wanted_words
from dueregard.practice.models import CaseStudy
from dueregard.practice.rules.highlighting import Snippet, bare, snippet

if TYPE_CHECKING:
    from dueregard.practice.queries.hub import Filters

FEW = 25
RARE = 200
"""On SQLite up to so many hits are taken from the full-text index; beyond that the texts are walked in the order of
their titles, which finds a page of a common word after a few. PostgreSQL knows which words are common, and chooses."""
_PROBE = "SELECT study FROM practice_words WHERE words MATCH %s LIMIT %s"
_HAS = "practice_casestudy.word_vector @@ to_tsquery('simple', %s)"


@dataclass(frozen=True, slots=True)
class Hit:
    study: CaseStudy
    title: Snippet
    text: Snippet


@dataclass(slots=True)
class Found:
    words: tuple[str, ...]
    hits: list[Hit]
    more: bool


def search(typed: str, filters: "Filters", among: QuerySet[CaseStudy]) -> Found:
    """Texts that have every word, those with a word in the title first; at most `FEW`. Three queries at most."""
    words = wanted_words(typed)
    if not words:
        return Found((), [], more=False)
    rows = filters.narrow(among).filter(short_of=None).order_by("title", "pk")
    rows = rows.only("slug", "title", "summary", "text", "kind", "illustration")
    in_title = Q()
    for word in words:
        in_title |= Q(title__icontains=word)
    has_words = _having(words)
    found = list(rows.filter(_if_so(in_title, has_words))[: FEW + 1])
    if len(found) <= FEW:
        found += rows.exclude(in_title).filter(has_words)[: FEW + 1 - len(found)]
    return Found(words, [_hit(each, words) for each in found[:FEW]], more=len(found) > FEW)


def _hit(study: CaseStudy, words: Sequence[str]) -> Hit:
    text = f"{study.summary} {bare(study.text)}".strip()
    return Hit(study, snippet(study.title, words), snippet(text, words))


def _if_so(first: Q, then: Q) -> Q:
    """Both. PostgreSQL looks at the second where the first is so, and not before: titles are short, and to read the
    words of every text takes longer than all else."""
    if connection.vendor != "postgresql":
        return first & then
    return Q(Case(When(first, then=then), default=Value(value=False), output_field=BooleanField()))


def _having(words: Sequence[str]) -> Q:
    """Texts that have every word."""
    if connection.vendor == "postgresql":
        return Q(RawSQL(_HAS, [_expression(words)], output_field=BooleanField()))  # noqa: S611
    keys = _probe(words)
    if len(keys) <= RARE:
        return Q(pk__in=keys)
    found = Q()
    for word in words:
        found &= Q(words__contains=f" {word}")
    return found


def _probe(words: Sequence[str]) -> list[str]:
    """The ids of texts that have every word, at most one more than `RARE`."""
    with connection.cursor() as cursor:
        cursor.execute(_PROBE, [_expression(words), RARE + 1])
        return [str(row[0]) for row in cursor.fetchall()]


def _expression(words: Sequence[str]) -> str:
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"*' for word in words)
    return " & ".join(f"'{word}':*" for word in words)

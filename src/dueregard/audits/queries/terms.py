"""Who held which post when: the register of posts, read backwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dueregard.audits.rules.checklist.facts import Held
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.models import Deputy, Holding, PostKind, Unit


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody in a post, as holder or deputy, between two days (`ends` None: to this day)."""

    post: str
    path: str
    person: UUID
    starts: date
    ends: date | None
    deputy: bool

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Terms:
    rows: list[Term]
    titles: dict[str, str]

    @classmethod
    def of(cls, posts: Iterable[str]) -> Terms:
        """Three queries."""
        codes = list(posts)
        rows = [
            *(_term(each, deputy=False) for each in _rows(Holding, codes)),
            *(_term(each, deputy=True) for each in _rows(Deputy, codes)),
        ]
        titles = dict(PostKind.objects.filter(code__in=codes).order_by().values_list("code", "title"))
        return cls(rows, titles)

    def title(self, post: str) -> str:
        """The title of a kind of post as the provider calls it; a post that stands nowhere goes by its code."""
        return self.titles.get(post) or post.replace("-", " ").capitalize()

    def held(
        self, person: UUID | None, posts: Iterable[str], unit: Unit, day: date, *, climbed: Iterable[str] = ()
    ) -> Held:
        """In which way somebody held one of the posts, in the unit or above it, or on its sponsor's side."""
        if person is None:
            return ""
        codes, ways = set(posts), _paths(unit)
        mine = [row for row in self.rows if row.person == person and row.covers(day)]
        there = [row for row in mine if any(path.startswith(row.path) for path in ways)]
        fitting = [row for row in there if row.post in codes]
        if fitting:
            return "deputy" if all(row.deputy for row in fitting) else "holder"
        above = set(climbed)
        return "climbed" if any(row.post in above for row in there) else "no"


def _paths(unit: Unit) -> list[str]:
    return [unit.path, unit.sponsor.path] if unit.sponsor is not None else [unit.path]


def _rows(model: Any, codes: list[str]) -> Iterable[Any]:
    rows: QuerySet[Any] = model.objects.filter(post__kind__code__in=codes).order_by()
    return rows.values_list(
        "post__kind__code", "post__unit__path", "person_id", "starts", "ends", "withdrawn_at"
    )


def _term(row: Any, *, deputy: bool) -> Term:
    post, path, person, starts, ends, withdrawn = row
    return Term(post, path, person, starts, _earlier(ends, withdrawn), deputy)


def _earlier(ends: date | None, withdrawn: datetime | None) -> date | None:
    """A post that was taken away was held on the day when that happened."""
    gone = today_in_london(withdrawn) if withdrawn else None
    return min((each for each in (ends, gone) if each), default=None)

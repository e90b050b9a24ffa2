"""Whose turn it is: the holder of a post, in absence the deputy, else the next unit up (procedures.md).

`Board.load` reads all posts of some kinds with a constant number of queries; a turn is then arithmetic, so that
a list of a hundred requests asks the database no more than one request does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value

from dueregard.kernel.dates import WorkingCalendar
from dueregard.organisation.memory import remembered
from dueregard.organisation.models import Person, Post, Unit
from dueregard.organisation.terms import in_force, is_away


@dataclass(frozen=True, slots=True)
class Turn:
    """Who acts for a post code asked for in a unit. `post` and `unit` are where the lookup ended: the unit itself,
    a unit above, or the sponsor's side; `post` is None where nobody was found. `holders` are present; `deputies`
    act for holders who are away (`away`) or for a vacant post. `why` explains anything but the plain case."""

    post: Post | None
    unit: Unit
    holders: list[Person]
    deputies: list[Person]
    why: str
    away: list[Person] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """Everybody whose turn it is."""
        return [*self.holders, *self.deputies]

    def __bool__(self) -> bool:
        return bool(self.holders or self.deputies)


@dataclass(slots=True)
class Seat:
    """One post as it stands on a day."""

    post: Post
    present: list[Person] = field(default_factory=list)
    away: list[Person] = field(default_factory=list)
    deputies: list[Person] = field(default_factory=list)


@dataclass(slots=True)
class Board:
    """All posts of some kinds as they stand on a day, and the side ways of sponsored units."""

    seats: dict[tuple[str, UUID], Seat]
    sponsors: dict[UUID, Unit]

    @classmethod
    def load(cls, today: date, post_codes: Iterable[str] | None = None) -> Board:
        """Two queries, whatever the number of units, posts and people, and one for the landmarks."""
        posts = Post.objects.select_related("kind", "unit")
        if post_codes is not None:
            posts = posts.filter(kind__code__in=list(post_codes))
        seats = {post.pk: Seat(post) for post in posts}
        for person in _who_sits(today, None if post_codes is None else seats):
            seat = seats[person.seat]
            if person.role == "deputyships":
                if not person.is_away:
                    seat.deputies.append(person)
            else:
                (seat.away if person.is_away else seat.present).append(person)
        by_place = {(seat.post.kind.code, seat.post.unit_id): seat for seat in seats.values()}
        return cls(by_place, landmarks().sponsors)

    @property
    def posts(self) -> Iterable[Post]:
        return (seat.post for seat in self.seats.values())

    def turn(self, post_code: str, unit: Unit) -> Turn:
        passed: list[str] = []
        for step in self._way_up(unit):
            seat = self.seats.get((post_code, step))
            if seat is None:
                continue
            if seat.present:
                return Turn(seat.post, seat.post.unit, seat.present, [], " ".join(passed), seat.away)
            reason = _why_not_the_holder(seat)
            if seat.deputies:
                why = " ".join([*passed, f"{reason} {_names(seat.deputies)} stands in."])
                return Turn(seat.post, seat.post.unit, [], seat.deputies, why, seat.away)
            passed.append(f"{reason} Nobody stands in, so it goes to the next unit.")
        ending = (
            "Nobody above holds this post." if passed else "No unit from here upwards has this post filled."
        )
        return Turn(None, unit, [], [], " ".join([*passed, ending]))

    def _way_up(self, unit: Unit) -> Iterable[UUID]:
        """Ids from the unit upwards; a sponsored unit goes on at its sponsor instead of its parent."""
        seen: set[UUID] = set()
        way = list(reversed(unit.lineage))
        while way:
            step = way.pop(0)
            if step in seen:
                return
            seen.add(step)
            yield step
            if step in self.sponsors:
                way = list(reversed(self.sponsors[step].lineage))


def _who_sits(today: date, posts: Iterable[UUID] | None) -> Iterable[Any]:
    """Holders and deputies in force of these posts (None: of all): people, each with `seat` (the post's id),
    `role` and `is_away`. One query; somebody who sits twice comes twice."""
    holders: QuerySet[Any] = _sitting("holdings", today, posts)
    deputies: QuerySet[Any] = _sitting("deputyships", today, posts)
    return holders.union(deputies, all=True).order_by("since", "entry")


def _sitting(role: str, today: date, posts: Iterable[UUID] | None) -> QuerySet[Any]:
    inside = in_force(today, of=role)
    if posts is not None:
        inside &= Q(**{f"{role}__post__in": list(posts)})
    return (
        Person.objects.filter(inside)
        .order_by()
        .annotate(
            role=Value(role),
            seat=F(f"{role}__post_id"),
            since=F(f"{role}__starts"),
            entry=F(f"{role}__pk"),
            is_away=is_away(today, person="pk"),
        )
    )


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What nearly every page asks of the trees: their roots, when those are closed, and who sponsors whom."""

    roots: dict[UUID, Unit]
    closed: dict[UUID, frozenset[date]]
    sponsors: dict[UUID, Unit]


def landmarks() -> Landmarks:
    """One query."""
    return remembered("landmarks", _landmarks)


def _landmarks() -> Landmarks:
    wanted = Unit.objects.filter(Q(parent=None) | Q(sponsor__isnull=False)).select_related("sponsor")
    rows = list(wanted.annotate(closure=F("closure_days__day")).order_by())
    closed: dict[UUID, set[date]] = {}
    for row in rows:
        closed.setdefault(row.pk, set()).update([row.closure] if row.closure else [])
    return Landmarks(
        roots={row.pk: row for row in rows if row.parent_id is None},
        closed={pk: frozenset(days) for pk, days in closed.items()},
        sponsors={row.pk: row.sponsor for row in rows if row.sponsor},
    )


def board_for_pages(today: date) -> Board:
    """All posts as they stand, read once for one request however many parts of its page ask. For pages only:
    a command reads what is true under its lock (`Board.load`)."""
    return remembered(("board", today), lambda: Board.load(today))


def who_holds(post_code: str, *, unit: Unit, today: date) -> Turn:
    """Whose turn it is in this unit for this kind of post."""
    return Board.load(today, [post_code]).turn(post_code, unit)


def is_turn_of(person: Person, post_code: str, unit: Unit, today: date) -> bool:
    return person in who_holds(post_code, unit=unit, today=today).people


def who_may_act(post_code: str, unit: Unit, today: date) -> list[Person]:
    return who_holds(post_code, unit=unit, today=today).people


def provider_of(unit: Unit) -> Unit:
    """The root of the tree in which the unit stands."""
    return unit if unit.parent_id is None else landmarks().roots[unit.root_id]


def calendar_of(unit: Unit) -> WorkingCalendar:
    """The working days of the unit's provider: its nation's bank holidays and its own closure days."""
    found = landmarks()
    return WorkingCalendar(found.roots[unit.root_id].nation, found.closed[unit.root_id])


def _why_not_the_holder(seat: Seat) -> str:
    title = f"{seat.post.kind.title} in {seat.post.unit.name}"
    if seat.away:
        return f"{title}: {_names(seat.away)} is away."
    return f"{title}: nobody holds this post now."


def _names(people: list[Person]) -> str:
    return " and ".join(person.name for person in people)

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

from django.db.models import F, FilteredRelation, Q, QuerySet

from dueregard.kernel.dates import WorkingCalendar
from dueregard.organisation.memory import remembered
from dueregard.organisation.models import Person, Post, Unit
from dueregard.organisation.terms import covers_day, is_away


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

    def take(self, holder: Person, today: date, *, away: bool) -> None:
        """Nobody sits twice for one reason, and nobody sits who has left."""
        _add(holder, self.away if away else self.present, today)

    def take_deputy(self, deputy: Person, today: date) -> None:
        _add(deputy, self.deputies, today)


@dataclass(slots=True)
class Board:
    """All posts of some kinds as they stand on a day, and the side ways of sponsored units."""

    seats: dict[tuple[str, UUID], Seat]
    sponsors: dict[UUID, Unit]

    @classmethod
    def load(cls, today: date, post_codes: Iterable[str] | None = None) -> Board:
        """One query, whatever the number of units, posts and people, and one for the landmarks."""
        seats: dict[UUID, Seat] = {}
        for row in _who_sits(today, post_codes):
            seat = seats.setdefault(row.pk, Seat(row))
            if row.holding_id is not None:
                seat.take(row.holding.person, today, away=row.holder_away)
            if row.deputyship_id is not None and not row.deputy_away:
                seat.take_deputy(row.deputyship.person, today)
        by_place = {(seat.post.kind.code, seat.post.unit_id): seat for seat in seats.values()}
        return cls(by_place, landmarks().sponsors)

    @property
    def posts(self) -> Iterable[Post]:
        return (seat.post for seat in self.seats.values())

    def turn(self, post_code: str, unit: Unit) -> Turn:
        passed: list[str] = []
        for step in self.way_up(unit):
            seat = self.seats.get((post_code, step))
            if seat is None:
                continue
            if seat.present:
                return Turn(seat.post, seat.post.unit, seat.present, [], " ".join(passed), seat.away)
            reason = _why_not_the_holder(seat)
            if seat.deputies:
                why = " ".join(
                    [*passed, f"{reason} {_names(seat.deputies)} {_do(seat.deputies, 'stands', 'stand')} in."]
                )
                return Turn(seat.post, seat.post.unit, [], seat.deputies, why, seat.away)
            passed.append(f"{reason} Nobody stands in, so it goes to the next unit.")
        ending = (
            "Nobody above holds this post." if passed else "No unit from here upwards has this post filled."
        )
        return Turn(None, unit, [], [], " ".join([*passed, ending]))

    def way_up(self, unit: Unit) -> Iterable[UUID]:
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


def _add(person: Person, people: list[Person], today: date) -> None:
    if person not in people and not person.has_left(today):
        people.append(person)


def _who_sits(today: date, post_codes: Iterable[str] | None) -> QuerySet[Any]:
    """The posts of these kinds (None: of all), each once for every pair of a `holding` and a `deputyship` in force,
    either of which may be missing."""
    posts: QuerySet[Any] = Post.objects.all()
    if post_codes is not None:
        posts = posts.filter(kind__code__in=list(post_codes))
    terms = {
        "holding": FilteredRelation("holdings", condition=covers_day(today, of="holdings")),
        "deputyship": FilteredRelation("deputies", condition=covers_day(today, of="deputies")),
    }
    sitting: QuerySet[Any] = (
        posts.annotate(**terms)
        .select_related("kind", "unit", "holding__person", "deputyship__person")
        .annotate(
            holding_id=F("holding__pk"),
            deputyship_id=F("deputyship__pk"),
            holder_away=is_away(today, person="holding__person_id"),
            deputy_away=is_away(today, person="deputyship__person_id"),
        )
        .order_by("holding__starts", "holding__pk", "deputyship__starts", "deputyship__pk")
    )
    return sitting


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
        return f"{title}: {_names(seat.away)} {_do(seat.away, 'is', 'are')} away."
    return f"{title}: nobody holds this post now."


def _do(people: list[Person], one: str, several: str) -> str:
    return one if len(people) == 1 else several


def _names(people: list[Person]) -> str:
    return " and ".join(person.name for person in people)

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

from django.db.models import Exists

from dueregard.kernel.dates import WorkingCalendar
from dueregard.organisation.memory import remembered
from dueregard.organisation.models import Deputy, Holding, Person, Post, Unit
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
        """Three queries, and a fourth where units have sponsors, whatever the number of units, posts and people."""
        posts = Post.objects.select_related("kind", "unit").annotate(
            any_sponsored=Exists(Unit.objects.exclude(sponsor=None))
        )
        holdings = Holding.objects.filter(in_force(today)).select_related("person")
        deputies = Deputy.objects.filter(in_force(today)).select_related("person")
        if post_codes is not None:
            codes = list(post_codes)
            posts = posts.filter(kind__code__in=codes)
            holdings = holdings.filter(post__kind__code__in=codes)
            deputies = deputies.filter(post__kind__code__in=codes)
        seats = {post.pk: Seat(post) for post in posts}
        for holding in holdings.annotate(is_away=is_away(today)).order_by("starts", "pk"):
            seat = seats[holding.post_id]
            (seat.away if holding.is_away else seat.present).append(holding.person)
        for deputy in deputies.annotate(is_away=is_away(today)).order_by("starts", "pk"):
            if not deputy.is_away:
                seats[deputy.post_id].deputies.append(deputy.person)
        sponsored = Unit.objects.exclude(sponsor=None).select_related("sponsor")
        any_sponsored = any(getattr(seat.post, "any_sponsored", False) for seat in seats.values())
        sponsors = {unit.pk: unit.sponsor for unit in sponsored if unit.sponsor} if any_sponsored else {}
        return cls({(seat.post.kind.code, seat.post.unit_id): seat for seat in seats.values()}, sponsors)

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
    if unit.parent_id is None:
        return unit
    return remembered(("root", unit.root_id), lambda: Unit.objects.get(pk=unit.root_id))


def name_of_provider(root: UUID) -> str:
    return str(_root_facts(root)[0][0])


def calendar_of(unit: Unit) -> WorkingCalendar:
    """The working days of the unit's provider: its nation's bank holidays and its own closure days."""
    return remembered(("calendar", unit.root_id), lambda: _calendar(unit))


def _calendar(unit: Unit) -> WorkingCalendar:
    facts = _root_facts(unit.root_id)
    return WorkingCalendar(facts[0][1], frozenset(day for _, _, day in facts if day))


def _root_facts(root: UUID) -> list[tuple[Any, ...]]:
    """Name and nation of a provider with each of its closure days, in one query: every page asks for both."""
    rows = Unit.objects.filter(pk=root).order_by().values_list("name", "nation", "closure_days__day")
    return remembered(("root facts", root), lambda: list(rows))  # type: ignore[arg-type]


def _why_not_the_holder(seat: Seat) -> str:
    title = f"{seat.post.kind.title} in {seat.post.unit.name}"
    if seat.away:
        return f"{title}: {_names(seat.away)} is away."
    return f"{title}: nobody holds this post now."


def _names(people: list[Person]) -> str:
    return " and ".join(person.name for person in people)

"""Who may do what, where: posts carry permissions, in their unit and everything below it.

A page asks `may` to decide what to show, starts its queries from `units_where(...).filter(...)`, and every
command calls `require` under its lock. Finding a person's posts takes one query, kept for one request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, F, FilteredRelation, Model, Q, QuerySet
from django.utils import timezone

from dueregard.kernel.catalogue import permissions
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed
from dueregard.kernel.refs import Actor
from dueregard.organisation.models import Deputy, Holding, Person, Post, Unit
from dueregard.organisation.terms import covers_day, in_force, is_away

PermissionCode = str
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class PostInForce:
    """A post that a person holds today, or stands in for (`as_deputy_for`: the holder who is away; `is_deputy`
    is true as well where the post is vacant)."""

    post_id: str
    post_kind_code: str
    title: str
    unit: Unit
    permissions: frozenset[str]
    as_deputy_for: Person | None = None
    is_deputy: bool = False


@dataclass(frozen=True, slots=True)
class UnitScope:
    """Units where a person may do something: `everything`, or those at or below one of `paths`."""

    everything: bool
    paths: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.everything or bool(self.paths)

    def __contains__(self, unit: object) -> bool:
        return isinstance(unit, Unit) and (
            self.everything or any(unit.path.startswith(path) for path in self.paths)
        )

    def units(self) -> QuerySet[Unit]:
        return self.filter(Unit.objects.all(), "")

    def filter(self, queryset: QuerySet[M], field: str = "unit") -> QuerySet[M]:
        """`queryset` less the rows whose unit (the foreign key `field`; "" for units themselves) is outside."""
        if self.everything:
            return queryset
        if not self.paths:
            return queryset.none()
        below = Q()
        for path in self.paths:
            below |= Q(path__startswith=path)
        if not field:
            return queryset.filter(below)
        return queryset.filter(**{f"{field}__in": Unit.objects.filter(below).order_by().values("pk")})


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do on one day."""

    today: date
    posts: tuple[PostInForce, ...]
    several_roots: bool

    def may(self, code: PermissionCode, *, unit: Unit | None = None) -> bool:
        return self.post_with(code, unit=unit) is not None

    def post_with(self, code: PermissionCode, *, unit: Unit | None = None) -> PostInForce | None:
        """The first post that carries the permission in the unit; a post of one's own before a deputyship."""
        _known(code)
        for post in self.posts:
            if code in post.permissions and (unit is None or unit.is_within(post.unit)):
                return post
        return None

    def units_where(self, code: PermissionCode) -> UnitScope:
        _known(code)
        units = [post.unit for post in self.posts if code in post.permissions]
        if not self.several_roots and any(unit.parent_id is None for unit in units):
            return UnitScope(everything=True, paths=())
        return UnitScope(everything=False, paths=_outermost(unit.path for unit in units))

    def needs_second_factor(self) -> bool:
        return any(permissions[code].second_factor for code in self.codes() if code in permissions)

    def codes(self) -> frozenset[str]:
        return frozenset(code for post in self.posts for code in post.permissions)


def may(person: Person, code: PermissionCode, *, unit: Unit | None = None, today: date | None = None) -> bool:
    """Whether any post of this person that is in force, in the unit or above it, carries the permission."""
    return access_of(person, today).may(code, unit=unit)


def require(
    by: Person | Actor, code: PermissionCode, *, unit: Unit | None = None, today: date | None = None
) -> Actor:
    """The actor, with the post in which they act, as whom to record; raises `NotAllowed` unless `by` may.

    Always asks the database, never what a request remembers. A named system actor (a preset, a schedule, the
    command line) may: whoever can start it has the machine.
    """
    _known(code)
    if isinstance(by, Actor):
        if by.kind == "system":
            return by
        raise NotAllowed
    post = resolve(by, today or _today()).post_with(code, unit=unit)
    if post is None:
        where = f" in {unit.name}" if unit else ""
        raise NotAllowed(f"None of your posts lets you {permissions[code].label}{where}.")
    return by.actor(post.post_kind_code)


def require_at_a_root(by: Person | Actor, code: PermissionCode, *, today: date | None = None) -> Actor:
    """The same for what concerns no unit below a provider: a new provider, a kind of post."""
    _known(code)
    if isinstance(by, Actor):
        return require(by, code)
    for post in resolve(by, today or _today()).posts:
        if code in post.permissions and post.unit.parent_id is None:
            return by.actor(post.post_kind_code)
    raise NotAllowed(f"Only a post for the whole provider lets you {permissions[code].label} at this level.")


def units_where(person: Person, code: PermissionCode, *, today: date | None = None) -> UnitScope:
    return access_of(person, today).units_where(code)


def posts_of(person: Person, today: date) -> list[PostInForce]:
    return list(access_of(person, today).posts)


def access_of(person: Person, today: date | None = None) -> Access:
    """This person's access; remembered on the person of the request, found anew for any other."""
    day = today or _today()
    remembered: Access | None = getattr(person, "_access", None)
    if remembered is not None and remembered.today == day:
        return remembered
    found = resolve(person, day)
    if getattr(person, "_of_request", False):
        person._access = found  # type: ignore[attr-defined]
    return found


def remember_on(person: Person) -> None:
    """Mark the person of a request, so that its access is found once."""
    person._of_request = True  # type: ignore[attr-defined]


def resolve(person: Person, today: date) -> Access:
    """One query: the posts that the person holds or deputises for, each with everybody who holds it."""
    rows = list(_posts_around(person, today))
    own = [row for row in rows if row.holder_id == person.pk]
    posts = [_held(row) for row in own]
    held = {post.post_id for post in posts}
    deputised = [row for row in rows if row.deputy_id]
    for row in sorted(deputised, key=lambda row: (row.deputyship.starts, row.deputyship.pk)):
        holders = [each for each in rows if each.pk == row.pk and _is_held(each, today)]
        if str(row.pk) not in held and all(each.holder_away for each in holders):
            held.add(str(row.pk))
            posts.append(_deputised(row, holders[0].holding.person if holders else None))
    return Access(today, tuple(posts), any(row.several_roots for row in rows))


def _is_held(row: Any, today: date) -> bool:
    return row.holder_id is not None and not row.holding.person.has_left(today)


def _posts_around(person: Person, today: date) -> QuerySet[Any]:
    """Each post once for every `holding` in force, or with none; `deputyship` is this person's own, if any."""
    mine = Holding.objects.filter(in_force(today), person=person).order_by().values("post")
    deputised = Deputy.objects.filter(in_force(today), person=person).order_by().values("post")
    own_deputyship = covers_day(today, of="deputies") & Q(deputies__person=person.pk)
    found: QuerySet[Any] = Post.objects.filter(pk__in=mine.union(deputised)).annotate(
        holding=FilteredRelation("holdings", condition=covers_day(today, of="holdings")),
        deputyship=FilteredRelation("deputies", condition=own_deputyship),
    )
    around: QuerySet[Any] = (
        found.select_related("kind", "unit", "holding__person", "deputyship")
        .annotate(holder_id=F("holding__person_id"), deputy_id=F("deputyship__pk"))
        .annotate(holder_away=is_away(today, person="holding__person_id"), several_roots=_several_roots())
        .order_by("holding__starts", "holding__pk")
    )
    return around


def _several_roots() -> Exists:
    first = Unit.objects.filter(parent=None).order_by("pk").values("pk")[:1]
    return Exists(Unit.objects.filter(parent=None).exclude(pk__in=first))


def _held(post: Post) -> PostInForce:
    return PostInForce(
        str(post.pk), post.kind.code, post.kind.title, post.unit, frozenset(post.kind.permissions)
    )


def _deputised(post: Post, holder: Person | None) -> PostInForce:
    return replace(_held(post), as_deputy_for=holder, is_deputy=True)


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that lie below no other: the shortest list with the same meaning."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


def _known(code: str) -> None:
    permissions[code]


def _today() -> date:
    return today_in_london(timezone.now())

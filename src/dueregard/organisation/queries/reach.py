"""Which units, people and posts a person may see in set-up."""

from uuid import UUID

from django.db.models import QuerySet

from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import Access, UnitScope
from dueregard.organisation.catalogue import (
    MANAGE_CLOSURE_DAYS,
    MANAGE_PEOPLE,
    MANAGE_POSTS,
    MANAGE_UNITS,
    RESET_SECOND_FACTOR,
)
from dueregard.organisation.models import Person, Post, Unit

TO_SEE = (MANAGE_UNITS, MANAGE_PEOPLE, MANAGE_POSTS, MANAGE_CLOSURE_DAYS, RESET_SECOND_FACTOR)


def reach(access: Access) -> UnitScope:
    """Where any post of this person lets them set something up."""
    scopes = [access.units_where(code) for code in TO_SEE]
    if any(scope.everything for scope in scopes):
        return UnitScope(everything=True, paths=())
    return UnitScope(
        everything=False, paths=tuple(sorted({path for scope in scopes for path in scope.paths}))
    )


def units_seen(access: Access) -> QuerySet[Unit]:
    return reach(access).units()


def unit_seen(access: Access, pk: UUID) -> Unit:
    """`NotThere` for a unit that does not exist or lies outside."""
    unit = units_seen(access).select_related("parent", "sponsor").filter(pk=pk).first()
    if unit is None:
        raise NotThere
    return unit


def people_seen(access: Access) -> QuerySet[Person]:
    return reach(access).filter(Person.objects.all(), "unit")


def person_seen(access: Access, pk: UUID, *, oneself: Person | None) -> Person:
    """Oneself, or a person of a unit within reach."""
    mine = Person.objects.filter(pk=oneself.pk) if oneself else Person.objects.none()
    for people in (mine, people_seen(access)):
        person = people.select_related("unit", "user").filter(pk=pk).first()
        if person is not None:
            return person
    raise NotThere


def post_seen(access: Access, pk: UUID) -> Post:
    posts = reach(access).filter(Post.objects.select_related("kind", "unit"), "unit")
    post = posts.filter(pk=pk).first()
    if post is None:
        raise NotThere
    return post

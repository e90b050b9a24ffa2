"""Posters: printed, hung, and which of them tell what is no longer true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import Access, UnitScope
from dueregard.organisation.models import Deputy, Holding, Person, Unit
from dueregard.organisation.terms import in_force
from dueregard.outreach.catalogue import MANAGE
from dueregard.outreach.models import Ending, Hanging, NamedPost, Naming, Poster
from dueregard.outreach.queries.wording import with_words

HANGING, OLD, MINE, DOWN = "hanging", "old", "mine", "down"
SHOWN = {
    HANGING: "Hanging now",
    OLD: "Hanging and out of date",
    MINE: "Mine to replace",
    DOWN: "Came down",
}

OLD_WORDS = ~Q(words_then=F("words_now"))
"""Of rows `with_words`: those whose words have changed since."""


def old_namings(today: date) -> QuerySet[Any]:
    """Where a poster names somebody who no longer holds the post (`gone`), or prints a number that has changed
    (`number_now`). A holder who is away holds the post all the same."""
    held = Holding.objects.filter(in_force(today), post=OuterRef("post"))
    stands = Deputy.objects.filter(in_force(today), post=OuterRef("post"), person=OuterRef("person"))
    named = NamedPost.objects.filter(post=OuterRef("post")).exclude(telephone=OuterRef("telephone"))
    rows: QuerySet[Any] = Naming.objects.annotate(
        holds=Exists(held.filter(person=OuterRef("person"))),
        anybody=Exists(held),
        stands=Exists(stands),
        number_now=Subquery(named.values("telephone")[:1]),
    )
    still = Q(holds=True) | Q(as_deputy=True, stands=True, anybody=False)
    found: QuerySet[Any] = rows.filter(~still | Q(number_now__isnull=False))
    return found


def with_age(rows: QuerySet[Any], today: date, poster: str = "poster") -> QuerySet[Any]:
    """`rows` with whether their poster is `out_of_date`: for whom it names, for a number, or for its words."""
    told = with_words(rows, "" if poster == "pk" else f"{poster}__")
    names = told.annotate(old_names=Exists(old_namings(today).filter(poster=OuterRef(poster))))
    found: QuerySet[Any] = names.annotate(
        out_of_date=ExpressionWrapper(Q(old_names=True) | OLD_WORDS, output_field=BooleanField())
    )
    return found


def old_ones(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    found: QuerySet[Any] = with_age(rows, today).filter(out_of_date=True)
    return found


def reasons_of(posters: Iterable[UUID], today: date) -> dict[UUID, list[str]]:
    """What each poster says that is no longer true. Two queries."""
    posters = list(posters)
    rows = old_namings(today).filter(poster__in=posters).select_related("post__kind", "person")
    found: dict[UUID, list[str]] = {}
    for row in rows.order_by("poster", "post__kind__title", "person__name"):
        found.setdefault(row.poster_id, []).append(_reason(row))
    old = with_words(Poster.objects.filter(pk__in=posters)).filter(OLD_WORDS)
    for pk, number in old.values_list("pk", "wording__number"):
        printed = f"wording {number}" if number else "the words that come with the design"
        found.setdefault(pk, []).append(f"Its words have changed since: it prints {printed}.")
    return found


def _reason(row: Any) -> str:
    if row.number_now is not None and (row.holds or (row.as_deputy and row.stands and not row.anybody)):
        now = f"the number now is {row.number_now}" if row.number_now else "there is no number now"
        return f"Prints {row.telephone or 'no number'} for {row.post.kind.title}; {now}."
    if row.as_deputy and row.stands:
        return (
            f"Names {row.person.name} as standing in for {row.post.kind.title}; somebody holds the post now."
        )
    return f"Names {row.person.name} as {row.post.kind.title}, who no longer holds the post."


# --- Printings ---------------------------------------------------------------------------------------------------
def printings(scope: UnitScope, unit: Unit, today: date) -> QuerySet[Any]:
    """The printings of one unit, newest first."""
    rows: QuerySet[Any] = scope.filter(Poster.objects.filter(unit=unit)).select_related("unit", "printed_by")
    return with_age(rows.defer("data"), today, poster="pk")


def poster_seen(access: Access, person: Person, pk: UUID) -> Poster:
    """A printing of a unit that this person looks after, or of which they keep a copy that hangs."""
    poster = Poster.objects.select_related("unit", "printed_by", "wording__unit").filter(pk=pk).first()
    if poster is None or not (access.may(MANAGE, unit=poster.unit) or keeps(person, poster)):
        raise NotThere
    return poster


def keeps(person: Person, poster: Poster) -> bool:
    """Whether this person must replace a copy of this printing or of one like it."""
    rows = Hanging.objects.filter(keeper=person, poster__unit=poster.unit_id, poster__design=poster.design)
    return rows.filter(poster__shape=poster.shape).exists()


def newer_printing(poster: Poster, today: date) -> Poster | None:
    """The newest printing of the same that is right today, and newer than this one."""
    like = Poster.objects.filter(unit=poster.unit_id, design=poster.design, shape=poster.shape)
    rows = with_age(like.filter(number__gt=poster.number), today, poster="pk")
    found: Poster | None = rows.filter(out_of_date=False).order_by("-number").first()
    return found


# --- Where they hang ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Wanted:
    """Which places to list: `shown` is a key of SHOWN; `words` are looked for in the building's name."""

    shown: str = HANGING
    words: str = ""


def hangings(access: Access, person: Person, wanted: Wanted, today: date) -> QuerySet[Any]:
    """Places of posters of units that this person looks after, and those that they keep themselves."""
    scope = access.units_where(MANAGE)
    theirs = Q() if scope.everything else Q(keeper=person)
    if scope and not scope.everything:
        theirs |= Q(poster__unit__in=scope.units())
    rows = with_age(Hanging.objects.filter(theirs), today).select_related(
        "poster__unit", "keeper", "ended_by"
    )
    rows = rows.filter(~Q(ending="")) if wanted.shown == DOWN else rows.filter(ending="")
    if wanted.shown in (OLD, MINE):
        rows = rows.filter(out_of_date=True)
    if wanted.shown == MINE:
        rows = rows.filter(keeper=person)
    if wanted.words:
        rows = rows.filter(building__icontains=wanted.words)
    return rows.defer("poster__data")


def hanging_seen(access: Access, person: Person, pk: UUID, today: date) -> Any:
    rows = with_age(Hanging.objects.filter(pk=pk), today)
    row = rows.select_related("poster__unit", "keeper", "hung_by", "ended_by").first()
    if row is None or not (row.keeper_id == person.pk or access.may(MANAGE, unit=row.poster.unit)):
        raise NotThere
    return row


def to_replace(person: Person, today: date) -> QuerySet[Any]:
    """The places where this person must put up a new poster."""
    rows: QuerySet[Any] = Hanging.objects.filter(keeper=person, ending=Ending.HANGS)
    return old_ones(rows, today)


def without_a_keeper(scope: UnitScope, today: date) -> QuerySet[Any]:
    """Places that need a new poster and whose keeper has left or cannot sign in: they wait for who looks after it."""
    gone = Q(keeper__left_on__lt=today) | Q(keeper__user=None) | Q(keeper__user__is_active=False)
    rows: QuerySet[Any] = scope.filter(Hanging.objects.filter(gone, ending=Ending.HANGS), "poster__unit")
    return old_ones(rows, today)


def keeps_any(person: Person) -> bool:
    return Hanging.objects.filter(keeper=person).exists()

"""Kinds of post, posts, and who holds them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from dueregard.kernel.catalogue import permissions as declared
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation import catalogue
from dueregard.organisation.access import require, require_at_a_root
from dueregard.organisation.catalogue import MANAGE_POSTS
from dueregard.organisation.commands.locking import locked
from dueregard.organisation.models import Deputy, Holding, Person, Post, PostKind, Unit
from dueregard.organisation.rules import post as rules
from dueregard.organisation.terms import in_force
from dueregard.outbox.commands import queue


@transaction.atomic
def make_post_kind(
    *, by: Person | Actor, code: str, title: str, permissions: Iterable[str] = (), now: datetime
) -> PostKind:
    """Make a kind of post. What it may do comes from a preset: a person makes kinds that may do nothing yet."""
    actor = require_at_a_root(by, MANAGE_POSTS, today=today_in_london(now))
    codes = sorted(set(permissions))
    _only_a_preset(by, changes=bool(codes))
    taken = PostKind.objects.filter(code=code).exists()
    refuse_if(rules.why_not_kind(code=code, title=title, code_taken=taken, unknown=_unknown(codes)))
    kind = PostKind.objects.create(code=code, title=title, permissions=codes)
    record(catalogue.POST_KIND_MADE, by=actor, on=kind.ref, data={"permissions": len(codes)}, at=now)
    return kind


@transaction.atomic
def change_post_kind(
    *,
    pk: int,
    by: Person | Actor,
    title: str,
    permissions: Iterable[str] | None = None,
    now: datetime,
) -> PostKind:
    """Change a title, or (a preset only) what posts of this kind may do."""
    kind = locked(PostKind, pk)
    actor = require_at_a_root(by, MANAGE_POSTS, today=today_in_london(now))
    codes = kind.permissions if permissions is None else sorted(set(permissions))
    _only_a_preset(by, changes=codes != kind.permissions)
    refuse_if(rules.why_not_kind(code=kind.code, title=title, code_taken=False, unknown=_unknown(codes)))
    wanted: dict[str, Any] = {"title": title, "permissions": codes}
    changed = [field for field, value in wanted.items() if getattr(kind, field) != value]
    if changed:
        kind.title, kind.permissions = title, codes
        kind.save(update_fields=changed)
        record(catalogue.POST_KIND_CHANGED, by=actor, on=kind.ref, data={"fields": "+".join(changed)}, at=now)
    return kind


@transaction.atomic
def make_post(*, by: Person | Actor, kind: PostKind, unit: Unit, now: datetime) -> Post:
    """Make a post of a kind in a unit, held by nobody yet; the same post when there is one already."""
    unit = locked(Unit, unit.pk)
    actor = require(by, MANAGE_POSTS, unit=unit, today=today_in_london(now))
    refuse_if(["This unit is closed. It cannot have new posts."] if unit.closed_on else [])
    post, made = Post.objects.get_or_create(kind=kind, unit=unit)
    if made:
        data: dict[str, object] = {"kind": kind.code, "unit": str(unit.pk)}
        record(catalogue.POST_MADE, by=actor, on=post.ref, data=data, at=now)
    return post


@transaction.atomic
def give_post(
    *,
    by: Person | Actor,
    post: Post,
    person: Person,
    starts: date,
    ends: date | None = None,
    now: datetime,
) -> Holding:
    """Give a post to a person from a day on, with or without a last day. Several people may hold one post."""
    post = locked(Post, post.pk)
    person = locked(Person, person.pk)
    today = today_in_london(now)
    actor = require(by, MANAGE_POSTS, unit=post.unit, today=today)
    to_oneself = isinstance(by, Person) and by.pk == person.pk
    refuse_if(
        rules.why_not_give(
            starts=starts,
            ends=ends,
            person_name=person.name,
            left_on=person.left_on,
            unit_closed=post.unit.closed_on is not None and post.unit.closed_on <= starts,
            held_meanwhile=overlaps(Holding.objects.filter(post=post, person=person), starts, ends),
            to_oneself=to_oneself,
            others_could=to_oneself and _others_who_give_posts(post.unit, person, today).exists(),
        )
    )
    holding = Holding.objects.create(post=post, person=person, starts=starts, ends=ends)
    data: dict[str, object] = {**facts_of(holding), "given_to_self": to_oneself}
    record(catalogue.POST_GIVEN, by=actor, on=holding.ref, data=data, at=now)
    queue(catalogue.YOU_HAVE_A_POST, about=holding.ref, to=person.ref)
    return holding


@transaction.atomic
def end_post(*, pk: int, by: Person | Actor, on: date | None = None, now: datetime) -> Holding:
    """End a holding with a last day, or at once (`on` None): then the next request of that person lacks it."""
    holding = locked(Holding, pk)
    today = today_in_london(now)
    post, last_day = holding.post, on or today
    actor = require(by, MANAGE_POSTS, unit=post.unit, today=today)
    refuse_if(
        rules.why_not_end(
            over=_is_over(holding, today),
            on=max(last_day, holding.starts) if on is None else last_day,
            starts=holding.starts,
            last_who_gives_posts=isinstance(by, Person) and nobody_else_gives_posts([holding], today),
        )
    )
    withdraw(holding, last_day, at_once=on is None, now=now)
    data: dict[str, object] = {
        "post": str(post.pk),
        "person": str(holding.person_id),
        "ends": last_day.isoformat(),
    }
    record(catalogue.POST_ENDED, by=actor, on=holding.ref, data=data, at=now)
    return holding


def withdraw(term: Holding | Deputy, last_day: date, *, at_once: bool, now: datetime) -> None:
    """Give a holding or deputyship its last day; at once means from this moment on."""
    term.ends = max(last_day, term.starts)
    term.withdrawn_at = now if at_once else None
    term.save(update_fields=["ends", "withdrawn_at"])


def nobody_else_gives_posts(holdings: Iterable[Holding], today: date) -> bool:
    """Whether one of these holdings is the last by which somebody who can sign in may give posts in its unit."""
    return any(
        MANAGE_POSTS in each.post.kind.permissions
        and not _others_who_give_posts(each.post.unit, each.person, today).exists()
        for each in holdings
    )


def _is_over(term: Holding, today: date) -> bool:
    return term.withdrawn_at is not None or (term.ends is not None and term.ends < today)


def overlaps(rows: QuerySet[Any], starts: date, ends: date | None) -> bool:
    """Whether one of the rows, not withdrawn, shares a day with these dates."""
    rows = rows.filter(withdrawn_at=None).filter(Q(ends__isnull=True) | Q(ends__gte=starts))
    return bool((rows if ends is None else rows.filter(starts__lte=ends)).exists())


def _others_who_give_posts(unit: Unit, but: Person, today: date) -> QuerySet[Holding]:
    """Holdings by which somebody else, who can sign in, may give posts in this unit today."""
    kinds = [kind.pk for kind in PostKind.objects.all() if MANAGE_POSTS in kind.permissions]
    return Holding.objects.filter(
        in_force(today), post__kind__in=kinds, post__unit__in=unit.lineage, person__user__is_active=True
    ).exclude(person=but)


def facts_of(row: Holding | Deputy) -> dict[str, object]:
    """What the ledger keeps of a holding or deputyship."""
    return {
        "post": str(row.post_id),
        "person": str(row.person_id),
        "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat() if row.ends else "",
    }


def _unknown(codes: list[str]) -> list[str]:
    return [code for code in codes if code not in declared]


def _only_a_preset(by: Person | Actor, *, changes: bool) -> None:
    if changes and isinstance(by, Person):
        raise NotAllowed("What a post may do is set by the provider's preset, not by one person.")

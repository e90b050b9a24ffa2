"""Naming deputies and ending it."""

from datetime import date, datetime

from django.db import transaction

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation import catalogue
from dueregard.organisation.access import require
from dueregard.organisation.catalogue import MANAGE_POSTS
from dueregard.organisation.commands.locking import locked
from dueregard.organisation.commands.post import facts_of, overlaps, withdraw
from dueregard.organisation.models import Absence, Deputy, Holding, Person, Post
from dueregard.organisation.rules import post as rules
from dueregard.organisation.terms import in_force, not_over
from dueregard.outbox.commands import queue


@transaction.atomic
def name_deputy(
    *,
    by: Person | Actor,
    post: Post,
    person: Person,
    starts: date,
    ends: date | None = None,
    absence: Absence | None = None,
    now: datetime,
) -> Deputy:
    """Name who stands in for a post. The holder may, and whoever gives posts there."""
    post = locked(Post, post.pk)
    person = locked(Person, person.pk)
    today = today_in_london(now)
    actor = _require(by, post, today)
    deputyships = Deputy.objects.filter(post=post, person=person, absence=absence)
    refuse_if(
        rules.why_not_deputise(
            starts=starts,
            ends=ends,
            person_name=person.name,
            has_left=person.left_on is not None and person.left_on < starts,
            is_holder=Holding.objects.filter(not_over(today), post=post, person=person).exists(),
            deputises_meanwhile=overlaps(deputyships, starts, ends),
        )
    )
    deputy = Deputy.objects.create(post=post, person=person, starts=starts, ends=ends, absence=absence)
    record(catalogue.DEPUTY_NAMED, by=actor, on=deputy.ref, data=facts_of(deputy), at=now)
    queue(catalogue.YOU_DEPUTISE, about=deputy.ref, to=person.ref)
    return deputy


@transaction.atomic
def end_deputyship(*, pk: int, by: Person | Actor, now: datetime) -> Deputy:
    """End a deputyship at once."""
    deputy = locked(Deputy, pk)
    today = today_in_london(now)
    actor = _require(by, deputy.post, today)
    over = deputy.withdrawn_at is not None or (deputy.ends is not None and deputy.ends < today)
    refuse_if(["This has ended already."] if over else [])
    end(deputy, by=actor, now=now)
    return deputy


def end(deputy: Deputy, *, by: Actor, now: datetime) -> None:
    """The change and its record, for commands that have asked for leave already."""
    today = today_in_london(now)
    withdraw(deputy, today, at_once=True, now=now)
    data: dict[str, object] = {
        "post": str(deputy.post_id),
        "person": str(deputy.person_id),
        "ends": today.isoformat(),
    }
    record(catalogue.DEPUTY_ENDED, by=by, on=deputy.ref, data=data, at=now)


def _require(by: Person | Actor, post: Post, today: date) -> Actor:
    if isinstance(by, Person) and Holding.objects.filter(in_force(today), post=post, person=by).exists():
        return by.actor(post.kind.code)
    return require(by, MANAGE_POSTS, unit=post.unit, today=today)

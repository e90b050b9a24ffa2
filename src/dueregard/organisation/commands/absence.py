"""Being away and coming back."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation import catalogue
from dueregard.organisation.catalogue import MANAGE_PEOPLE
from dueregard.organisation.commands import deputy as deputyship
from dueregard.organisation.commands.locking import locked
from dueregard.organisation.commands.person import require_over
from dueregard.organisation.models import Absence, Holding, Person
from dueregard.organisation.rules import post as rules
from dueregard.organisation.terms import not_over


@transaction.atomic
def go_away(
    *,
    by: Person | Actor,
    person: Person,
    starts: date,
    ends: date | None,
    deputies: Mapping[UUID, Person] | None = None,
    now: datetime,
) -> Absence:
    """Record that a person is away (`ends` None: until further notice), with a deputy for each of the posts in
    `deputies`. A post that is left out keeps its standing deputies; without any, its work goes to the next unit.
    """
    person = locked(Person, person.pk)
    today = today_in_london(now)
    actor = _require(by, person, today)
    meanwhile = Absence.objects.filter(person=person).filter(Q(ends__isnull=True) | Q(ends__gte=starts))
    if ends is not None:
        meanwhile = meanwhile.filter(starts__lte=ends)
    away = list(meanwhile.values_list("starts", "ends"))
    refuse_if(rules.why_not_be_away(starts=starts, ends=ends, today=today, away_meanwhile=away))
    absence = Absence.objects.create(person=person, starts=starts, ends=ends)
    named = deputies or {}
    for holding in _holdings(person, set(named), today):
        deputyship.name_deputy(
            by=_in_the_name_of(by, person),
            post=holding.post,
            person=named[holding.post_id],
            starts=starts,
            ends=ends,
            absence=absence,
            now=now,
        )
    data: dict[str, object] = {
        "starts": starts.isoformat(),
        "ends": ends.isoformat() if ends else "",
        "deputies": len(named),
    }
    record(catalogue.AWAY, by=actor, on=person.ref, data=data, at=now)
    return absence


@transaction.atomic
def come_back(*, pk: int, by: Person | Actor, now: datetime) -> None:
    """End an absence: from now on the person is here, and the deputies named for it can do no more."""
    absence = locked(Absence, pk)
    today = today_in_london(now)
    actor = _require(by, absence.person, today)
    refuse_if(["This absence is over already."] if absence.ends is not None and absence.ends < today else [])
    for deputy in absence.deputies.filter(not_over(today)):
        deputyship.end(deputy, by=actor, now=now)
    person = absence.person
    if absence.starts >= today:
        absence.delete()
    else:
        absence.ends = today - timedelta(days=1)
        absence.save(update_fields=["ends"])
    record(catalogue.BACK, by=actor, on=person.ref, data={"on": today.isoformat()}, at=now)


def _require(by: Person | Actor, person: Person, today: date) -> Actor:
    """Everybody may say that they are away; whoever manages people may say it for them."""
    if isinstance(by, Person) and by.pk == person.pk:
        return by.actor()
    return require_over(by, MANAGE_PEOPLE, person, today)


def _in_the_name_of(by: Person | Actor, person: Person) -> Person | Actor:
    """Whoever may record the absence may name its deputies as the holder may."""
    return by if isinstance(by, Actor) else (person if by.pk == person.pk else by)


def _holdings(person: Person, posts: set[UUID], today: date) -> list[Holding]:
    """The person's holdings of these posts; a post that the person does not hold is not there."""
    rows = Holding.objects.filter(not_over(today), person=person, post__in=posts)
    found = {row.post_id: row for row in rows.select_related("post")}
    if set(found) != posts:
        raise NotThere
    return list(found.values())

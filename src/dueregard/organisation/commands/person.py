"""Adding and changing people, and those who leave."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation import catalogue
from dueregard.organisation.access import require
from dueregard.organisation.catalogue import MANAGE_PEOPLE
from dueregard.organisation.commands.locking import locked
from dueregard.organisation.commands.post import nobody_else_gives_posts
from dueregard.organisation.models import Deputy, Holding, Person, Unit
from dueregard.organisation.rules import person as rules
from dueregard.organisation.terms import in_force, not_over


@transaction.atomic
def add_person(
    *, by: Person | Actor, name: str, unit: Unit, email: str = "", code: str = "", now: datetime
) -> Person:
    """Add a person; an account comes by `invite`, or never."""
    unit = locked(Unit, unit.pk)
    actor = require(by, MANAGE_PEOPLE, unit=unit, today=today_in_london(now))
    refuse_if(_why_not_describe(None, name, email, code))
    person = Person.objects.create(name=name, email=email, code=code or None, unit=unit)
    record(catalogue.PERSON_ADDED, by=actor, on=person.ref, data={"unit": str(unit.pk)}, at=now)
    return person


@transaction.atomic
def change_person(
    *,
    pk: uuid.UUID,
    by: Person | Actor,
    name: str,
    unit: Unit,
    email: str = "",
    code: str = "",
    now: datetime,
) -> Person:
    """Change what is known of a person. The address with which they sign in stays as it is."""
    person = locked(Person, pk)
    today = today_in_london(now)
    require(by, MANAGE_PEOPLE, unit=unit, today=today)
    actor = require_over(by, MANAGE_PEOPLE, person, today)
    refuse_if(_why_not_describe(person, name, email, code))
    wanted: dict[str, Any] = {"name": name, "email": email, "code": code or None, "unit_id": unit.pk}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if changed:
        for field in changed:
            setattr(person, field, wanted[field])
        person.save(update_fields=changed)
        record(catalogue.PERSON_CHANGED, by=actor, on=person.ref, data={"fields": "+".join(changed)}, at=now)
    return person


@transaction.atomic
def leave(*, pk: uuid.UUID, by: Person | Actor, on: date, now: datetime) -> Person:
    """Record a person's last day: posts and deputyships end with it, and so does what the account may do."""
    person = locked(Person, pk)
    today = today_in_london(now)
    actor = require_over(by, MANAGE_PEOPLE, person, today)
    refuse_if(
        rules.why_not_leave(
            left_on=person.left_on,
            on=on,
            today=today,
            last_who_gives_posts=isinstance(by, Person)
            and nobody_else_gives_posts(Holding.objects.filter(in_force(today), person=person), today),
        )
    )
    ended = sum(_end_all(model, person, on, now) for model in (Holding, Deputy))
    person.left_on = on
    person.save(update_fields=["left_on"])
    data: dict[str, object] = {"on": on.isoformat(), "posts": ended}
    record(catalogue.PERSON_LEFT, by=actor, on=person.ref, data=data, at=now)
    return person


def require_over(by: Person | Actor, code: str, person: Person, today: date) -> Actor:
    """Whoever changes a person's address, account or second factor needs the permission in the person's unit and
    wherever that person holds a post: else a department could take over the account of its own principal."""
    actor = require(by, code, unit=person.unit, today=today)
    for holding in Holding.objects.filter(not_over(today), person=person).select_related("post__unit"):
        require(by, code, unit=holding.post.unit, today=today)
    return actor


def _end_all(model: type[Holding] | type[Deputy], person: Person, on: date, now: datetime) -> int:
    open_rows = model._default_manager.filter(Q(ends__isnull=True) | Q(ends__gt=on), person=person).filter(
        withdrawn_at=None
    )
    started = open_rows.filter(starts__lte=on).update(ends=on)
    return started + open_rows.filter(starts__gt=on).update(ends=F("starts"), withdrawn_at=now)


def _why_not_describe(person: Person | None, name: str, email: str, code: str) -> list[str]:
    others = Person.objects.exclude(pk=person.pk) if person else Person.objects.all()
    taken = bool(code) and others.filter(code=code).exists()
    return rules.why_not_describe(name=name, email=email, code=code, code_taken=taken)

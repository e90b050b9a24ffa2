"""A person's account: invited, linked, closed, opened again, and a lost second factor."""

import uuid
from datetime import datetime

from django.db import transaction

from dueregard.accounts import commands as accounts
from dueregard.accounts.models import User
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation import catalogue
from dueregard.organisation.catalogue import MANAGE_PEOPLE, RESET_SECOND_FACTOR
from dueregard.organisation.commands.locking import locked
from dueregard.organisation.commands.person import require_over
from dueregard.organisation.commands.post import nobody_else_gives_posts, withdraw
from dueregard.organisation.models import Deputy, Holding, Person
from dueregard.organisation.rules import person as rules
from dueregard.organisation.terms import in_force, not_over


@transaction.atomic
def invite(*, pk: uuid.UUID, by: Person | Actor, now: datetime) -> Person:
    """Open an account for a person, or use the one there is, and send a link to set its password."""
    person = locked(Person, pk)
    today = today_in_london(now)
    actor = require_over(by, MANAGE_PEOPLE, person, today)
    refuse_if(
        rules.why_not_invite(
            email=person.email, has_left=person.has_left(today), account_open=_account_open(person)
        )
    )
    if person.user is None:
        _attach(person, accounts.open_account(person.email, now, by=actor))
    assert person.user is not None
    accounts.invite(person.user, by=actor, now=now)
    record(catalogue.PERSON_INVITED, by=actor, on=person.ref, at=now)
    return person


@transaction.atomic
def link(*, pk: uuid.UUID, by: Person | Actor, user: User, now: datetime) -> Person:
    """Say that an account is this person's."""
    person = locked(Person, pk)
    actor = require_over(by, MANAGE_PEOPLE, person, today_in_london(now))
    refuse_if(
        rules.why_not_link(
            person_has_account=person.user_id is not None,
            account_is_taken=Person.objects.filter(user=user).exists(),
        )
    )
    _attach(person, user)
    record(catalogue.PERSON_LINKED, by=actor, on=person.ref, data={"user": str(user.pk)}, at=now)
    return person


@transaction.atomic
def close_account(*, pk: uuid.UUID, by: Person | Actor, end_posts: bool, now: datetime) -> Person:
    """Close a person's account at once, and, if asked, end the person's posts and deputyships with it."""
    person = locked(Person, pk)
    today = today_in_london(now)
    actor = require_over(by, MANAGE_PEOPLE, person, today)
    oneself = isinstance(by, Person) and by.pk == person.pk
    held = Holding.objects.filter(in_force(today), person=person)
    refuse_if(
        rules.why_not_close_account(
            account_open=_account_open(person),
            oneself=oneself,
            last_who_gives_posts=isinstance(by, Person) and nobody_else_gives_posts(held, today),
        )
    )
    assert person.user is not None
    accounts.close_account(person.user, by=actor, now=now)
    terms: list[Holding | Deputy] = []
    if end_posts:
        terms += Holding.objects.filter(not_over(today), person=person)
        terms += Deputy.objects.filter(not_over(today), person=person)
    for term in terms:
        withdraw(term, today, at_once=True, now=now)
    record(catalogue.ACCOUNT_CLOSED, by=actor, on=person.ref, data={"posts": len(terms)}, at=now)
    return person


@transaction.atomic
def reopen_account(*, pk: uuid.UUID, by: Person | Actor, now: datetime) -> Person:
    """Open a closed account again; posts that were ended stay ended."""
    person = locked(Person, pk)
    today = today_in_london(now)
    actor = require_over(by, MANAGE_PEOPLE, person, today)
    refuse_if(rules.why_not_reopen(account_open=_account_open(person), has_left=person.has_left(today)))
    assert person.user is not None
    accounts.reopen_account(person.user, by=actor, now=now)
    record(catalogue.ACCOUNT_REOPENED, by=actor, on=person.ref, at=now)
    return person


@transaction.atomic
def reset_second_factor(*, pk: uuid.UUID, by: Person | Actor, now: datetime) -> Person:
    """Take away a second factor that somebody else has lost."""
    person = locked(Person, pk)
    actor = require_over(by, RESET_SECOND_FACTOR, person, today_in_london(now))
    oneself = isinstance(by, Person) and by.pk == person.pk
    refuse_if(rules.why_not_reset_second_factor(has_account=person.user_id is not None, oneself=oneself))
    assert person.user is not None
    accounts.reset_second_factor(person.user, by=actor, now=now)
    record(catalogue.SECOND_FACTOR_RESET, by=actor, on=person.ref, at=now)
    return person


def _attach(person: Person, user: User) -> None:
    person.user = user
    person.save(update_fields=["user"])


def _account_open(person: Person) -> bool | None:
    return person.user.is_active if person.user else None

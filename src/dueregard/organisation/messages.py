"""Mails to people about their posts, and how a person is reached."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dueregard.accounts.models import User
from dueregard.accounts.registries import known_with_user, names, second_factor_rules
from dueregard.kernel.catalogue import permissions
from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.refs import Ref
from dueregard.organisation.access import access_of
from dueregard.organisation.catalogue import YOU_DEPUTISE, YOU_HAVE_A_POST
from dueregard.organisation.models import Deputy, Holding, Person
from dueregard.organisation.terms import not_over
from dueregard.outbox.kinds import Mail, handle, handle_addresses, link


def register() -> None:
    handle_addresses("organisation.person", address_of)
    handle(YOU_HAVE_A_POST, recipients=_holder, still_due=_still_holds, render=_post_given)
    handle(YOU_DEPUTISE, recipients=_deputy, still_due=_still_deputises, render=_deputy_named)
    second_factor_rules.register(needs_second_factor)
    names.register(name_of)
    known_with_user.register("person__unit")


def address_of(ref: Ref) -> tuple[str, str] | None:
    person = Person.objects.filter(pk=ref.id).first()
    if person is None or not person.email or person.has_left(_today()):
        return None
    return person.name, person.email


def needs_second_factor(user: User) -> bool:
    """A post in force carries a permission that is marked for it; a deputy's counts before it is in force, so that
    nobody meets the demand for the first time on the morning when they stand in."""
    person: Person | None = getattr(user, "person", None)
    if person is None:
        return False
    today = _today()
    codes = set(access_of(person, today).codes())
    for deputy in Deputy.objects.filter(not_over(today), person=person).select_related("post__kind"):
        codes |= set(deputy.post.kind.permissions)
    return any(permissions[code].second_factor for code in codes if code in permissions)


def name_of(user: User) -> str:
    person: Person | None = getattr(user, "person", None)
    return person.name if person else ""


def _holder(about: Ref) -> list[Ref]:
    return [row.person.ref for row in Holding.objects.filter(pk=about.id).select_related("person")]


def _deputy(about: Ref) -> list[Ref]:
    return [row.person.ref for row in Deputy.objects.filter(pk=about.id).select_related("person")]


def _still_holds(about: Ref, to: Ref) -> bool:
    return Holding.objects.filter(not_over(_today()), pk=about.id, person_id=to.id).exists()


def _still_deputises(about: Ref, to: Ref) -> bool:
    return Deputy.objects.filter(not_over(_today()), pk=about.id, person_id=to.id).exists()


def _post_given(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    holding = Holding.objects.select_related("post__kind", "post__unit").get(pk=about.id)
    return Mail(
        f"You hold a post: {holding.post}",
        f"From {_between(holding.starts, holding.ends)} you hold the post of {holding.post}.\n\n"
        f"Your posts, and how to say that you are away:\n{link(reverse('organisation:me'))}\n",
    )


def _deputy_named(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    deputy = Deputy.objects.select_related("post__kind", "post__unit").get(pk=about.id)
    return Mail(
        f"You stand in: {deputy.post}",
        f"From {_between(deputy.starts, deputy.ends)} you stand in for the post of {deputy.post} "
        "whenever nobody who holds it is here.\n\n"
        f"Your posts, and how to say that you are away:\n{link(reverse('organisation:me'))}\n",
    )


def _between(starts: date, ends: date | None) -> str:
    return f"{long_date(starts)} to {long_date(ends)}" if ends else long_date(starts)


def _today() -> date:
    return today_in_london(timezone.now())

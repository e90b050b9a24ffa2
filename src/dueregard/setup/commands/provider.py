"""Making a provider ready from a preset."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from dueregard.accounts.catalogue import INVITE
from dueregard.accounts.links import token_for
from dueregard.accounts.models import User
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import Refused
from dueregard.kernel.refs import Actor
from dueregard.newsletters.commands.law import take_starters
from dueregard.organisation import commands as organisation
from dueregard.organisation.models import Person, Post, PostKind, Unit
from dueregard.practice.commands.starter import put_up
from dueregard.procedures.commands import take_preset
from dueregard.procedures.presets import with_codes
from dueregard.setup.catalogue import INIT
from dueregard.setup.presets import PostKindPlan, Preset
from dueregard.statements.commands.version import take_starter
from dueregard.statements.starters import STARTERS, starter


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the provider, its first administrator, and the token of the invitation."""

    provider: Unit
    administrator: Person
    token: str


@transaction.atomic
def make_ready(
    preset: Preset, *, name: str, admin_name: str, admin_email: str, now: datetime, by: Actor = INIT
) -> Made:
    """A provider with units, posts and procedures in force, and its first administrator, invited."""
    provider = make_provider(preset, name=name, starts=today_in_london(now), now=now, by=by)
    if User.objects.filter(email=admin_email).exists():
        raise Refused([f"Somebody signs in as {admin_email} already. Give another address with --admin."])
    administrator = organisation.add_person(by=by, name=admin_name, unit=provider, email=admin_email, now=now)
    give(preset.first, provider, administrator, starts=today_in_london(now), now=now, by=by)
    organisation.invite(pk=administrator.pk, by=by, now=now)
    administrator.refresh_from_db()
    assert administrator.user is not None
    token = token_for(INVITE.code, administrator.user.ref, now)
    assert token is not None
    return Made(provider, administrator, token)


@transaction.atomic
def make_provider(
    preset: Preset, *, name: str, starts: date, now: datetime, by: Actor = INIT, code: str = ""
) -> Unit:
    """The unit tree, kinds of post, posts and procedures of a preset. Raises `Refused` if the name is taken."""
    code = code or code_of(name)
    if (
        Unit.objects.filter(parent=None, name__iexact=name).exists()
        or Unit.objects.filter(code=code).exists()
    ):
        raise Refused([f"There is a provider called ‘{name}’ already. Nothing has been changed."])
    provider = organisation.make_unit(
        by=by, code=code, name=name, kind="provider", nation=preset.nation, now=now
    )
    units = {"": provider}
    for plan in preset.units:
        units[plan.code] = organisation.make_unit(
            by=by,
            code=_free(plan.code, code),
            name=plan.name,
            kind=plan.kind,
            parent=units[plan.parent],
            now=now,
        )
    make_post_kinds(preset.post_kinds, now=now, by=by)
    for post in preset.posts:
        post_in(post.kind, units[post.unit], now=now, by=by)
    for procedure in preset.procedures:
        take_preset(
            by=by,
            kind=procedure.kind,
            unit=units[procedure.unit],
            text=named_in(procedure.text, units),
            preset=preset.code,
            starts=starts,
            now=now,
        )
    _take_starters(provider, starts=starts, now=now, by=by)
    take_starters(by=by, unit=provider, now=now)
    put_up(by=by, now=now)
    return provider


def _take_starters(provider: Unit, *, starts: date, now: datetime, by: Actor) -> None:
    """The starter texts of statements, in force from the first day and marked as such."""
    for kind in STARTERS:
        title, text = starter(kind, provider.name)
        take_starter(by=by, kind=kind, unit=provider, title=title, text=text, starts=starts, now=now)


def named_in(text: str, units: dict[str, Unit]) -> str:
    """A preset's procedure with the codes of the units that were made, where a track names one of the preset's."""
    return with_codes(text, {plan or "provider": unit.code for plan, unit in units.items()})


def make_post_kinds(plans: Iterable[PostKindPlan], *, now: datetime, by: Actor) -> None:
    """Kinds are shared by all providers of one installation: a second preset adds to what a kind may do."""
    for plan in plans:
        known = PostKind.objects.filter(code=plan.code).first()
        if known is None:
            organisation.make_post_kind(
                by=by, code=plan.code, title=plan.title, permissions=plan.may, now=now
            )
        elif not set(plan.may) <= set(known.permissions):
            may = {*known.permissions, *plan.may}
            organisation.change_post_kind(pk=known.pk, by=by, title=known.title, permissions=may, now=now)


def post_in(kind: str, unit: Unit, *, now: datetime, by: Actor) -> Post:
    return organisation.make_post(by=by, kind=PostKind.objects.get(code=kind), unit=unit, now=now)


def give(kind: str, unit: Unit, person: Person, *, starts: date, now: datetime, by: Actor) -> None:
    post = post_in(kind, unit, now=now, by=by)
    organisation.give_post(by=by, post=post, person=person, starts=starts, now=now)


def code_of(name: str) -> str:
    """A unit's code from its name: 'St Aldate’s College' is 'st-aldates-college'."""
    plain = re.sub(r"[’']", "", name).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "provider"


def _free(code: str, provider: str) -> str:
    """A code that no unit has: that of the preset, or with the provider's before it."""
    return f"{provider}-{code}"[:64] if Unit.objects.filter(code=code).exists() else code

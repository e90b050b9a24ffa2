"""The named people of all tests, and the small town in which they work.

`a_town()` builds, by the commands that people use, a provider with a faculty and two departments, a students'
union with a society, and a second provider that has nothing to do with the first. Posts begin in 2020, so that
any fixed date from then on will do; `NOON` is a good moment to pass as `now`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from dueregard.accounts.models import User
from dueregard.kernel.catalogue import permissions as declared
from dueregard.kernel.refs import system
from dueregard.organisation import commands
from dueregard.organisation.models import Deputy, Holding, Person, Post, PostKind, Unit
from tests.fixtures.replaying import built_once

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LONG_AGO = date(2020, 1, 1)
BUILDER = system("tests.people")
ALL_OF_ORGANISATION = (
    "organisation.manage_units",
    "organisation.manage_people",
    "organisation.manage_posts",
    "organisation.manage_closure_days",
    "organisation.reset_second_factor",
)


def a_unit(code: str, name: str, *, under: Unit | None = None, kind: str = "", nation: str = "ENG") -> Unit:
    return commands.make_unit(
        by=BUILDER, code=code, name=name, kind=kind, parent=under, nation=nation, now=NOON
    )


def a_person(name: str, unit: Unit, *, code: str = "", signs_in: bool = True) -> Person:
    """A person, with the address first.last@northmoor.example, and an account unless told otherwise."""
    email = f"{name.lower().replace(' ', '.').replace(chr(39), '')}@northmoor.example"
    person = commands.add_person(by=BUILDER, name=name, unit=unit, email=email, code=code, now=NOON)
    if not signs_in:
        return person
    user = User.objects.create(email=email, joined_at=NOON)
    return commands.link(pk=person.pk, by=BUILDER, user=user, now=NOON)


def a_post_kind(code: str, title: str, *permissions: str) -> PostKind:
    return commands.make_post_kind(by=BUILDER, code=code, title=title, permissions=permissions, now=NOON)


def let(kind_code: str, *permissions: str) -> PostKind:
    """Let posts of a kind do more. Fetch people anew, or pass `today`, before asking what they may do."""
    kind = PostKind.objects.get(code=kind_code)
    codes = [*kind.permissions, *permissions]
    return commands.change_post_kind(pk=kind.pk, by=BUILDER, title=kind.title, permissions=codes, now=NOON)


def a_post(kind_code: str, unit: Unit) -> Post:
    return commands.make_post(by=BUILDER, kind=PostKind.objects.get(code=kind_code), unit=unit, now=NOON)


def give(
    person: Person, kind_code: str, unit: Unit, *, starts: date = LONG_AGO, ends: date | None = None
) -> Holding:
    return commands.give_post(
        by=BUILDER, post=a_post(kind_code, unit), person=person, starts=starts, ends=ends, now=NOON
    )


def stand_in(
    person: Person, kind_code: str, unit: Unit, *, starts: date = LONG_AGO, ends: date | None = None
) -> Deputy:
    """Name a standing deputy."""
    return commands.name_deputy(
        by=BUILDER, post=a_post(kind_code, unit), person=person, starts=starts, ends=ends, now=NOON
    )


def away(person: Person, starts: date = TODAY, ends: date | None = None) -> None:
    """Send a person away. Standing deputies act meanwhile."""
    commands.go_away(by=BUILDER, person=person, starts=starts, ends=ends, now=NOON)


@dataclass
class Town:
    """The units and people of `a_town()`, by what they are."""

    provider: Unit
    faculty: Unit
    politics: Unit
    history: Unit
    union: Unit
    society: Unit
    other_provider: Unit
    administrator: Person
    principal: Person
    registrar: Person
    head: Person
    deputy: Person
    outsider: Person
    checker: Person
    union_officer: Person
    organiser: Person
    member: Person
    contractor: Person
    stranger: Person


POST_KINDS = {
    "administrator": ("Administrator", ALL_OF_ORGANISATION),
    "principal": ("Principal", ()),
    "registrar": ("Registrar", ()),
    "head": ("Head of department", ()),
    "room-booking": ("Room booking", ()),
    "union-officer": ("Students' union officer", ()),
}


@built_once
def a_town(**more_permissions: tuple[str, ...]) -> Town:
    """Build the town. `more_permissions` adds to kinds of post: `a_town(principal=("events.decide",))`; a hyphen
    in the kind's code is written as an underscore."""
    for code, (title, permissions) in POST_KINDS.items():
        wanted = (*permissions, *more_permissions.get(code.replace("-", "_"), ()))
        a_post_kind(code, title, *(each for each in wanted if each in declared))
    provider = a_unit("northmoor", "Northmoor University", kind="provider")
    faculty = a_unit("arts", "Faculty of Arts", under=provider, kind="faculty")
    politics = a_unit("politics", "Department of Politics", under=faculty, kind="department")
    history = a_unit("history", "Department of History", under=faculty, kind="department")
    union = a_unit("union", "Students' Union", under=provider, kind="students' union")
    society = a_unit("debating", "Debating Society", under=union, kind="society")
    other = a_unit("southmoor", "Southmoor College", kind="provider", nation="SCT")
    town = Town(
        provider=provider,
        faculty=faculty,
        politics=politics,
        history=history,
        union=union,
        society=society,
        other_provider=other,
        administrator=a_person("Ada Okafor", provider, code="P001"),
        principal=a_person("Grace Whitfield", provider, code="P002"),
        registrar=a_person("Tom Ferris", provider, code="P003"),
        head=a_person("Helen Marsh", politics, code="P004"),
        deputy=a_person("Dev Patel", politics, code="P005"),
        outsider=a_person("Owen Hughes", history, code="P006"),
        checker=a_person("Cara Bloom", provider, code="P007"),
        union_officer=a_person("Una Kelly", union, code="P008"),
        organiser=a_person("Olu Adeyemi", politics, code="P009"),
        member=a_person("Mina Rahman", society, code="P010"),
        contractor=a_person("Con Baxter", provider, signs_in=False),
        stranger=a_person("Sam Stone", other, code="P012"),
    )
    _give_posts(town)
    return town


def _give_posts(town: Town) -> None:
    give(town.administrator, "administrator", town.provider)
    give(town.principal, "principal", town.provider)
    give(town.registrar, "registrar", town.provider)
    stand_in(town.registrar, "principal", town.provider)
    give(town.head, "head", town.politics)
    stand_in(town.deputy, "head", town.politics)
    give(town.outsider, "head", town.history)
    give(town.checker, "room-booking", town.provider)
    give(town.union_officer, "union-officer", town.union)
    give(town.stranger, "principal", town.other_provider)

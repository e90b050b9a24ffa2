"""What a person may see of actions, and what waits for whom. Every page starts here.

An action is seen by its owner (whoever fills its post), by whoever agreed it, and by those who may see the actions
of its unit. For all others it answers exactly as one that does not exist.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dueregard.actions.catalogue import MANAGE, READ
from dueregard.actions.choices import State
from dueregard.actions.models import Action
from dueregard.actions.registries import may_confirm, may_open, too_early
from dueregard.actions.rules import ActionFacts, WhoFacts
from dueregard.kernel.errors import NotThere
from dueregard.kernel.refs import Ref
from dueregard.organisation.access import UnitScope, posts_of, resolve, units_where
from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Person, Unit

RELATED = ("unit", "owner", "made_by", "done_by", "confirmed_by", "dropped_by")


def actions_about(refs: Iterable[Ref]) -> list[Action]:
    """All actions that came from these things, by day. One query."""
    by_type: dict[str, list[str]] = {}
    for ref in refs:
        by_type.setdefault(ref.type, []).append(ref.id)
    if not by_type:
        return []
    wanted = Q()
    for type_, ids in by_type.items():
        wanted |= Q(about_type=type_, about_id__in=ids)
    return list(Action.objects.filter(wanted).select_related(*RELATED).order_by("due", "id"))


def visible_to(person: Person, today: date) -> QuerySet[Action]:
    """The actions that this person may see. A constant number of queries beforehand."""
    scopes = [units_where(person, code, today=today) for code in (READ, MANAGE)]
    if any(scope.everything for scope in scopes):
        return Action.objects.all()
    seen = own(person, today) | Q(made_by=person)
    for scope in scopes:
        seen |= _in_units(scope)
    return Action.objects.filter(seen)


def own(person: Person, today: date) -> Q:
    """The actions of a person: by name, or by a post that the person fills in the unit or above it."""
    mine = Q(owner=person)
    for post in posts_of(person, today):
        inside = Q(unit__path__startswith=post.unit.path) | Q(unit__sponsor__path__startswith=post.unit.path)
        mine |= Q(owner=None, owner_post=post.post_kind_code) & inside
    return mine


def _in_units(scope: UnitScope) -> Q:
    if not scope:
        return Q(pk__in=[])
    below = Q()
    for path in scope.paths:
        below |= Q(path__startswith=path)
    return Q(unit__in=Unit.objects.filter(below).order_by().values("pk"))


def may_see(person: Person, pk: UUID, today: date) -> Action:
    """The action, or `NotThere`."""
    found = visible_to(person, today).filter(pk=pk).select_related(*RELATED).first()
    if found is None:
        raise NotThere
    return found


def address_for(person: Person, action: Action) -> str:
    """Where the thing is that the action came from, for those who may see it; '' for all others."""
    ask = may_open.get(action.about_type)
    return action.about_url if action.about_url and ask is not None and ask(person, action.about) else ""


def owners(action: Action, today: date, board: Board | None = None) -> list[Person]:
    """The person who owns it, or everybody whose turn it is in its post."""
    if action.owner is not None:
        return [action.owner]
    return (board or Board.load(today, [action.owner_post])).turn(action.owner_post, action.unit).people


def facts_of(action: Action) -> ActionFacts:
    return ActionFacts(action.state, done_by=str(action.done_by_id or ""), made_by=str(action.made_by_id))


def who_of(person: Person, action: Action, today: date) -> WhoFacts:
    """What the rules need to know of a person. Asks anew, never what a request remembers of a lock's moment."""
    confirms = may_confirm.get(action.about_type)
    return WhoFacts(
        id=str(person.pk),
        owns=person in owners(action, today),
        manages=resolve(person, today).may(MANAGE, unit=action.unit),
        confirms=confirms is not None and confirms(person, action),
    )


def why_too_early(action: Action, today: date) -> list[str]:
    """Why it cannot be said yet whether it held."""
    ask = too_early.get(action.about_type)
    said = ask(action, today) if ask is not None else ""
    return [said] if said else []


def open_ones() -> QuerySet[Action]:
    return Action.objects.filter(state=State.OPEN).select_related("unit", "owner")

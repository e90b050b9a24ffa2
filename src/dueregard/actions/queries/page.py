"""Actions as pages show them: with the names of posts, and what the reader may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dueregard.actions import rules
from dueregard.actions.models import Action
from dueregard.actions.queries.visible import address_for, facts_of, owners, who_of, why_too_early
from dueregard.organisation.models import Person, PostKind


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list. `owner` is a person's name, or a post as the provider calls it."""

    action: Action
    owner: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The page of one action. `people` are those whose it is today; `address` leads to what it came from, for
    those who may see that."""

    action: Action
    owner: str
    people: list[Person]
    address: str
    why_not_check_off: list[str]
    why_not_confirm: list[str]
    why_not_change: list[str]
    why_not_drop: list[str]

    @staticmethod
    def is_closed_by(reasons: list[str]) -> bool:
        """Whether the action itself stands against it, and not who asks."""
        return reasons[0] in rules.CLOSED.values()


def lines_of(actions: Iterable[Action]) -> list[Line]:
    """One query for the titles of all posts."""
    rows = list(actions)
    titles = titles_of({row.owner_post for row in rows})
    return [Line(row, _owner(row, titles)) for row in rows]


def titles_of(codes: set[str]) -> dict[str, str]:
    wanted = {code for code in codes if code}
    return dict(PostKind.objects.filter(code__in=wanted).values_list("code", "title")) if wanted else {}


def _owner(action: Action, titles: dict[str, str]) -> str:
    if action.owner is not None:
        return action.owner.name
    return titles.get(action.owner_post, action.owner_post)


def shown(action: Action, person: Person, today: date) -> Shown:
    facts, who = facts_of(action), who_of(person, action, today)
    return Shown(
        action=action,
        owner=_owner(action, titles_of({action.owner_post})),
        people=owners(action, today),
        address=address_for(person, action),
        why_not_check_off=rules.why_not_check_off(facts, by=who),
        why_not_confirm=rules.why_not_confirm(facts, by=who) or why_too_early(action, today),
        why_not_change=rules.why_not_change(facts, by=who),
        why_not_drop=rules.why_not_drop(facts, by=who),
    )

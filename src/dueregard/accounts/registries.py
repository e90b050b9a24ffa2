"""What apps above tell accounts: who needs a second factor, how long a sign-in may idle, what somebody is called."""

from collections.abc import Callable

from dueregard.accounts.models import User
from dueregard.kernel.registries import Registry

second_factor_rules = Registry()
"""Callables `(user) -> bool`: a user for whom any of them is true must sign in with a second factor."""

idle_rules = Registry()
"""Callables `(user) -> int | None`: minutes after which an idle sign-in lapses; the smallest counts."""

names = Registry()
"""Callables `(user) -> str`: the name by which a page calls this user; '' when not known."""

known_with_user = Registry()
"""Relations that are fetched together with the user of a session, such as "person__unit"."""


def needs_second_factor(user: User) -> bool:
    rules: list[Callable[[User], bool]] = list(second_factor_rules)
    return any(rule(user) for rule in rules)


def name_of(user: User) -> str:
    return next((found for name in names if (found := name(user))), "")

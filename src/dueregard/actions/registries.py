"""What higher apps know of the things that actions come from. Filled in their `apps.py`, `ready()`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from dueregard.kernel.refs import Ref

if TYPE_CHECKING:
    from dueregard.actions.models import Action
    from dueregard.organisation.models import Person

may_open: dict[str, Callable[[Person, Ref], bool]] = {}
"""Whether a person may see the thing that an action came from, by the type of its reference. Without an entry
nobody is given the address."""
may_confirm: dict[str, Callable[[Person, Action], bool]] = {}
"""Who besides `actions.manage` may say whether an action held, by the type of what it came from. Such a type has
its own place for confirming, so that nobody is asked twice."""
too_early: dict[str, Callable[[Action, date], str]] = {}
"""Why it cannot be said yet whether an action held, by the type of what it came from; '' once it can."""

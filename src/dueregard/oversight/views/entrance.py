"""Who gets in, and the tabs that they see."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dueregard.kernel.errors import NotThere
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person
from dueregard.oversight.catalogue import MANAGE_MESSAGES, READ_LEDGER
from dueregard.oversight.queries import may_oversee

EITHER = (READ_LEDGER, MANAGE_MESSAGES)
TABS = (
    ("oversight:home", "How things run", EITHER),
    ("oversight:messages", "Messages", (MANAGE_MESSAGES,)),
    ("oversight:ledger", "Ledger", (READ_LEDGER,)),
    ("oversight:check", "Check the ledger", (READ_LEDGER,)),
)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    address: str
    here: bool


def person_who_may(request: PersonRequest, *codes: str) -> Person:
    """The person who asks; for anybody else the page does not exist."""
    if request.person is None or not any(may_oversee(request.access, code) for code in codes):
        raise NotThere
    return request.person


def frame(request: PersonRequest, here: str, **more: Any) -> dict[str, Any]:
    """What each of the pages shows around its content."""
    tabs = [
        Tab(label, reverse(name), name == here)
        for name, label, codes in TABS
        if any(may_oversee(request.access, code) for code in codes)
    ]
    return {"tabs": tabs, **more}

"""The tabs that somebody sees on the pages of assurance."""

from dataclasses import dataclass

from django.urls import reverse

from dueregard.assurance.catalogue import PAPERS, PUBLISH, READ
from dueregard.organisation.access import Access


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    address: str
    here: bool


TABS = (
    ("assurance:standard", "Service standard", ()),
    ("assurance:times", "Time at each step", (READ,)),
    ("assurance:trust", "What the public reads", (READ, PUBLISH)),
    ("assurance:papers", "Papers", (READ, PAPERS)),
)


def tabs(access: Access, here: str) -> list[Tab]:
    found = [
        Tab(label, reverse(name), name == here)
        for name, label, codes in TABS
        if not codes or any(access.may(code) for code in codes)
    ]
    return found if len(found) > 1 else []

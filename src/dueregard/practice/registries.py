"""What apps on the floors above add to the pages of the hub. Filled in their `apps.py`, `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from dueregard.kernel.registries import Registry

if TYPE_CHECKING:
    from dueregard.practice.models import CaseStudy

ReadingLinks = Callable[[Any, "CaseStudy"], list[tuple[str, str, str]]]

reading_links = Registry()
"""Callables `(person, case_study) -> [(label, address, note)]`: what a signed-in reader may do from a text of the hub. Each asks the
database at most once, and only for those who may do it. A visitor who is not signed in is never asked about."""


def links_of(person: Any, case_study: "CaseStudy") -> list[tuple[str, str, str]]:
    if person is None:
        return []
    return [link for make in reading_links for link in make(person, case_study)]


@dataclass(frozen=True, slots=True)
class WorkTab:
    """A page of an app above the hub that works with its texts, for whom `shown(person)` is true."""

    label: str
    url_name: str
    shown: Callable[[Any], bool]


work_tabs = Registry()
"""`WorkTab` values, in their order. They stand together on the pages of these apps, under one entry of the menu."""


def tabs_of(person: Any, here: str) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is this page; nothing where there is only one."""
    found = [tab for tab in work_tabs if tab.shown(person)]
    shown = [(tab.label, reverse(tab.url_name), tab.url_name == here) for tab in found]
    return shown if len(shown) > 1 else []


def leads_the_tabs(url_name: str) -> Callable[[Any], bool]:
    """Whether this page is the first of the tabs that a person sees, and so the one that stands in the menu."""

    def first(person: Any) -> bool:
        return next((tab.url_name for tab in work_tabs if tab.shown(person)), "") == url_name

    return first

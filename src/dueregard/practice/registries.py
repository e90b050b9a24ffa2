"""What apps on the floors above add to the pages of the hub. Filled in their `apps.py`, `ready()`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

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

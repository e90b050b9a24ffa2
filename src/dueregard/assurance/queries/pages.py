"""Whose figures a person reads, and pages of requests by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from dueregard.assurance.catalogue import PAPERS, READ
from dueregard.kernel.paging import Slice
from dueregard.organisation.access import Access
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Person, Unit

SIZE = 25


class Numbered(Protocol):
    @property
    def number(self) -> int: ...


N = TypeVar("N", bound=Numbered)


@dataclass(frozen=True, slots=True)
class Reading:
    """`unit` is whose figures are shown; `whole` whether request by request, else as they are published; `papers`
    the unit for which the person drafts papers, or None."""

    unit: Unit
    whole: bool
    papers: Unit | None


def reading_of(person: Person, access: Access) -> Reading:
    """Everybody reads the standard of their provider; whoever oversees reads that of the unit they oversee."""
    post, drafts = access.post_with(READ), access.post_with(PAPERS)
    unit = post.unit if post else provider_of(person.unit)
    return Reading(unit, post is not None, drafts.unit if drafts else None)


def by_number(rows: Sequence[N], after: str | None, before: str | None) -> Slice[N]:
    """A page of rows, the highest number first; the cursor is the number at which a page ends."""
    ordered = sorted(rows, key=lambda row: -row.number)
    start = 0
    if after and after.isdecimal():
        start = sum(row.number >= int(after) for row in ordered)
    elif before and before.isdecimal():
        start = max(0, sum(row.number > int(before) for row in ordered) - SIZE)
    start = start if start < len(ordered) else 0
    shown = ordered[start : start + SIZE]
    more = start + SIZE < len(ordered)
    return Slice(shown, str(shown[-1].number) if more else None, str(shown[0].number) if start else None)

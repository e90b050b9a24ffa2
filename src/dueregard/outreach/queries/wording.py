"""A unit's own words for the designs: in use, in preparation, and all that there were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import ExpressionWrapper, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Length

from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import Access
from dueregard.organisation.models import Unit
from dueregard.outreach.catalogue import MANAGE
from dueregard.outreach.designs import OURS, Words, words_of
from dueregard.outreach.models import Design, Standing, Wording


@dataclass(frozen=True, slots=True)
class InUse:
    """The words that a unit prints: of a wording of its own or of the nearest unit above, else those of the design."""

    words: Words
    wording: Wording | None

    @property
    def told(self) -> str:
        """'wording 2 of Faculty of Arts', 'the words that come with the design'."""
        if self.wording is None:
            return "the words that come with the design"
        return f"wording {self.wording.number} of {self.wording.unit.name}"


def words_in_use(unit: Unit) -> dict[Design, InUse]:
    """By design. One query."""
    rows = Wording.objects.filter(unit__in=unit.lineage, standing=Standing.USED)
    nearest: dict[str, Wording] = {}
    for row in rows.select_related("unit", "written_by", "used_by").order_by(Length("unit__path")):
        nearest[row.design] = row  # the nearest comes last
    return {design: _used(design, nearest.get(design)) for design in Design}


def _used(design: Design, wording: Wording | None) -> InUse:
    return InUse(words_of(wording.words) if wording else OURS[design], wording)


def with_words(rows: QuerySet[Any], way: str = "") -> QuerySet[Any]:
    """`rows` with the digest of the words that their poster prints (`words_then`) and of those that its unit would print
    now (`words_now`); '' for those that come with the design. `way` leads to the poster, as 'poster__'."""
    used = Wording.objects.filter(design=OuterRef(f"{way}design"), standing=Standing.USED)
    printed_for = ExpressionWrapper(OuterRef(f"{way}unit__path"), TextField())
    here = used.alias(printed_for=printed_for).filter(printed_for__startswith=F("unit__path"))
    nearest = here.order_by(Length("unit__path").desc())
    found: QuerySet[Any] = rows.annotate(
        words_then=Coalesce(F(f"{way}wording__digest"), Value("")),
        words_now=Coalesce(Subquery(nearest.values("digest")[:1]), Value("")),
    )
    return found


def wordings(unit: Unit, design: Design) -> QuerySet[Wording]:
    """All of a unit for a design, newest first; those that were let go too, so that no number is missing."""
    rows = Wording.objects.filter(unit=unit, design=design)
    return rows.select_related("unit", "written_by", "used_by")


def draft_of(unit: Unit, design: Design) -> Wording | None:
    return wordings(unit, design).filter(standing=Standing.DRAFT).first()


def wording_to_look_after(access: Access, pk: UUID) -> Wording:
    found = Wording.objects.select_related("unit", "written_by", "used_by").filter(pk=pk).first()
    if found is None or not access.may(MANAGE, unit=found.unit):
        raise NotThere
    return found


def above(unit: Unit, design: Design) -> InUse:
    """The words that a unit would print without any of its own."""
    if unit.parent is None:
        return InUse(OURS[design], None)
    return words_in_use(unit.parent)[design]

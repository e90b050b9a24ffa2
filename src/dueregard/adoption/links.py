"""The link from a case study of the hub to what we answer."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from dueregard.adoption.queries.studies import answered_at
from dueregard.adoption.queries.visible import answers_for, has_to_do_with_adoption
from dueregard.practice.models import CaseStudy

FEW = 3


def reading_links(person: Any, study: CaseStudy) -> list[tuple[str, str, str]]:
    """One query, for those who answer case studies or read the answers."""
    slug = answered_at(study)
    if not slug or not has_to_do_with_adoption(person):
        return []
    rows = answers_for(person).filter(case_study__slug=slug).order_by("unit__path")[:FEW]
    note = "; ".join(f"{row.unit.name}: {row.get_says_display().lower()}" for row in rows)
    return [("What we do about it", reverse("adoption:case-study", args=[slug]), note or "No answer yet")]

"""Everything in the hub as plain rows, for the command line."""

from typing import Any

from django.db.models import Case, IntegerField, When
from django.db.models.functions import Coalesce

from dueregard.practice.models import CaseStudy, Placement
from dueregard.practice.rules.published import paragraphs_and_bullets

FIELDS = ("title", "theme", "paragraphs", "bullets", "source", "short_of")
"""What `practice list --json` gives."""


def rows() -> list[dict[str, Any]]:
    """A row for each case study and theme, drafts included: `{title, theme, paragraphs, bullets, source, short_of, status}`.
    `short_of` is the title of the full form, or None; `source` the name of the file, without its folder."""
    placed = Placement.objects.select_related("theme__parent", "case_study__source", "case_study__short_of")
    top = Coalesce("theme__parent__position", "theme__position")
    below = Case(When(theme__parent=None, then=-1), default="theme__position", output_field=IntegerField())
    ordered = placed.order_by(top, below, "theme__title", "position", "pk")
    return [_row(each.case_study, str(each.theme)) for each in ordered]


def _row(case_study: CaseStudy, theme: str) -> dict[str, Any]:
    paragraphs, bullets = paragraphs_and_bullets(case_study.text)
    return {
        "title": case_study.title,
        "theme": theme,
        "paragraphs": paragraphs,
        "bullets": bullets,
        "source": case_study.source.name.rpartition("/")[2] if case_study.source else "",
        "short_of": case_study.short_of.title if case_study.short_of else None,
        "status": case_study.get_status_display(),
    }

"""What editors of the hub see: every text, and what readers said."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import Access
from dueregard.practice.catalogue import EDIT, PUBLISH
from dueregard.practice.choices import Status
from dueregard.practice.models import CaseStudy, Feedback, Theme, Version


def editor(access: Access) -> bool:
    return bool(access.units_where(EDIT) or access.units_where(PUBLISH))


def texts(status: str, words: str) -> QuerySet[CaseStudy]:
    rows = CaseStudy.objects.select_related("source", "short_of")
    if status:
        rows = rows.filter(status=status)
    return rows.filter(title__icontains=words) if words else rows


def counts() -> dict[str, int]:
    """How many texts stand where. One query."""
    found = CaseStudy.objects.aggregate(**{each.value: Count("pk", filter=Q(status=each)) for each in Status})
    return {str(status): int(count) for status, count in found.items()}


def text_of(pk: UUID) -> CaseStudy:
    study = CaseStudy.objects.select_related("source", "short_of", "same_as").filter(pk=pk).first()
    if study is None:
        raise NotThere
    return study


def version_of(study: CaseStudy, number: int) -> Version:
    found = study.versions.select_related("by").filter(number=number).first()
    if found is None:
        raise NotThere
    return found


def themes() -> list[tuple[str, str]]:
    """Slug and title of every theme and sub-theme, in their order."""
    rows = Theme.objects.select_related("parent").order_by("parent__position", "position", "title")
    tops = [theme for theme in rows if theme.parent is None]
    return [
        (each.slug, str(each))
        for top in sorted(tops, key=lambda theme: (theme.position, theme.title))
        for each in (top, *(row for row in rows if row.parent_id == top.pk))
    ]


def namesakes(study: CaseStudy) -> list[CaseStudy]:
    """Other texts of the same name, which an editor may link with this one."""
    rows = CaseStudy.objects.filter(title__iexact=study.title).exclude(pk=study.pk)
    return list(rows.order_by("slug")[:20])


def inbox(*, open_only: bool) -> QuerySet[Feedback]:
    rows = Feedback.objects.select_related("case_study", "dealt_by")
    return rows.filter(dealt_at=None) if open_only else rows

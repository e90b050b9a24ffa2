"""The case studies that a provider answers: published ones, full forms, each once."""

from django.db.models import QuerySet

from dueregard.kernel.errors import NotThere
from dueregard.practice.choices import Kind, Status
from dueregard.practice.models import CaseStudy
from dueregard.practice.queries.hub import published


def adoptable() -> QuerySet[CaseStudy]:
    """Published case studies with the illustrations of the makers. A brief, a short form and an entry that an editor linked
    with another are answered where the case study itself is."""
    return published().filter(kind=Kind.CASE_STUDY, short_of=None, same_as=None)


def study_at(slug: str) -> CaseStudy:
    found = adoptable().filter(slug=slug).first()
    if found is None:
        raise NotThere
    return found


def answered_study_at(slug: str) -> CaseStudy:
    """The same, or one that was archived since somebody answered it: actions that follow from it lead here."""
    archived = CaseStudy.objects.filter(slug=slug, status=Status.ARCHIVED, answers__isnull=False)
    found = adoptable().filter(slug=slug).first() or archived.first()
    if found is None:
        raise NotThere
    return found


def answered_at(study: CaseStudy) -> str:
    """The slug of the case study that is answered for this text; '' for a brief."""
    if study.kind != Kind.CASE_STUDY:
        return ""
    stands = study.short_of or study.same_as or study
    return stands.slug if stands.status == "published" else ""

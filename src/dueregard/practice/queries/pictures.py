"""Pictures of the hub's texts: as a page shows them, and who may see one."""

from uuid import UUID

from django.urls import reverse

from dueregard.documents.files import content_of
from dueregard.documents.models import StoredFile
from dueregard.kernel import markdown
from dueregard.kernel.errors import NotThere
from dueregard.practice.choices import Status
from dueregard.practice.models import CaseStudy, Picture
from dueregard.practice.rules.pictures import numbers_in


def shown_by(study: CaseStudy, text: str = "") -> dict[int, markdown.Picture]:
    """The pictures that a text shows (or `text`, an earlier version of it), for its page. One query, and none where it
    shows none."""
    wanted = numbers_in(text or study.text)
    rows = study.pictures.filter(number__in=wanted) if wanted else []
    return {
        row.number: markdown.Picture(
            reverse("practice:picture", args=[row.pk]), row.alt, row.width, row.height
        )
        for row in rows
    }


def picture_of(study: CaseStudy, number: int) -> Picture:
    found = study.pictures.select_related("file").filter(number=number).first()
    if found is None:
        raise NotThere
    return found


def picture_at(pk: UUID, *, drafts_too: bool) -> Picture:
    """For everybody where its text is published; else for editors only."""
    found = Picture.objects.select_related("file", "case_study").filter(pk=pk).first()
    if found is None or not (drafts_too or found.case_study.status == Status.PUBLISHED):
        raise NotThere
    return found


def printed_with(studies: list[CaseStudy]) -> dict[tuple[str, int], Picture]:
    """The pictures that these texts show, by text and number. One query, and none where they show none."""
    wanted = [study.pk for study in studies if numbers_in(study.text)]
    rows = Picture.objects.select_related("file").filter(case_study__in=wanted) if wanted else []
    return {(str(row.case_study_id), row.number): row for row in rows}


def contents_of(names: set[str]) -> dict[str, bytes]:
    """The contents of pictures by the names that a PDF knows them by: '<file>.png'."""
    files = StoredFile.objects.filter(pk__in=[name.partition(".")[0] for name in names])
    return {f"{file.pk}.{file.kind}": content_of(file) for file in files} if names else {}

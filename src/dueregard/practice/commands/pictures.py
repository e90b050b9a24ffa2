"""Pictures of a text: kept, described in words, and removed."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dueregard.documents.files import discard, keep
from dueregard.documents.files.pictures import pixels_of, without_remarks
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.practice import catalogue
from dueregard.practice.choices import Status
from dueregard.practice.models import CaseStudy, Picture
from dueregard.practice.rules.editing import why_not_change_pictures
from dueregard.practice.rules.pictures import LARGEST, why_not_add, why_not_describe, why_not_remove


class _Bare(io.BytesIO):
    """A picture without its camera's remarks, as an upload."""

    def __init__(self, upload: Any) -> None:
        super().__init__(without_remarks(upload.read(LARGEST + 1)))
        self.name = upload.name


@transaction.atomic
def add_picture(*, pk: UUID, by: Person, upload: Any, alt: str, decorative: bool, now: datetime) -> Picture:
    """Keep a picture with a text. It is shown where the text says `![](picture:1)`, with its number."""
    study, actor = _locked(pk, by, now)
    refuse_if(
        [
            *why_not_change_pictures(study.status),
            *why_not_describe(alt=alt, decorative=decorative),
            *why_not_add(count=study.pictures.count(), size=upload.size),
        ]
    )
    bare = _Bare(upload)
    width, height = pixels_of(bare.getvalue())
    file = keep(bare, about=study.ref, by=actor, now=now)
    number = (study.pictures.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Picture.objects.create(
        case_study=study,
        number=number,
        file=file,
        alt=alt,
        decorative=decorative,
        width=width,
        height=height,
    )
    record(catalogue.PICTURE_ADDED, by=actor, on=study.ref, data={"number": number}, at=now)
    return made


@transaction.atomic
def describe_picture(
    *, pk: UUID, number: int, by: Person, alt: str, decorative: bool, now: datetime
) -> Picture:
    """Other words for what a picture shows."""
    study, actor = _locked(pk, by, now)
    picture = _picture(study, number)
    refuse_if([*why_not_change_pictures(study.status), *why_not_describe(alt=alt, decorative=decorative)])
    picture.alt, picture.decorative = alt, decorative
    picture.save(update_fields=["alt", "decorative"])
    study.changed_at = now
    study.save(update_fields=["changed_at"])
    record(catalogue.PICTURE_DESCRIBED, by=actor, on=study.ref, data={"number": number}, at=now)
    return picture


@transaction.atomic
def remove_picture(*, pk: UUID, number: int, by: Person, now: datetime) -> None:
    """Forget a picture that the text does not show any more."""
    study, actor = _locked(pk, by, now)
    picture = _picture(study, number)
    refuse_if([*why_not_change_pictures(study.status), *why_not_remove(number, study.text)])
    file = picture.file
    picture.delete()
    discard(file)
    record(catalogue.PICTURE_REMOVED, by=actor, on=study.ref, data={"number": number}, at=now)


def _locked(pk: UUID, by: Person, now: datetime) -> tuple[CaseStudy, Actor]:
    study = CaseStudy.objects.select_for_update().filter(pk=pk).first()
    if study is None:
        raise NotThere
    needed = catalogue.PUBLISH if study.status == Status.PUBLISHED else catalogue.EDIT
    return study, require(by, needed, today=now.date())


def _picture(study: CaseStudy, number: int) -> Picture:
    found = study.pictures.select_related("file").filter(number=number).first()
    if found is None:
        raise NotThere
    return found

"""Videos, for those who look after them and for everybody."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dueregard.documents.models import StoredFile
from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import Access
from dueregard.organisation.models import Person, Unit
from dueregard.outreach.catalogue import MANAGE
from dueregard.outreach.models import Video
from dueregard.outreach.models.video import State


def videos(access: Access) -> QuerySet[Any]:
    rows: QuerySet[Any] = access.units_where(MANAGE).filter(Video.objects.all())
    return rows.select_related("unit", "changed_by").defer("transcript", "captions")


def video_to_look_after(access: Access, pk: UUID) -> Video:
    row: Video | None = (
        access.units_where(MANAGE).filter(Video.objects.select_related("unit")).filter(pk=pk).first()
    )
    if row is None:
        raise NotThere
    return row


def video_for(person: Person | None, access: Access | None, pk: UUID) -> Video:
    """Published or withdrawn for everybody; a draft for those who look after it."""
    row = Video.objects.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise NotThere
    looks_after = person is not None and access is not None and access.may(MANAGE, unit=row.unit)
    if row.state == State.DRAFT and not looks_after:
        raise NotThere
    return row


def file_of(video: Video) -> StoredFile:
    """`NotThere` where it has none; a withdrawn video has none for anybody."""
    found = StoredFile.objects.filter(pk=video.file).first() if video.file else None
    if found is None or video.state == State.WITHDRAWN:
        raise NotThere
    return found


def newest_published(unit: Unit) -> Video | None:
    """The newest video of a unit or of those above it."""
    rows = Video.objects.filter(unit__in=unit.lineage, state=State.PUBLISHED)
    return rows.order_by("-published_at").first()

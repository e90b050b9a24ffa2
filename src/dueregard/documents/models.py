"""Files that people hand in. The content lies under `FILES_ROOT`; the row says what it is and about what."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from dueregard.kernel.refs import Actor, Ref

BIGGEST = 10 * 1024 * 1024
BIGGEST_VIDEO = 2_000_000_000


class FileKind(models.TextChoices):
    """What is accepted, told by content. The value is the ending of the name under which it is downloaded."""

    PDF = "pdf", "PDF"
    PNG = "png", "PNG picture"
    JPEG = "jpg", "JPEG picture"
    DOCX = "docx", "Word document"
    XLSX = "xlsx", "Excel workbook"
    TEXT = "txt", "Text"
    CSV = "csv", "CSV table"
    MP4 = "mp4", "MP4 video"
    WEBM = "webm", "WebM video"


MOVING = (FileKind.MP4, FileKind.WEBM)
"""Videos: kept by `keep_video` only, larger, and sent piece by piece."""


class StoredFile(models.Model):
    """`name` is what the sender called it, cleaned, and only data: the place is made from the random `id`.
    `about_type` and `about_id` are a kernel.Ref; `added_by_*` a kernel.Actor. `sha256` is in hexadecimal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=4, choices=FileKind.choices)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    about_type = models.CharField(max_length=64)
    about_id = models.CharField(max_length=64)
    added_by_kind = models.CharField(max_length=8)
    added_by_ref = models.CharField(max_length=64)
    added_by_post = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        indexes = [models.Index(fields=["about_type", "about_id", "added_at"], name="files_by_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="file_kind_is_accepted"),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=BIGGEST)
                | Q(size__gte=1, size__lte=BIGGEST_VIDEO, kind__in=["mp4", "webm"]),
                name="file_size_is_in_bounds",
            ),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="file_sum_is_sha256"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("documents.file", str(self.id))

    @property
    def about(self) -> Ref:
        return Ref(self.about_type, self.about_id)

    @property
    def added_by(self) -> Actor:
        return Actor(self.added_by_kind, self.added_by_ref, self.added_by_post)  # type: ignore[arg-type]

"""Videos that a provider holds itself, with captions and a transcript."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q

from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Person, Unit


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Video(models.Model):
    """`captions` are WebVTT; `file` is a documents.StoredFile, or None while there is none. The address stays the
    same for good; a video that was withdrawn says so there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="videos")
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    transcript = models.TextField(blank=True)
    captions = models.TextField(blank=True)
    file = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at", "-id"]
        constraints = [
            CheckConstraint(
                condition=Q(state="draft")
                | (~Q(captions="") & ~Q(transcript="") & Q(file__isnull=False, published_at__isnull=False)),
                name="a_published_video_has_captions_and_transcript",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("outreach.video", str(self.id))

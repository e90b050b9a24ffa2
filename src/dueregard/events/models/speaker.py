"""One person behind several rows of speakers, as far as a person has said so."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.events.models.request import Speaker
from dueregard.kernel.refs import Ref


class SpeakerIdentity(models.Model):
    """Somebody who speaks at several events of one provider. It holds nothing about that person: no name of its
    own, no note, no rating; the names are those that organisers wrote."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def ref(self) -> Ref:
        return Ref("events.speaker-identity", str(self.pk))


class SpeakerLink(models.Model):
    """A person said that this row means that person, why, and, where it was taken back, who did. Rows stay."""

    identity = models.ForeignKey(SpeakerIdentity, models.CASCADE, related_name="links")
    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="links")
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["speaker"], name="a_speaker_is_one_person", condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(
                name="whoever_undoes_a_link_is_named",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} as {self.identity}"

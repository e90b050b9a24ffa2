"""A unit's own words for a design, every one of them kept by its number."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Person, Unit
from dueregard.outreach.models.posters import Design


class Standing(models.TextChoices):
    DRAFT = "draft", "Draft"
    USED = "used", "In use"
    FORMER = "former", "Former"
    DISCARDED = "discarded", "Let go"


class Wording(models.Model):
    """Words of a unit for a design, for itself and the units below that have none of their own. Numbers count from 1
    within unit and design. `words` are those of `designs.Words`; `revision` counts the saves of a draft; `shared` marks
    one that another provider sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="wordings")
    design = models.CharField(max_length=10, choices=Design.choices)
    number = models.PositiveIntegerField()
    words = models.JSONField()
    digest = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    shared = models.BooleanField(default=False)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.DRAFT)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    used_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            UniqueConstraint(fields=["unit", "design", "number"], name="wordings_are_numbered_once"),
            UniqueConstraint(
                fields=["unit", "design"], condition=Q(standing="draft"), name="one_draft_of_words_per_design"
            ),
            UniqueConstraint(
                fields=["unit", "design"], condition=Q(standing="used"), name="one_wording_in_use_per_design"
            ),
            CheckConstraint(condition=Q(design__in=Design.values), name="wording_design_is_known"),
            CheckConstraint(
                condition=Q(standing__in=["draft", "discarded"])
                | Q(used_by__isnull=False, used_at__isnull=False),
                name="somebody_put_words_in_use",
            ),
            CheckConstraint(
                condition=~Q(standing="former") | Q(ended_at__isnull=False),
                name="words_no_longer_in_use_have_their_end",
            ),
        ]

    def __str__(self) -> str:
        return f"Wording {self.number}"

    @property
    def ref(self) -> Ref:
        return Ref("outreach.wording", str(self.id))

"""A provider's own lists of further questions, which auditors are asked of each sampled request."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from dueregard.audits.choices import Standing
from dueregard.kernel.refs import Ref


class QuestionList(models.Model):
    """A list of a unit, for audits of the unit and below. What it asks is in its editions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            UniqueConstraint(fields=["unit", "title"], name="a_unit_has_one_list_of_a_title"),
            CheckConstraint(condition=~Q(title=""), name="a_list_of_questions_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("audits.questions", str(self.pk))


class Edition(models.Model):
    """One version of a list; numbers count from 1. `questions` is a list of texts in their order; `revision` counts the
    saves of a draft; `shared` marks one that another provider sent. What was in use once is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of = models.ForeignKey(QuestionList, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    about = models.TextField()
    questions = models.JSONField()
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    shared = models.BooleanField(default=False)
    written_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    used_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            UniqueConstraint(fields=["of", "number"], name="editions_are_numbered_once"),
            UniqueConstraint(fields=["of"], condition=Q(standing="draft"), name="one_draft_of_a_list"),
            UniqueConstraint(
                fields=["of"], condition=Q(standing="used"), name="one_edition_in_use_of_a_list"
            ),
            CheckConstraint(
                condition=Q(standing__in=["draft", "discarded"])
                | Q(used_by__isnull=False, used_at__isnull=False),
                name="somebody_put_questions_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of.title}, version {self.number}"

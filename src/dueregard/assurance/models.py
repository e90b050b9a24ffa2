"""What assurance keeps: the public copy of the service standard, and papers as they were issued."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.kernel.refs import Ref


class PublicStandard(models.Model):
    """The service standard as the public sees it, while the provider shows it. `figures` is made anew each night,
    small numbers already left out, so that a visitor costs one row and never learns more than stands here."""

    unit = models.OneToOneField("organisation.Unit", models.PROTECT, related_name="+")
    shown = models.BooleanField(default=False)
    figures = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"service standard of {self.unit_id}"

    @property
    def ref(self) -> Ref:
        return Ref("assurance.standard", str(self.unit_id))


class PublicTrust(models.Model):
    """Whether everybody may read the provider's page 'what we do, and what we record', and the numbers on it. `figures` are
    the numbers of the last full academic year as `rules.suppressing` lets them out: nothing smaller is kept here."""

    unit = models.OneToOneField("organisation.Unit", models.PROTECT, related_name="+")
    shown = models.BooleanField(default=False)
    figures = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "public trust"

    def __str__(self) -> str:
        return f"trust page of {self.unit_id}"

    @property
    def ref(self) -> Ref:
        return Ref("assurance.trust", str(self.unit_id))


class Audience(models.TextChoices):
    """Who a paper is for. A board's paper names nobody."""

    COMMITTEE = "committee", "A committee"
    BOARD = "board", "The board"


class Paper(models.Model):
    """A paper as it was issued: drawn from the records of one moment, and never changed after it.

    `number` counts from 1 in each provider. `content` holds what the paper says, as plain values (`rules.content`);
    `digest` is the SHA-256 of that content. `body` is the name of the committee or board, as typed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    audience = models.CharField(max_length=20, choices=Audience)
    body = models.CharField(max_length=200)
    first = models.DateField()
    last = models.DateField()
    note = models.TextField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    issued_post = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="papers_are_numbered_once"),
            models.CheckConstraint(name="papers_have_a_covering_note", condition=~Q(note="")),
            models.CheckConstraint(name="papers_cover_a_period", condition=Q(last__gte=models.F("first"))),
        ]
        indexes = [models.Index(fields=["-issued_at", "-id"], name="paper_by_day")]

    def __str__(self) -> str:
        return f"{self.shown_number}, {self.body}"

    @property
    def ref(self) -> Ref:
        return Ref("assurance.paper", str(self.pk))

    @property
    def shown_number(self) -> str:
        """The number as people say it, 'Paper 7'."""
        return f"Paper {self.number}"

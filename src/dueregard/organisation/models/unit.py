"""The tree of units, of any depth and with several roots, and the days on which a provider is closed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q

from dueregard.kernel.refs import Ref


class Nation(models.TextChoices):
    """Whose bank holidays a provider keeps."""

    ENGLAND = "ENG", "England"
    WALES = "WLS", "Wales"
    SCOTLAND = "SCT", "Scotland"
    NORTHERN_IRELAND = "NIR", "Northern Ireland"


class Unit(models.Model):
    """Any part of a provider; a unit without a parent is a provider.

    `path` is the chain of ids from the root to the unit itself, each 32 hex digits and a full stop, so that a
    subtree is a prefix and the ancestors can be read off without a query.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.TextField(editable=False)
    sponsor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="sponsored")
    nation = models.CharField(max_length=3, choices=Nation.choices, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            CheckConstraint(condition=~Q(code=""), name="unit_has_a_code"),
            CheckConstraint(condition=~Q(name=""), name="unit_has_a_name"),
            CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
            CheckConstraint(condition=~Q(sponsor=F("id")), name="unit_does_not_sponsor_itself"),
            CheckConstraint(
                condition=Q(parent__isnull=False, nation="")
                | Q(parent__isnull=True, nation__in=Nation.values),
                name="nation_belongs_to_roots",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("organisation.unit", str(self.id))

    @property
    def lineage(self) -> list[uuid.UUID]:
        """Ids from the root down to this unit."""
        return [uuid.UUID(step) for step in self.path.split(".") if step]

    @property
    def depth(self) -> int:
        """0 for a root."""
        return self.path.count(".") - 1

    @property
    def root_id(self) -> uuid.UUID:
        return uuid.UUID(self.path[:32])

    def is_within(self, other: Unit) -> bool:
        """Whether this unit is `other` or below it."""
        return self.path.startswith(other.path)


class ClosureDay(models.Model):
    """A day on which the whole provider is closed, besides weekends and bank holidays."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="closure_days")
    day = models.DateField()
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="closed_once_a_day"),
            CheckConstraint(condition=~Q(name=""), name="closure_day_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"

    @property
    def ref(self) -> Ref:
        return Ref("organisation.closure_day", str(self.pk))

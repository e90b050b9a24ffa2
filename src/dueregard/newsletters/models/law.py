"""The law-change log: what changed, from when, where it is written, what it means here and for whom."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Person, Unit


class LawChange(models.Model):
    """One change, as one provider keeps it. `source` is the address where it is written.

    `starter` is the code of an entry that came with the product, '' for a provider's own; `added_by` is empty for
    those until somebody here changes them. An entry that was taken off stays in the table.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    starts = models.DateField()
    source = models.CharField(max_length=500)
    means = models.TextField()
    whom = models.CharField(max_length=200, blank=True)
    starter = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            UniqueConstraint(
                fields=["unit", "starter"], condition=~Q(starter=""), name="a_starter_law_change_comes_once"
            ),
            CheckConstraint(
                condition=~Q(title="") & ~Q(means="") & ~Q(source=""), name="a_law_change_says_what_and_where"
            ),
            CheckConstraint(
                condition=Q(added_by__isnull=False) | ~Q(starter=""), name="somebody_wrote_the_law_change"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-starts", "-id"], name="law_change_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("newsletters.law-change", str(self.id))

    def lies_ahead(self, today: date) -> bool:
        return self.starts > today

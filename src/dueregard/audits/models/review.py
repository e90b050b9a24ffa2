"""A proposed review of a process in which nothing has been escalated for a set period."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from dueregard.audits.choices import ReviewResult, ReviewState
from dueregard.kernel.refs import Ref


class Review(models.Model):
    """Proposed by the schedule, recorded by a person. `evidence` is what stood in the register between `first` and
    `last` on the day of the proposal (`queries.quiet.evidence`); `months` the quiet period of the procedure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    months = models.PositiveSmallIntegerField()
    evidence = models.JSONField()
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.PROPOSED)
    proposed_at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=ReviewResult, blank=True)
    reasons = models.TextField(blank=True)
    took_part = models.TextField(blank=True)
    next_on = models.DateField(null=True)
    recorded_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="a_quiet_period_has_an_end"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="proposed"), name="one_proposed_review_a_unit"
            ),
            models.CheckConstraint(
                name="recorded_reviews_say_what_and_why",
                condition=~Q(state="recorded")
                | (
                    ~Q(result="")
                    & ~Q(reasons="")
                    & ~Q(took_part="")
                    & Q(next_on__isnull=False, recorded_by__isnull=False, recorded_at__isnull=False)
                ),
            ),
        ]
        indexes = [models.Index(fields=["-proposed_at", "-id"], name="review_by_proposed")]

    def __str__(self) -> str:
        return f"Review of a quiet process, {self.unit}"

    @property
    def ref(self) -> Ref:
        return Ref("audits.review", str(self.pk))

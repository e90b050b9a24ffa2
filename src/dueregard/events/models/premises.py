"""What a person decided about the duties that a large gathering brings with it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dueregard.events.choices import PremisesTier
from dueregard.events.models.request import EventRequest


class PremisesJudgement(models.Model):
    """Which duty of the Terrorism (Protection of Premises) Act 2025 a person says applies to an event. The latest one
    counts; earlier ones stay. Kept apart from the decision about the event: protecting people is not the Prevent duty.

    `peak` and `capacity` are the numbers that were judged.
    """

    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="premises")
    tier = models.CharField(max_length=20, choices=PremisesTier)
    reason = models.TextField()
    peak = models.PositiveIntegerField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="a_judgement_has_its_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return str(self.get_tier_display())

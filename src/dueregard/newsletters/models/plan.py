"""Whether somebody is reminded each month to write a briefing."""

from __future__ import annotations

from django.db import models

from dueregard.organisation.models import Person, Unit


class BriefingPlan(models.Model):
    """A unit whose writers are reminded; it begins with its first briefing. `reminded_for` is the first day of the
    month of which they were reminded last."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    reminders = models.BooleanField(default=True)
    reminded_for = models.DateField(null=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit_id}: {'each month' if self.reminders else 'no reminders'}"

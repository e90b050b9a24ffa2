"""What an audit found, and the action that was agreed about it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.audits.models.audit import Audit
from dueregard.audits.models.sample import Point
from dueregard.kernel.refs import Ref


class Finding(models.Model):
    """`points` are the judged points it rests on; none for what was seen across the sample. `action` is the id of
    the agreed action; without one, `no_action_why` says why none is needed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey(Audit, models.CASCADE, related_name="findings")
    what = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    points = models.ManyToManyField(Point, related_name="findings")
    action = models.UUIDField(null=True)
    no_action_why = models.TextField(blank=True)
    made_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="findings_say_what"),
            models.CheckConstraint(
                name="findings_lead_to_an_action_or_say_why_not",
                condition=Q(action__isnull=False) | ~Q(no_action_why=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def ref(self) -> Ref:
        return Ref("audits.finding", str(self.pk))

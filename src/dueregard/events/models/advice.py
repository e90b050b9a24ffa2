"""Advice before a decision: what the holders of an advisory post wrote down while the request was at a step."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.events.models.request import EventRequest
from dueregard.events.models.work import Turn
from dueregard.kernel.refs import Ref


class Advice(models.Model):
    """What one adviser wrote at one turn. It is never changed: whoever has more to say writes again.

    There is no vote: the recommendation is words, and nothing counts them. `post` is whose advice it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="advice")
    turn = models.ForeignKey(Turn, models.CASCADE, related_name="advice")
    post = models.CharField(max_length=60)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    risks = models.TextField(blank=True)
    mitigations = models.TextField(blank=True)
    recommendation = models.TextField()

    class Meta:
        ordering = ["at"]
        verbose_name_plural = "advice"
        constraints = [
            models.CheckConstraint(name="advice_says_something", condition=~Q(recommendation="")),
        ]

    def __str__(self) -> str:
        return f"advice of {self.post}"

    @property
    def ref(self) -> Ref:
        return Ref("events.advice", str(self.pk))

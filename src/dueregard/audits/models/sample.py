"""The requests that were drawn, and the points of each one's checklist."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.audits.choices import Found, Judgement
from dueregard.audits.models.audit import Audit
from dueregard.kernel.refs import Ref


class Sampled(models.Model):
    """One drawn request. `auditor` judges it; None where the audit's auditor took part in it and nobody else has
    been named yet (`conflict` holds the codes of what he did). `request` is None once retention has taken it away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey(Audit, models.CASCADE, related_name="sample")
    position = models.PositiveIntegerField()
    request = models.ForeignKey("events.EventRequest", models.SET_NULL, related_name="+", null=True)
    number = models.CharField(max_length=20)
    stratum = models.CharField(max_length=100)
    procedure = models.CharField(max_length=200, blank=True)
    auditor = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    conflict = models.JSONField(default=list)
    judged_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "position"], name="sampled_in_order"),
            models.UniqueConstraint(fields=["audit", "number"], name="drawn_once"),
            models.CheckConstraint(
                name="judged_requests_say_by_whom",
                condition=Q(judged_at__isnull=True) | Q(judged_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["auditor"], name="sampled_to_judge", condition=Q(judged_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        return Ref("audits.sampled", str(self.pk))


class Point(models.Model):
    """One thing that the procedure demanded of a request, beside what the record held at the draw.

    `people` are the ids of those who did it; their names are shown once the request is judged. A point that does
    not apply is not judged.
    """

    sampled = models.ForeignKey(Sampled, models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=80)
    title = models.CharField(max_length=250)
    demanded = models.TextField()
    holds = models.TextField()
    found = models.CharField(max_length=15, choices=Found)
    people = models.JSONField(default=list)
    judgement = models.CharField(max_length=12, choices=Judgement, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sampled", "position"], name="points_in_order"),
            models.CheckConstraint(
                name="what_is_not_as_it_should_be_is_said",
                condition=~Q(judgement="not") | ~Q(remark=""),
            ),
            models.CheckConstraint(
                name="what_does_not_apply_is_not_judged",
                condition=~Q(found="not-applicable") | Q(judgement=""),
            ),
        ]
        indexes = [models.Index(fields=["sampled", "judgement"], name="points_by_judgement")]

    def __str__(self) -> str:
        return self.title

    @property
    def applies(self) -> bool:
        return self.found != Found.NOT_APPLICABLE

"""The risks of an event, and what would meet them. Of the event: nothing here can be about a person."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.events.choices import Level, Likelihood, Severity
from dueregard.events.models.request import EventRequest
from dueregard.events.rules.risk import level
from dueregard.kernel.refs import Ref


class Hazard(models.Model):
    """Something that could happen at an event. `…_after` is what remains with its mitigations in place; both are
    empty until somebody has said so. What was taken off stays, with who took it off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="hazards")
    what = models.CharField(max_length=300)
    likelihood = models.CharField(max_length=20, choices=Likelihood)
    severity = models.CharField(max_length=20, choices=Severity)
    likelihood_after = models.CharField(max_length=20, choices=Likelihood, blank=True)
    severity_after = models.CharField(max_length=20, choices=Severity, blank=True)
    noted_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    off_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["noted_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="hazards_are_rated", condition=~Q(what="") & ~Q(likelihood="") & ~Q(severity="")
            ),
            models.CheckConstraint(
                name="ratings_after_come_in_pairs",
                condition=Q(likelihood_after="", severity_after="")
                | (~Q(likelihood_after="") & ~Q(severity_after="")),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def ref(self) -> Ref:
        return Ref("events.hazard", str(self.pk))

    @property
    def level_before(self) -> str:
        return _label(self.likelihood, self.severity)

    @property
    def level_after(self) -> str:
        """'' until somebody has said what remains."""
        return _label(self.likelihood_after, self.severity_after)


class Mitigation(models.Model):
    """What would meet a hazard. `code` is of the catalogue (`mitigations.toml`), '' for one in own words. `owner` is
    how people say who sees to it; `owner_post` the post's code, '' for the organiser. The provider pays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="mitigations")
    code = models.CharField(max_length=60, blank=True)
    what = models.CharField(max_length=300)
    owner = models.CharField(max_length=200)
    owner_post = models.CharField(max_length=60, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    why = models.TextField(blank=True)
    noted_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    off_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["noted_at", "id"]
        constraints = [
            models.CheckConstraint(name="mitigations_say_what_and_who", condition=~Q(what="") & ~Q(owner="")),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def ref(self) -> Ref:
        return Ref("events.mitigation", str(self.pk))


def _label(likelihood: str, severity: str) -> str:
    found = level(likelihood, severity)
    return str(Level(found).label) if found else ""

"""After the event: incidents and lessons, and feedback of which nobody's name is kept.

There is no attendee here and nowhere else (ideas K47, N22; tests/architecture/test_partition.py): attendance is a
number, and feedback from the room keeps neither a name nor an address nor the moment, only the day.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.events.choices import AfterKind, Heard, Process, Went, Whose
from dueregard.events.models.request import EventRequest
from dueregard.kernel.refs import Ref


class AfterNote(models.Model):
    """An incident (`what` happened, what was `done`) or a lesson (`what`). `by` is empty for an organiser without an
    account."""

    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="after_notes")
    kind = models.CharField(max_length=20, choices=AfterKind)
    what = models.TextField()
    done = models.TextField(blank=True)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(name="after_notes_say_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="incidents_say_what_was_done", condition=~Q(kind=AfterKind.INCIDENT) | ~Q(done="")
            ),
        ]

    def __str__(self) -> str:
        return self.what[:60]


class Feedback(models.Model):
    """What the organiser, or somebody in the room, thought of the event. A hidden comment is shown to nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="feedback")
    whose = models.CharField(max_length=20, choices=Whose)
    went = models.CharField(max_length=20, choices=Went)
    heard = models.CharField(max_length=20, choices=Heard)
    process = models.CharField(max_length=20, choices=Process, blank=True)
    comment = models.TextField(blank=True)
    on = models.DateField()
    hidden_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], name="one_feedback_of_the_organiser", condition=Q(whose=Whose.ORGANISER)
            ),
            models.CheckConstraint(
                name="only_the_organiser_is_asked_about_the_process",
                condition=Q(whose=Whose.ORGANISER) | Q(process=""),
            ),
            models.CheckConstraint(
                name="hidden_comments_say_why",
                condition=Q(hidden_at__isnull=True) | (Q(hidden_by__isnull=False) & ~Q(hidden_why="")),
            ),
        ]
        indexes = [models.Index(fields=["request", "-on", "id"], name="feedback_of_a_request")]

    def __str__(self) -> str:
        return f"{self.get_whose_display()}: {self.get_went_display()}"

    @property
    def ref(self) -> Ref:
        return Ref("events.feedback", str(self.pk))

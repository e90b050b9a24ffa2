"""What was sent: once for each letter, once to each person, with the words of that day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import UniqueConstraint

from dueregard.kernel.refs import Ref
from dueregard.newsletters.models.letter import Letter
from dueregard.organisation.models import Person, Unit


class Sending(models.Model):
    """The letter as it was sent: `text` is Markdown, its blocks filled as they stood then. A letter is sent once.

    `people` are those it was sent to; the other counts say who was passed over, and why.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Being sent"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="sending")
    title = models.CharField(max_length=200)
    text = models.TextField()
    people = models.PositiveIntegerField()
    without_address = models.PositiveIntegerField(default=0)
    unsubscribed = models.PositiveIntegerField(default=0)
    same_address = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="letter_sending_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("newsletters.sending", str(self.id))


class Copy(models.Model):
    """One person to whom one letter goes; the table refuses a second."""

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="copies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    batch = models.PositiveIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["sending", "person"], name="nobody_gets_a_letter_twice"),
        ]
        indexes = [models.Index(fields=["sending", "batch"], name="letter_copy_by_batch")]

    def __str__(self) -> str:
        return str(self.person)


class Unsubscribed(models.Model):
    """Somebody who gets no more newsletters of a provider. What is a duty reaches them all the same."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["person", "unit"], name="unsubscribed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.unit_id}"

"""Messages that wait, went, or need somebody's eye. No address, no name and no text is kept: all is asked for at
the moment of sending."""

import uuid
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models

from dueregard.kernel.refs import Ref


class Message(models.Model):
    """One message of one kind about one thing, to one recipient (or to be given its recipients)."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENT = "sent", "Sent"
        PARKED = "parked", "Parked"
        DROPPED = "dropped", "No longer due"
        HELD = "held", "Held back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=64)
    about_type = models.CharField(max_length=64)
    about_id = models.CharField(max_length=64)
    to_type = models.CharField(max_length=64, blank=True)
    to_id = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    bulk = models.BooleanField(default=False)
    """Part of something told to thousands: waits while any other mail does."""
    attempts = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    """How often our own program failed on it (a handler raised, a worker died); at five it is parked."""
    queued_at = models.DateTimeField()
    next_try = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "queued_at", "id"], name="outbox_by_state"),
            models.Index(fields=["state", "bulk", "queued_at", "id"], name="outbox_by_turn"),
            models.Index(fields=["about_id", "about_type"], name="outbox_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def about(self) -> Ref:
        return Ref(self.about_type, self.about_id)

    @property
    def to(self) -> Ref | None:
        return Ref(self.to_type, self.to_id) if self.to_type else None

    @property
    def ref(self) -> Ref:
        return Ref("outbox.message", str(self.id))

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mail sent twice by a crash can be told for one."""
        return f"<{self.id}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"

    @property
    def reference(self) -> str:
        """What a content-free mail shows: tells nothing, and finds the message again."""
        return str(self.id)[:8].upper()


class MailServer(models.Model):
    """One row: whether the mail server answers. While it does not, no message is blamed or tried."""

    down_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="outbox_has_one_server")]

    def __str__(self) -> str:
        return f"down since {self.down_since}" if self.down_since else "answers"

    def rests(self, now: datetime) -> bool:
        return self.next_try is not None and self.next_try > now

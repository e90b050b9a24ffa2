"""The ledger's rows. Text columns only, so that the bytes that were hashed are the bytes that are stored."""

import json
from typing import Any

from django.db import models

from dueregard.kernel.refs import Ref
from dueregard.ledger.rules import EMPTY


class Entry(models.Model):
    """One thing that was done or read. The database refuses to change or remove it (see the migrations)."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=27)
    """UTC, ISO 8601 with microseconds and Z: the order of the text is the order in time."""
    actor_kind = models.CharField(max_length=10)
    actor_ref = models.CharField(max_length=64)
    actor_post = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    data = models.TextField()
    """JSON object, keys sorted, no spaces."""
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["at", "seq"], name="ledger_by_moment"),
            models.Index(fields=["action", "seq"], name="ledger_by_action"),
            models.Index(fields=["actor_ref", "seq"], name="ledger_by_actor"),
            models.Index(fields=["subject_id", "subject_type", "seq"], name="ledger_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_type, self.subject_id)

    @property
    def facts(self) -> dict[str, Any]:
        """The declared facts of this entry: codes, ids and numbers."""
        found: dict[str, Any] = json.loads(self.data)
        return found


class Head(models.Model):
    """One row: where the chain ends. Locked by each append, so that two appends stand in a line."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=EMPTY)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="ledger_has_one_head")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"


class Verification(models.Model):
    """What the last checks of the whole ledger found, for the page that shows it."""

    at = models.DateTimeField(db_index=True)
    rows = models.BigIntegerField()
    seconds = models.FloatField()
    bad_seq = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.reason or 'good'}"

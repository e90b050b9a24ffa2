"""Whose calendar bookings come from, and each file that changed something."""

from __future__ import annotations

import uuid

from django.db import models

from dueregard.bookings.choices import FileKind
from dueregard.kernel.refs import Ref


class Source(models.Model):
    """A calendar that somebody else keeps: timetabling, room booking, conferences, a union's hall.

    `full`: each file holds every booking, so that one that is missing has gone. `outside`: whoever books here is from
    outside the provider. `opens` and `closes` are the opening hours of its rooms, local time. `columns` is our field
    = their name, as a person corrected it. `digest` is the last file with all that its reading depends on, `kept`
    how many bookings it held, `swept_at` the moment up to which requests have been compared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=FileKind)
    full = models.BooleanField(default=True)
    outside = models.BooleanField(default=False)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    columns = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    kept = models.PositiveIntegerField(default=0, editable=False)
    swept_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="one_source_a_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="source_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(opens__lt=models.F("closes")),
                name="source_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("bookings.source", str(self.pk))


class Import(models.Model):
    """One file that changed something or had something refused. The file itself is not kept.

    `faults` are places and reasons, never what stood there; `first` and `last` are the days that were read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    first = models.DateField()
    last = models.DateField()
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    came = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    linked = models.PositiveIntegerField(default=0)
    proposed = models.PositiveIntegerField(default=0)
    to_look_at = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["source", "-at"], name="import_by_source")]

    def __str__(self) -> str:
        return f"{self.file_name} into {self.source}"

    @property
    def ref(self) -> Ref:
        return Ref("bookings.import", str(self.pk))

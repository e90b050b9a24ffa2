"""A register brought in from a provider's own spreadsheet."""

from __future__ import annotations

import uuid

from django.db import models

from dueregard.kernel.refs import Ref


class RegisterImport(models.Model):
    """One file that was brought in. `columns` maps our fields to the sheet's own column names; `header` has all of
    these in their order. `unit` is the unit whose register it is. `refused` counts lines, `faults` holds their cells as
    `{line, column, cell, reason}`, `notes` what the person was told of the rest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+", null=True)
    columns = models.JSONField()
    header = models.JSONField(default=list)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def ref(self) -> Ref:
        return Ref("events.import", str(self.pk))

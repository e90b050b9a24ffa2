"""A register brought in from a provider's own spreadsheet."""

from __future__ import annotations

import uuid

from django.db import models

from dueregard.kernel.refs import Ref


class RegisterImport(models.Model):
    """One file that was brought in. `columns` maps our fields to the sheet's own column names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField()
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def ref(self) -> Ref:
        return Ref("events.import", str(self.pk))

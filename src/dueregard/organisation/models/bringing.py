"""What a file brought in, so that every row that it changed can be traced to its line."""

from __future__ import annotations

import uuid

from django.db import models

from dueregard.kernel.refs import Ref


class Import(models.Model):
    """One file of units, people or posts. `digest` is the SHA-256 of its content; `by` the ref of who did it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    skipped = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.what} from {self.name}"

    @property
    def ref(self) -> Ref:
        return Ref("organisation.import", str(self.id))


class ImportedRow(models.Model):
    """A row that an import added or changed; rows found as they were leave none."""

    brought_by = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    subject = models.CharField(max_length=36, db_index=True)
    added = models.BooleanField()

    class Meta:
        ordering = ["brought_by", "line"]

    def __str__(self) -> str:
        return f"line {self.line}"

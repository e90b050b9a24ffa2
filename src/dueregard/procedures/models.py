"""Versions that people write, and editions that records are handled under."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Person, Unit
from dueregard.procedures.rules import KINDS, Document, parse
from dueregard.versions.choices import Status


class Version(models.Model):
    """One unit's own text for one kind of work; numbers count from 1 within unit and kind.

    `revision` counts the saves of a draft, so that two people editing cannot overwrite one another.
    `preset` is the code of the preset that it was taken over from; nobody drafted or approved such a version here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40, choices=list(KINDS.items()))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="procedure_versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    reason = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    preset = models.SlugField(max_length=60, blank=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    alone_reason = models.TextField(blank=True)
    in_force_from = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            UniqueConstraint(fields=["kind", "unit", "number"], name="version_numbers_are_used_once"),
            UniqueConstraint(
                fields=["kind", "unit"], condition=Q(status="draft"), name="one_draft_per_kind_and_unit"
            ),
            UniqueConstraint(
                fields=["kind", "unit", "in_force_from"],
                condition=Q(status="dated"),
                name="one_version_comes_into_force_a_day",
            ),
            CheckConstraint(
                condition=~Q(approved_by=F("drafted_by")) | ~Q(alone_reason=""),
                name="a_second_person_approves_or_a_reason_says_why_not",
            ),
            CheckConstraint(
                condition=Q(status__in=["draft", "discarded"]) | Q(approved_by__isnull=False) | ~Q(preset=""),
                name="what_is_in_force_was_approved",
            ),
            CheckConstraint(
                condition=Q(status="dated", in_force_from__isnull=False)
                | (~Q(status="dated") & Q(in_force_from__isnull=True)),
                name="dated_versions_have_a_date",
            ),
            CheckConstraint(
                condition=Q(drafted_by__isnull=False) | ~Q(preset=""), name="somebody_or_a_preset_wrote_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.number}"

    @property
    def ref(self) -> Ref:
        return Ref("procedures.version", str(self.id))

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


class Edition(models.Model):
    """The procedure as a record is handled under: the versions of a unit and those above it as one text.

    Immutable, and found by its content: `digest` covers kind, unit, versions and text. `unit` is the lowest unit
    that has a text of its own; the units below share the edition. `number` is that unit's version number;
    `made_from` holds the ids of the versions, the root's first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    made_from = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"

    @property
    def ref(self) -> Ref:
        return Ref("procedures.edition", str(self.id))

    @property
    def document(self) -> Document:
        return _parsed(self.text)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Document:
    return parse(text)


def edition_digest(kind: str, unit: Unit, versions: list[str], text: str) -> str:
    """What an edition is found by, as 64 hex digits."""
    parts = ("dueregard-edition-1", kind, str(unit.pk), ",".join(versions), text)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def state_on(version: Version, in_force: Version | None, today: date) -> str:
    """A version's state in words, given which one of its unit is in force: 'in force', 'superseded', …"""
    if version.status != Status.DATED or version.in_force_from is None:
        return version.get_status_display().lower()
    if version.in_force_from > today:
        return "coming into force"
    return "in force" if in_force and in_force.pk == version.pk else "superseded"

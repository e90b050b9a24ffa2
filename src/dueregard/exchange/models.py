"""Packs on their way out, packs that came in, and the keys of those who are known."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from dueregard.kernel.refs import Ref


class Parcel(models.Model):
    """A pack for other providers. While it is open, `parts` holds the texts as they stand here and `replacements` what is
    put in place of each name ({kind, found, by}); once it is signed, `parts` holds what left, and `content` the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    parts = models.JSONField(default=list)
    replacements = models.JSONField(default=list)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True)
    sealed_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at", "-id"]
        constraints = [
            CheckConstraint(
                name="signed_packs_have_their_file",
                condition=Q(sealed_at__isnull=True)
                | (Q(content__isnull=False, sealed_by__isnull=False) & ~Q(digest="")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("exchange.parcel", str(self.pk))


class Pack(models.Model):
    """A pack of another provider as it was opened here, known by the SHA-256 of its file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    made_on = models.DateField()
    key = models.CharField(max_length=64)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [UniqueConstraint(fields=["unit", "digest"], name="packs_are_opened_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("exchange.pack", str(self.pk))


class Part(models.Model):
    """One text of a pack. `came_in_as` is what was made of it here, as 'type id'."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    data = models.JSONField()
    came_in_as = models.CharField(max_length=120, blank=True)
    came_in_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [UniqueConstraint(fields=["pack", "number"], name="parts_of_a_pack_in_order")]
        indexes = [models.Index(fields=["digest"], name="part_by_digest")]

    def __str__(self) -> str:
        return self.title


class KnownKey(models.Model):
    """A key that a person here knows: `key` is the SHA-256 of the public key (64 hex digits), `name` whose it is."""

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [UniqueConstraint(fields=["unit", "key"], name="keys_are_known_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("exchange.key", str(self.pk))

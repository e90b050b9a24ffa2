"""People, with or without an account, and when they are away."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Lower

from dueregard.accounts.models import User
from dueregard.kernel.refs import Actor, Ref
from dueregard.organisation.models.unit import Unit


class Person(models.Model):
    """Someone known to the system. `code` is the provider's own number for the person, where it gives one;
    `left_on` is the last day of somebody who leaves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=64, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people")
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="person")
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["name", "id"], name="person_by_name"),
            models.Index(Lower("email"), name="person_by_address"),
        ]
        constraints = [
            CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            CheckConstraint(condition=~Q(code=""), name="person_code_is_absent_or_something"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("organisation.person", str(self.id))

    def actor(self, post_code: str = "") -> Actor:
        return Actor("person", str(self.id), post_code)

    def has_left(self, today: date) -> bool:
        return self.left_on is not None and self.left_on < today


class Absence(models.Model):
    """When a person is away: first and last day, both counted; no last day means 'until I say that I am back'."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="absence_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts} to {self.ends or 'further notice'}"

    @property
    def ref(self) -> Ref:
        return Ref("organisation.absence", str(self.pk))

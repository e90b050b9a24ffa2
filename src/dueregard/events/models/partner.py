"""Contacts in a local network of partners, and what one of them was asked about one speaker."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from dueregard.events.choices import PartnerAnswer
from dueregard.events.models.request import EventRequest
from dueregard.kernel.refs import Ref


class PartnerContact(models.Model):
    """Somebody at another body who may be asked. Nobody is asked after `review_by` until somebody looks again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    review_by = models.DateField()
    kept_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "email"], name="one_contact_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"

    @property
    def ref(self) -> Ref:
        return Ref("events.partner-contact", str(self.pk))


class PartnerQuestion(models.Model):
    """One question to one contact about one speaker of one request: 'Is there anything that we should know?'

    `speaker` and `event` are the words that the asker confirmed, and all that the contact is told. The answer informs
    whoever checks or decides and triggers nothing. On `forget_on` the names and the answer are deleted; that somebody
    was asked, of which body, and when, stays. `seen_at`: the asker has read the answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="partner_questions")
    contact = models.ForeignKey(PartnerContact, models.SET_NULL, related_name="questions", null=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_role = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200)
    speaker = models.CharField(max_length=200, blank=True)
    event = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=20, choices=PartnerAnswer, blank=True)
    text = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    forget_on = models.DateField()
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "organisation"]
        constraints = [
            models.CheckConstraint(
                name="answers_of_partners_have_a_time",
                condition=Q(answer="") | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_is_forgotten_is_empty",
                condition=Q(forgotten_at=None)
                | Q(speaker="", contact_name="", answer="", text="", source=""),
            ),
        ]
        indexes = [
            models.Index(fields=["forget_on"], name="partner_to_forget", condition=Q(forgotten_at=None)),
            models.Index(
                fields=["asked_by"],
                name="partner_to_read",
                condition=Q(answered_at__isnull=False, seen_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"question to {self.organisation}"

    @property
    def ref(self) -> Ref:
        return Ref("events.partner-question", str(self.pk))

    def has_expired(self, today: date) -> bool:
        """Whether its names and its answer are not to be shown any more, deleted already or not."""
        return self.forgotten_at is not None or self.forget_on <= today


class Memory(models.Model):
    """How long a provider keeps what partners answered (months), and shows what was decided about a speaker
    before (years). A provider without a row keeps to the defaults."""

    unit = models.OneToOneField("organisation.Unit", models.CASCADE, related_name="+", primary_key=True)
    answer_months = models.PositiveSmallIntegerField(default=12)
    speaker_years = models.PositiveSmallIntegerField(default=3)

    class Meta:
        verbose_name_plural = "memories"
        constraints = [
            models.CheckConstraint(
                name="memory_ends",
                condition=Q(answer_months__range=(1, 36)) & Q(speaker_years__range=(0, 10)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_months} months, {self.speaker_years} years"

    @property
    def ref(self) -> Ref:
        return Ref("events.memory", str(self.pk))

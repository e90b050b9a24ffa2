"""Versions of a provider's public texts, the yearly sendings of its code of practice, and complaints."""

from __future__ import annotations

import hashlib
import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Person, Unit
from dueregard.versions.choices import Status

CODE = "code-of-practice"
ACCESSIBILITY = "accessibility"
PRIVACY = "privacy"
COOKIES = "cookies"
TRUST = "trust"
INDUCTION = "induction"
KINDS = {
    CODE: "Code of practice on freedom of speech",
    ACCESSIBILITY: "Accessibility statement",
    PRIVACY: "How personal data is used",
    COOKIES: "Cookies",
    TRUST: "What we do, and what we record",
    INDUCTION: "New here: looking out for each other",
}
"""The public texts that a provider may own, with the title that a page shows until the provider gives another."""


class Version(models.Model):
    """One version of one provider's text; numbers count from 1 within provider and kind.

    `text` is in the safe subset of Markdown (`kernel.markdown`). `digest` is the SHA-256 of title and text, as 64 hex
    digits. `revision` counts the saves of a draft. `starter` marks a text of ours that nobody here drafted or
    approved; pages say so until the provider puts its own in force.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40, choices=list(KINDS.items()))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="statement_versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    starter = models.BooleanField(default=False)
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    alone_reason = models.TextField(blank=True)
    in_force_from = models.DateField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            UniqueConstraint(fields=["kind", "unit", "number"], name="statement_numbers_are_used_once"),
            UniqueConstraint(
                fields=["kind", "unit"], condition=Q(status="draft"), name="one_statement_draft_per_kind"
            ),
            UniqueConstraint(
                fields=["kind", "unit", "in_force_from"],
                condition=Q(status="dated", starter=False),
                name="one_statement_comes_into_force_a_day",
            ),
            CheckConstraint(
                condition=~Q(approved_by=F("drafted_by")) | ~Q(alone_reason=""),
                name="a_second_person_approves_a_statement",
            ),
            CheckConstraint(
                condition=Q(status__in=["draft", "discarded"])
                | Q(approved_by__isnull=False)
                | Q(starter=True),
                name="statements_in_force_were_approved",
            ),
            CheckConstraint(
                condition=Q(status="dated", in_force_from__isnull=False)
                | (~Q(status="dated") & Q(in_force_from__isnull=True)),
                name="dated_statements_have_a_date",
            ),
            CheckConstraint(
                condition=Q(drafted_by__isnull=False) | Q(starter=True), name="somebody_wrote_the_statement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def kind_title(self) -> str:
        return KINDS[self.kind]

    @property
    def ref(self) -> Ref:
        return Ref("statements.version", str(self.id))


def digest_of(title: str, text: str) -> str:
    """What a version is known by, as 64 hex digits."""
    return hashlib.sha256(f"dueregard-statement-1\x1f{title}\x1f{text}".encode()).hexdigest()


class Sending(models.Model):
    """One yearly sending of the code of practice (HERA 2017 s.A2(5)). `year` is the year in which the academic
    year began (1 August): 2026 for 2026–27. `units` holds the names of the units chosen then, as the record says
    them; `words` what the sender wrote above the link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="sendings")
    year = models.PositiveIntegerField()
    units = models.JSONField(default=list)
    words = models.TextField(blank=True)
    people = models.PositiveIntegerField(default=0)
    lists = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    without_address = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.version} in {self.year}/{(self.year + 1) % 100:02d}"

    @property
    def ref(self) -> Ref:
        return Ref("statements.sending", str(self.id))


class Copy(models.Model):
    """One copy of a sending: to a person, or to the address of a list. `batch` counts from 1; the outbox is given
    a batch at a time. No version goes twice to one recipient in one year."""

    sending = models.ForeignKey(Sending, models.PROTECT, related_name="copies")
    batch = models.PositiveIntegerField()
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True)
    address = models.EmailField(max_length=254, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["version", "year", "person"],
                condition=Q(person__isnull=False),
                name="nobody_gets_a_version_twice_a_year",
            ),
            UniqueConstraint(
                fields=["version", "year", "address"],
                condition=~Q(address=""),
                name="no_list_gets_a_version_twice_a_year",
            ),
            CheckConstraint(
                condition=Q(person__isnull=False, address="") | (Q(person__isnull=True) & ~Q(address="")),
                name="a_copy_goes_to_a_person_or_a_list",
            ),
        ]
        indexes = [models.Index(fields=["sending", "batch"], name="copy_by_batch")]

    def __str__(self) -> str:
        return self.address or str(self.person)


class ComplainantIs(models.TextChoices):
    """Who complains, since it decides who looks at it after the provider (from 1 September 2026)."""

    STUDENT = "student", "A student here"
    STAFF = "staff", "Somebody who works here, or a member of the provider who is not a student"
    APPLICANT = "applicant", "Somebody who applied for an academic post here"
    SPEAKER = "speaker", "A visiting speaker, or somebody who was invited to speak"
    OTHER = "other", "Somebody else"


class Result(models.TextChoices):
    UPHELD = "upheld", "Upheld"
    PARTLY = "partly", "Upheld in part"
    NOT_UPHELD = "not-upheld", "Not upheld"


class Complaint(models.Model):
    """Somebody thinks that freedom of speech was not upheld. `which` names an event in the words of whoever
    complains; it is looked up by the reader, so that the form tells a stranger nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    who = models.CharField(max_length=20, choices=ComplainantIs)
    which = models.CharField(max_length=200, blank=True)
    what = models.TextField()
    made_at = models.DateTimeField()
    result = models.CharField(max_length=20, choices=Result, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            CheckConstraint(
                condition=Q(result="", answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(result="") & ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="a_complaint_is_answered_whole",
            )
        ]
        indexes = [models.Index(fields=["-made_at", "-id"], name="complaint_by_time")]

    def __str__(self) -> str:
        return self.shown_number

    @property
    def shown_number(self) -> str:
        return f"F-{self.number:04d}"

    @property
    def ref(self) -> Ref:
        return Ref("statements.complaint", str(self.pk))

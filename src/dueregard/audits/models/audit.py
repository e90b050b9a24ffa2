"""An audit: its plan, and the population from which its sample was drawn."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from dueregard.audits.choices import AuditState, Way
from dueregard.kernel.refs import Ref


class Audit(models.Model):
    """An audit of the closed event requests of `unit` and below whose event lies between `first` and `last`.

    `sizes` says how many are drawn: by stratum code for `Way.FACTS`, under 'all' otherwise. `seed_by_hand`: a person
    typed the seed; else the system made it. `population` counts the requests that could be drawn and `digest` is the
    SHA-256 of their list (`Population.text`), both from the moment of the draw. `every` is in months, 0 for 'once';
    `next_on` follows from it on signing off. `questions` is what is asked of each drawn request beside what the system finds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    way = models.CharField(max_length=10, choices=Way)
    sizes = models.JSONField()
    with_brought_in = models.BooleanField(default=False)
    seed = models.CharField(max_length=100)
    seed_by_hand = models.BooleanField(default=False)
    questions = models.ForeignKey("audits.Edition", models.PROTECT, related_name="audits", null=True)
    auditor = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=AuditState, default=AuditState.PLANNED)
    every = models.PositiveSmallIntegerField(default=0)
    next_on = models.DateField(null=True)
    follows = models.OneToOneField("self", models.PROTECT, related_name="followed_by", null=True)

    planned_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    drawn_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    drawn_at = models.DateTimeField(null=True)
    population = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    conclusion = models.TextField(blank=True)
    signed_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    signed_at = models.DateTimeField(null=True)
    called_off_why = models.TextField(blank=True)
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-planned_at"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="an_audit_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(seed=""), name="an_audit_has_a_seed"),
            models.CheckConstraint(
                name="a_draw_keeps_its_population",
                condition=Q(drawn_at__isnull=True) | (Q(population__isnull=False) & ~Q(digest="")),
            ),
            models.CheckConstraint(
                name="signed_audits_say_who_and_what",
                condition=~Q(state="signed")
                | (Q(signed_by__isnull=False, signed_at__isnull=False) & ~Q(conclusion="")),
            ),
            models.CheckConstraint(
                name="called_off_audits_say_why", condition=~Q(state="called-off") | ~Q(called_off_why="")
            ),
        ]
        indexes = [
            models.Index(fields=["-planned_at", "-id"], name="audit_by_planned"),
            models.Index(fields=["next_on"], name="audit_by_next", condition=Q(state="signed")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("audits.audit", str(self.pk))

    @property
    def is_open(self) -> bool:
        return self.state in (AuditState.PLANNED, AuditState.DRAWN)


class Population(models.Model):
    """The list that was drawn from, as it stood at the draw: 'number,stratum' lines, ended by line feeds. Its bytes
    in UTF-8 are what the digest is of, and what anybody downloads to draw again."""

    audit = models.OneToOneField(Audit, models.CASCADE, related_name="list", primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        return f"population of {self.audit_id}"

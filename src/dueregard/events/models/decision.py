"""Decisions, their conditions, and appeals.

What product.md rule 2 demands of a refusal or a condition is a constraint of the table, not only of the form.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from dueregard.events.choices import AppealResult, Because, DecisionState, Outcome
from dueregard.events.models.request import EventRequest
from dueregard.kernel.refs import Ref


class Decision(models.Model):
    """A decision at one step. Never edited once final: a later one replaces it.

    `law` names the Act and section relied on and `lesser` why no condition would do; both are needed for a
    refusal (HERA 2017 s.A1(3); product.md rule 2). `letter` is frozen with the decision; `letter_words` are those with
    which its author began a refusal's letter. `charge` is what the organiser is asked to pay for security, in pounds:
    only with the exceptional criterion of the code that is met, and only once a second person has confirmed it
    (HERA 2017 s.A1(10), s.A2(2)).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="decisions")
    state = models.CharField(max_length=20, choices=DecisionState)
    step = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    outcome = models.CharField(max_length=30, choices=Outcome)
    reasons = models.TextField()
    law = models.TextField(blank=True)
    lesser = models.TextField(blank=True)
    because = models.CharField(max_length=20, choices=Because, blank=True)
    because_reason = models.TextField(blank=True)
    without_checks = models.TextField(blank=True)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirm_note = models.TextField(blank=True)
    final_at = models.DateTimeField(null=True)
    appeal_until = models.DateField(null=True)
    charge = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    charge_criterion = models.TextField(blank=True)
    charge_why = models.TextField(blank=True)
    letter_words = models.TextField(blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    letter = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], name="one_decision_in_force", condition=Q(state="final")
            ),
            models.UniqueConstraint(
                fields=["request"], name="one_proposed_decision", condition=Q(state="proposed")
            ),
            models.CheckConstraint(
                name="refusals_name_the_law_and_why_nothing_less",
                condition=~Q(outcome="refused") | (~Q(law="") & ~Q(lesser="") & ~Q(because="")),
            ),
            models.CheckConstraint(
                name="refusals_in_force_are_confirmed",
                condition=~Q(outcome="refused", state="final") | Q(confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_second_person_confirms",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")),
            ),
            models.CheckConstraint(name="decisions_have_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="a_charge_names_its_criterion",
                condition=Q(charge__isnull=True, charge_criterion="", charge_why="")
                | (
                    Q(charge__isnull=False, charge__gt=0)
                    & ~Q(charge_criterion="")
                    & ~Q(charge_why="")
                    & ~Q(outcome="refused")
                ),
            ),
            models.CheckConstraint(
                name="a_charge_in_force_is_confirmed",
                condition=Q(charge__isnull=True) | ~Q(state="final") | Q(confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())

    @property
    def ref(self) -> Ref:
        return Ref("events.decision", str(self.pk))

    @property
    def proposes(self) -> str:
        """What a second person has to confirm: a 'refusal', or a 'charge' for security."""
        return "refusal" if self.outcome == Outcome.REFUSED else "charge"


class Condition(models.Model):
    """A mitigation that an approval depends on. A restriction too: it says why a lesser one would not do.

    The provider pays for it (HERA 2017 s.A1(10)); there is no field in which anybody else could. `owner` is how
    people say who sees to it: the post `owner_post`, `owner_person`, or the organiser where both are empty.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="conditions")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    purpose = models.CharField(max_length=300)
    risk = models.CharField(max_length=300)
    lesser = models.TextField()
    owner = models.CharField(max_length=200)
    owner_post = models.CharField(max_length=60, blank=True)
    owner_person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    mitigation = models.ForeignKey("events.Mitigation", models.PROTECT, related_name="+", null=True)
    due = models.CharField(max_length=100, blank=True)
    because = models.CharField(max_length=20, choices=Because)
    because_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "position"], name="conditions_in_order"),
            models.CheckConstraint(
                name="conditions_are_justified",
                condition=~Q(what="")
                & ~Q(purpose="")
                & ~Q(risk="")
                & ~Q(lesser="")
                & ~Q(owner="")
                & ~Q(because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def ref(self) -> Ref:
        return Ref("events.condition", str(self.pk))


class Appeal(models.Model):
    """The organiser asks another person to look again at a refusal or a condition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="appeals")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appeal")
    grounds = models.TextField()
    lodged_at = models.DateTimeField()
    post = models.CharField(max_length=60)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    due = models.DateField()
    result = models.CharField(max_length=20, choices=AppealResult, blank=True)
    reasons = models.TextField(blank=True)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    letter = models.TextField(blank=True)

    class Meta:
        ordering = ["lodged_at"]
        indexes = [
            models.Index(fields=["post", "unit", "due"], name="appeal_open", condition=Q(result="")),
        ]

    def __str__(self) -> str:
        return f"appeal about {self.decision}"

    @property
    def ref(self) -> Ref:
        return Ref("events.appeal", str(self.pk))

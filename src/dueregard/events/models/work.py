"""The work on a request: checks, turns at the steps of the ladder, questions to the organiser, amendments."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from dueregard.events.choices import CheckState, Finding, TurnResult
from dueregard.events.models.request import EventRequest
from dueregard.kernel.refs import Ref


class Check(models.Model):
    """One check of one request. Doing it again makes a new row with the next `round`; the old one stays.

    `post` is the code that the procedure names, `also` further ones of which any may do it; `unit` is where they are
    looked up from (home or place).
    `widened` says who may act besides the holder: 0 nobody, 1 deputies, 2 the next step's post too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="checks")
    code = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    post = models.CharField(max_length=60)
    also = models.JSONField(default=list)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    due = models.DateField()
    widened = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=20, choices=CheckState, default=CheckState.WAITING)
    finding = models.CharField(max_length=20, choices=Finding, blank=True)
    text = models.TextField(blank=True)
    done_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    done_post = models.CharField(max_length=60, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "code", "round"]
        constraints = [
            models.UniqueConstraint(fields=["request", "code", "round"], name="one_check_a_round"),
            models.CheckConstraint(
                name="done_checks_say_who_and_what",
                condition=~Q(state="done")
                | (Q(done_by__isnull=False, done_at__isnull=False) & ~Q(finding="") & ~Q(text="")),
            ),
        ]
        indexes = [
            models.Index(fields=["post", "unit", "due"], name="check_waiting", condition=Q(state="waiting")),
            models.Index(fields=["post", "unit", "request"], name="check_by_post"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("events.check", str(self.pk))

    @property
    def posts(self) -> list[str]:
        """Every post of which any one may do it; `post` is the first."""
        return [self.post, *self.also]

    @property
    def is_waiting(self) -> bool:
        return self.state == CheckState.WAITING


class Turn(models.Model):
    """A request's time at one step of the ladder, from `since` until it left. At most one is open.

    `post` is the first post that the procedure names, `also` the further ones of which any may act. Where the step asks
    for advice, `advice_post` is whose, `advice_due` by when; '' and None where it does not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="turns")
    step = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    post = models.CharField(max_length=60)
    also = models.JSONField(default=list)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    due = models.DateField()
    advice_post = models.CharField(max_length=60, blank=True)
    advice_due = models.DateField(null=True)
    widened = models.PositiveSmallIntegerField(default=0)
    left_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=20, choices=TurnResult, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], name="one_open_turn", condition=Q(left_at__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["post", "unit", "due"], name="turn_open", condition=Q(left_at__isnull=True)),
            models.Index(fields=["post", "unit", "request"], name="turn_by_post"),
            models.Index(
                fields=["advice_post", "unit", "request"], name="turn_advised", condition=~Q(advice_post="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("events.turn", str(self.pk))

    @property
    def posts(self) -> list[str]:
        """Every post of which any one may act; `post` is the first."""
        return [self.post, *self.also]


class FurtherPost(models.Model):
    """One of the further posts (`also`) of a check or a turn, as a row by which its work can be found. `request` and
    `unit` are those of the check or turn."""

    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="+")
    check_of = models.ForeignKey(Check, models.CASCADE, related_name="+", null=True)
    turn = models.ForeignKey(Turn, models.CASCADE, related_name="+", null=True)
    post = models.CharField(max_length=60)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="further_posts_are_of_one_thing",
                condition=Q(check_of__isnull=False, turn=None) | Q(check_of=None, turn__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["post", "unit", "request"], name="work_by_further_post")]

    def __str__(self) -> str:
        return self.post


class InformationRequest(models.Model):
    """A question to the organiser. While it is open the clock stands still; the answer starts it again."""

    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="questions")
    question = models.TextField()
    asked_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    days_paused = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], name="one_open_question", condition=Q(answered_at__isnull=True)
            ),
            models.CheckConstraint(
                name="answers_come_after_questions",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.question[:60]

    @property
    def ref(self) -> Ref:
        return Ref("events.question", str(self.pk))


class Amendment(models.Model):
    """What was changed after sending, and which checks that re-opened. `by` is None for the organiser; else whoever let
    the request follow its booking."""

    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="amendments")
    at = models.DateTimeField()
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    before = models.JSONField()
    after = models.JSONField()
    reopened = models.JSONField(default=list)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"amended {', '.join(self.after)}"


class VersionMove(models.Model):
    """A request moved to a later version of its procedure, by whom and why, and which checks that re-opened."""

    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="moves")
    before = models.ForeignKey("procedures.Edition", models.PROTECT, related_name="+")
    after = models.ForeignKey("procedures.Edition", models.PROTECT, related_name="+")
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    reopened = models.JSONField(default=list)
    decide_by_before = models.DateField(null=True)
    decide_by_after = models.DateField(null=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(name="moves_have_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="moves_lead_elsewhere", condition=~Q(before=F("after"))),
        ]

    def __str__(self) -> str:
        return f"moved: {self.reason[:40]}"

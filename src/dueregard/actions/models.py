"""What has been agreed: one row for each thing that somebody is to do by a day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dueregard.actions.choices import State
from dueregard.kernel.refs import Ref


class Action(models.Model):
    """Something agreed, with an owner and a date, wherever it came from.

    `about_…` is what it came from, as its owner may read it: the label is for everybody who sees the action, the
    address only for those who may see the thing itself (`registries.may_open`). The owner is a person, or whoever
    fills the post `owner_post` in `unit` (or above it) on the day. `dropped_by` is empty where somebody without an
    account took back what it came from. `held` is the answer of whoever confirmed it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=64)
    about_label = models.CharField(max_length=300)
    about_url = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    owner = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    owner_post = models.CharField(max_length=60, blank=True)
    due = models.DateField()
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    made_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    done_at = models.DateTimeField(null=True)
    done_note = models.TextField(blank=True)
    confirmed_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirm_note = models.TextField(blank=True)
    held = models.BooleanField(null=True)
    dropped_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_why = models.TextField(blank=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(name="actions_say_what", condition=~Q(what="") & ~Q(about_label="")),
            models.CheckConstraint(
                name="actions_have_an_owner", condition=Q(owner__isnull=False) | ~Q(owner_post="")
            ),
            models.CheckConstraint(
                name="actions_checked_off_say_by_whom",
                condition=~Q(state=State.DONE) | Q(done_by__isnull=False, done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="actions_confirmed_say_by_whom_and_whether",
                condition=~Q(state=State.CONFIRMED)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, held__isnull=False),
            ),
            models.CheckConstraint(
                name="actions_dropped_say_why",
                condition=~Q(state=State.DROPPED) | (Q(dropped_at__isnull=False) & ~Q(dropped_why="")),
            ),
        ]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="action_by_about"),
            models.Index(fields=["owner", "due", "id"], name="action_by_owner"),
            models.Index(fields=["unit", "due", "id"], name="action_by_unit"),
            models.Index(fields=["due", "id"], name="action_open_by_due", condition=Q(state="open")),
            models.Index(
                fields=["owner_post", "unit", "due"], name="action_open_by_post", condition=Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def ref(self) -> Ref:
        return Ref("actions.action", str(self.pk))

    @property
    def about(self) -> Ref:
        return Ref(self.about_type, self.about_id)

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

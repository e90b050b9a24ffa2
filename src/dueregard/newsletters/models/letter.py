"""Newsletters and briefings while they are written."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q

from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Person, Unit


class Kind(models.TextChoices):
    NEWSLETTER = "newsletter", "Newsletter"
    BRIEFING = "briefing", "Staff-meeting briefing"


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    DISCARDED = "discarded", "Discarded"


class Audience(models.TextChoices):
    """Whom it goes to; all of them within the letter's own unit."""

    EVERYONE = "everyone", "Everybody with an e-mail address"
    UNITS = "units", "The people of some units, and of those below them"
    POSTS = "posts", "The holders of some posts"


class Letter(models.Model):
    """One newsletter or briefing of one unit. `text` is Markdown with blocks, `[[law-changes]]` in a line of its own.

    `revision` counts the saves; `look_wanted` asks a second person to look, who did so at `looked_revision`.
    `audience_units` holds ids of units, `audience_posts` codes of kinds of post. `duty` marks what nobody can be
    spared, with `duty_why`. `public`: everybody may read it in the archive once it is sent, else only who signs in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NEWSLETTER)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    audience = models.CharField(max_length=10, choices=Audience, blank=True)
    audience_units = models.JSONField(default=list)
    audience_posts = models.JSONField(default=list)
    duty = models.BooleanField(default=False)
    duty_why = models.CharField(max_length=300, blank=True)
    public = models.BooleanField(default=False)
    look_wanted = models.BooleanField(default=False)
    looked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)
    looked_revision = models.PositiveIntegerField(null=True)
    look_note = models.TextField(blank=True)
    started_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            CheckConstraint(condition=~Q(title=""), name="a_letter_has_a_title"),
            CheckConstraint(condition=Q(duty=False) | ~Q(duty_why=""), name="a_duty_says_why"),
            CheckConstraint(
                condition=~Q(looked_by=F("written_by")), name="a_second_person_looks_at_a_letter"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-written_at", "-id"], name="letter_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("newsletters.letter", str(self.id))

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_briefing(self) -> bool:
        return self.kind == Kind.BRIEFING

    @property
    def is_looked_at(self) -> bool:
        """Whether a second person has seen just these words."""
        return self.looked_revision == self.revision

"""A booking, which request it may belong to, how it changed, and the letter to whoever booked."""

from __future__ import annotations

import uuid
from datetime import time

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from dueregard.bookings.choices import ChangeState, MatchState, Review, State
from dueregard.bookings.models.source import Import, Source
from dueregard.kernel.refs import Ref


class Booking(models.Model):
    """One room for one stretch of time, as its source last said it. Kept when it is cancelled.

    Dates and times are local to Europe/London; no time means all day. `key` tells it from the others of its source,
    `digest` is what its source said of it. `marks` are the procedure's words that it falls under. The contact is
    whoever booked, and nobody else is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="bookings")
    key = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    reference = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(max_length=300)
    venue = models.CharField(max_length=200, blank=True)
    day = models.DateField()
    last_day = models.DateField(null=True)
    starts = models.TimeField(null=True)
    begins = models.GeneratedField(
        expression=Coalesce("starts", Value(time.min)), output_field=models.TimeField(), db_persist=True
    )
    """By which the bookings of a day are sorted: those of all day stand first."""
    ends = models.TimeField(null=True)
    people = models.PositiveIntegerField(null=True)
    body = models.CharField("booked for", max_length=200, blank=True)
    public = models.BooleanField(null=True)
    external = models.BooleanField(null=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.CharField(max_length=254, blank=True)
    number = models.PositiveIntegerField("number of a request in its words", null=True)

    state = models.CharField(max_length=10, choices=State, default=State.STANDS)
    cancelled_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    brought_by = models.ForeignKey(Import, models.PROTECT, related_name="bookings")

    request = models.ForeignKey("events.EventRequest", models.SET_NULL, related_name="bookings", null=True)
    linked_by_system = models.BooleanField(default=False)
    marks = models.JSONField(default=list)
    marked = models.BooleanField(default=False)
    review = models.CharField(max_length=12, choices=Review, blank=True)
    review_since = models.DateTimeField(null=True)
    look_by = models.DateField(null=True)
    review_note = models.TextField(blank=True)
    reviewed_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_booking_a_key"),
            models.CheckConstraint(
                name="cancelled_bookings_say_when",
                condition=Q(state=State.CANCELLED, cancelled_at__isnull=False)
                | Q(state=State.STANDS, cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="bookings_that_need_no_request_say_why",
                condition=~Q(review=Review.NOT_NEEDED) | (Q(reviewed_by__isnull=False) & ~Q(review_note="")),
            ),
        ]
        indexes = [
            models.Index(fields=["day", "begins", "id"], name="booking_by_day_and_time"),
            models.Index(fields=["source", "day", "id"], name="booking_by_source"),
            models.Index(
                fields=["look_by", "id"], name="booking_to_look_at", condition=Q(review=Review.OPEN)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("bookings.booking", str(self.pk))

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED


class Match(models.Model):
    """A booking and a request that may be, are, or are not the same. `why` holds codes (rules.matching.WHY).

    `by` is None where the system linked them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="matches")
    request = models.ForeignKey("events.EventRequest", models.CASCADE, related_name="+")
    state = models.CharField(max_length=14, choices=MatchState)
    why = models.JSONField(default=list)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "request"], name="one_match_a_pair"),
            models.UniqueConstraint(
                fields=["booking"], name="one_request_a_booking", condition=Q(state=MatchState.LINKED)
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())


class Change(models.Model):
    """What a later file said differently about a booking: `before` and `after` by field, as JSON holds them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="changes")
    brought_by = models.ForeignKey(Import, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField()
    after = models.JSONField()
    state = models.CharField(max_length=6, choices=ChangeState, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "id"]
        indexes = [
            models.Index(fields=["at", "id"], name="change_open", condition=Q(state=ChangeState.OPEN)),
        ]
        constraints = [
            models.CheckConstraint(
                name="changes_looked_at_say_by_whom",
                condition=~Q(state__in=[ChangeState.TAKEN, ChangeState.LEFT])
                | Q(by__isnull=False, done_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"changed {', '.join(self.after)}"

    @property
    def ref(self) -> Ref:
        return Ref("bookings.change", str(self.pk))


class Letter(models.Model):
    """The letter to whoever booked, as it was sent. What is being written is nowhere but on the page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="letters")
    to_name = models.CharField(max_length=200, blank=True)
    to_email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return self.subject

    @property
    def ref(self) -> Ref:
        return Ref("bookings.letter", str(self.pk))

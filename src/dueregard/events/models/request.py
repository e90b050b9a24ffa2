"""The request itself, its speakers, and the series that numbers requests."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from dueregard.events.choices import (
    Aftermath,
    Audience,
    Kind,
    Outcome,
    Status,
    Where,
    WhyWithdrawn,
    WithdrawnBy,
)
from dueregard.events.rules.facts import SpeakerFacts
from dueregard.events.rules.naming import name_initials, name_key
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.refs import Ref


class NumberSeries(models.Model):
    """The last number given to a request. One row, locked while a number is taken."""

    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"last number {self.last}"


class EventRequest(models.Model):
    """One request for one event with any number of speakers.

    Dates and times are local to Europe/London. Fields that a draft or a brought-in record may lack are empty.
    `step…`, `decide_by` and `speaker_count` repeat what the open turn and the speakers say, so that the register
    reads one row a request; `designated` is made from `marks` by the database, so that it can be in an index. `people` are those expected, `peak` the most at one moment with staff and speakers,
    `capacity` what the room holds. `code_version` is the code of practice that the organiser accepted. `row_key` is the content of a brought-in row (with its provider), so that the same row
    comes in once.

    Where several bodies decide (docs/decisions/0007-tracks.md), the row with the number is the main one: it holds the
    facts and the combined status and outcome, and `bodies` says who decides, as `rules.tracks.Body` reads it. Each
    body that has begun has a companion row of its own (`main`, `track`) with its edition, marks and work. Whatever
    lists or counts requests leaves companions out: `main IS NULL`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    main = models.ForeignKey("self", models.CASCADE, related_name="tracks", null=True, db_index=False)
    track = models.CharField(max_length=60, blank=True)
    track_title = models.CharField(max_length=200, blank=True)
    bodies = models.JSONField(default=list)
    number = models.PositiveIntegerField(unique=True, null=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+", null=True)
    place = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+", null=True)
    where = models.CharField(max_length=20, choices=Where, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    people = models.PositiveIntegerField(null=True)
    peak = models.PositiveIntegerField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    audience = models.CharField(max_length=20, choices=Audience, blank=True)
    on_the_day = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=dict)

    organiser = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+", null=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_confirmed_at = models.DateTimeField(null=True)
    code_version = models.ForeignKey("statements.Version", models.PROTECT, related_name="+", null=True)
    code_accepted_at = models.DateTimeField(null=True)

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    outcome = models.CharField(max_length=30, choices=Outcome, blank=True)
    aftermath = models.CharField(max_length=30, choices=Aftermath, blank=True)
    aftermath_note = models.TextField(blank=True)
    attended = models.PositiveIntegerField(null=True)

    edition = models.ForeignKey("procedures.Edition", models.PROTECT, related_name="+", null=True)
    marks = models.JSONField(default=list)
    designated = models.GeneratedField(
        expression=Contains(Cast("marks", models.TextField()), '"designated"'),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    marked_by_person = models.JSONField(default=list)
    late = models.BooleanField(default=False)
    late_reason = models.TextField(blank=True)
    notice = models.PositiveIntegerField(null=True)
    lead_time = models.PositiveIntegerField(null=True)
    step = models.CharField(max_length=60, blank=True)
    step_title = models.CharField(max_length=200, blank=True)
    step_due = models.DateField(null=True)
    decide_by = models.DateField(null=True)
    speaker_count = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=20, choices=WithdrawnBy, blank=True)
    why_withdrawn = models.CharField(max_length=20, choices=WhyWithdrawn, blank=True)
    withdrawal_note = models.TextField(blank=True)

    brought_in = models.ForeignKey(
        "events.RegisterImport", models.PROTECT, related_name="requests", null=True
    )
    original = models.JSONField(null=True)
    row_key = models.CharField(max_length=64, null=True, unique=True, editable=False)
    words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sent_requests_have_a_number",
                condition=Q(status=Status.DRAFT) | Q(number__isnull=False) | Q(main__isnull=False),
            ),
            models.CheckConstraint(
                name="companions_say_whose_they_are_and_go_by_the_main_number",
                condition=Q(main__isnull=True, track="")
                | (Q(main__isnull=False, number__isnull=True) & ~Q(track="") & ~Q(status=Status.DRAFT)),
            ),
            models.UniqueConstraint(
                fields=["main", "track"],
                name="one_companion_a_body",
                condition=Q(main__isnull=False) & ~Q(status=Status.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="sent_requests_keep_their_procedure",
                condition=Q(status=Status.DRAFT) | Q(edition__isnull=False) | Q(brought_in__isnull=False),
            ),
            models.CheckConstraint(
                name="sent_requests_have_a_unit_and_a_time",
                condition=Q(status=Status.DRAFT)
                | Q(unit__isnull=False, day__isnull=False, submitted_at__isnull=False)
                | Q(brought_in__isnull=False),
            ),
            models.CheckConstraint(
                name="only_decided_requests_have_an_outcome",
                condition=(Q(status=Status.DECIDED) & ~Q(outcome=""))
                | (~Q(status=Status.DECIDED) & Q(outcome=""))
                | Q(brought_in__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawn_requests_say_by_whom_and_why",
                condition=(Q(status=Status.WITHDRAWN) & ~Q(withdrawn_by="") & ~Q(why_withdrawn=""))
                | (~Q(status=Status.WITHDRAWN) & Q(withdrawn_by="", why_withdrawn=""))
                | Q(brought_in__isnull=False),
            ),
            models.CheckConstraint(
                name="what_was_accepted_has_its_moment",
                condition=Q(code_version__isnull=True, code_accepted_at__isnull=True)
                | Q(code_version__isnull=False, code_accepted_at__isnull=False),
            ),
        ]
        indexes = [
            # With the number, so that a search that walks this index reads only the rows that it finds.
            models.Index(fields=["-day", "-id", "number"], name="request_by_day"),
            models.Index(fields=["status", "-day", "-id"], name="request_by_status"),
            models.Index(fields=["outcome", "-day", "-id"], name="request_by_outcome"),
            models.Index(fields=["unit", "-day", "-id"], name="request_by_unit"),
            models.Index(fields=["-day", "-id"], name="request_designated", condition=Q(designated=True)),
            models.Index(fields=["-day", "-id"], name="request_late", condition=Q(late=True)),
            models.Index(
                fields=["-day", "-id"], name="request_brought_in", condition=Q(brought_in__isnull=False)
            ),
            models.Index(
                fields=["why_withdrawn", "-day", "-id"],
                name="request_by_why_withdrawn",
                condition=~Q(why_withdrawn=""),
            ),
            models.Index(fields=["organiser", "-day", "-id"], name="request_by_organiser"),
            models.Index(
                fields=["decide_by", "id"],
                name="request_open_by_due",
                condition=Q(status__in=["submitted", "returned"]),
            ),
            models.Index(
                fields=["organiser", "day", "id"],
                name="request_to_tell_about",
                condition=Q(
                    outcome__in=["approved", "approved-with-conditions"],
                    aftermath="",
                    brought_in__isnull=True,
                ),
            ),
            models.Index(fields=["organiser"], name="request_to_answer", condition=Q(status="returned")),
            models.Index(fields=["main"], name="request_companions", condition=Q(main__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.shown_number} {self.title}".strip()

    @property
    def ref(self) -> Ref:
        return Ref("events.request", str(self.pk))

    @property
    def shown_number(self) -> str:
        """The number as people say it, 'E-0412'; of a companion 'E-0412 (College)'; empty for a draft."""
        if self.main is not None:
            return f"{self.main.shown_number} ({self.track_title})"
        return f"E-{self.number:04d}" if self.number else ""

    @property
    def whole(self) -> EventRequest:
        """The request as its organiser knows it: the main row of a companion, else the row itself."""
        return self.main if self.main is not None else self

    @property
    def sent_on(self) -> date | None:
        """The day on which it was sent, in London; None for a draft."""
        return today_in_london(self.submitted_at) if self.submitted_at else None

    @property
    def is_decided_by_several(self) -> bool:
        """Whether this is a main row, whose work stands on its companions."""
        return bool(self.bodies)

    @property
    def organiser_name(self) -> str:
        return self.organiser.name if self.organiser else self.contact_name

    @property
    def shown_place(self) -> str:
        """Room and campus, said once where the room names the campus; '' where neither is known."""
        place = self.place.name if self.place else ""
        if place.lower() in self.venue.lower():
            return self.venue
        return ", ".join(part for part in (self.venue, place) if part)

    @property
    def ends_on(self) -> date | None:
        """The last of its days."""
        return self.last_day or self.day

    @property
    def is_open(self) -> bool:
        return self.status in (Status.SUBMITTED, Status.RETURNED)

    @property
    def shown_status(self) -> str:
        """The status in words, with the outcome where there is one."""
        if self.aftermath:
            return str(self.get_aftermath_display())
        return str(self.get_outcome_display() if self.outcome else self.get_status_display())


class Speaker(models.Model):
    """Somebody who speaks, as the organiser wrote it. `name_key` and `name_initials` follow from the name
    (`rules.naming`): the spelling by which the same name is found again. `speaker_row` fills them in."""

    request = models.ForeignKey(EventRequest, models.CASCADE, related_name="speakers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    body = models.CharField("where they are from", max_length=200, blank=True)
    topic = models.CharField(max_length=300, blank=True)
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    name_initials = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["request", "position"], name="speakers_in_order")]
        indexes = [
            models.Index(fields=["name_key", "id"], name="speaker_by_name"),
            models.Index(fields=["name_initials", "id"], name="speaker_by_initials"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.body}" if self.body else self.name


def speaker_row(request: EventRequest, position: int, each: SpeakerFacts) -> Speaker:
    """A speaker with what follows from the name, not saved yet."""
    return Speaker(
        request=request,
        position=position,
        name=each.name,
        body=each.body,
        topic=each.topic,
        name_key=name_key(each.name),
        name_initials=name_initials(each.name),
    )

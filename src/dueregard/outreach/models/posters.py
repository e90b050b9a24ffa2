"""Posters and slides as they were printed, whom they name, and where they hang."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Person, Post, Unit


class Design(models.TextChoices):
    """The designs; what each says stands in `outreach.designs`."""

    WHO = "who", "Somebody to talk to"
    FRIEND = "friend", "Worried about a friend?"
    SPEECH = "speech", "Speakers and freedom of speech"


class Shape(models.TextChoices):
    A4 = "a4", "A4 poster"
    A3 = "a3", "A3 poster"
    SLIDE = "slide", "Screen slide, 16:9"


class Look(models.Model):
    """A provider's own colour, as '#15505f'. Dark enough to be read on white."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="look")
    accent = models.CharField(max_length=7)

    def __str__(self) -> str:
        return self.accent


class Poster(models.Model):
    """One printing. `data` is all that was printed, so that the same PDF can be made again and a poster on a wall can
    be compared with today; `code` is the unit's code as it stands in the printed address; `wording` is None for the words
    that come with the design."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posters")
    code = models.CharField(max_length=64, db_index=True)
    design = models.CharField(max_length=10, choices=Design.choices)
    shape = models.CharField(max_length=5, choices=Shape.choices)
    wording = models.ForeignKey("outreach.Wording", models.PROTECT, null=True, related_name="posters")
    data = models.JSONField()
    printed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    printed_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            CheckConstraint(condition=Q(design__in=Design.values), name="poster_design_is_known"),
            CheckConstraint(condition=Q(shape__in=Shape.values), name="poster_shape_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_shape_display()} {self.number}"

    @property
    def ref(self) -> Ref:
        return Ref("outreach.poster", str(self.id))

    @property
    def is_slide(self) -> bool:
        return self.shape == Shape.SLIDE


class Naming(models.Model):
    """A poster names a person for a post, with the number that it prints. `as_deputy`: who stood in for an empty
    post, named until somebody holds it."""

    poster = models.ForeignKey(Poster, models.CASCADE, related_name="namings")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    telephone = models.CharField(max_length=40, blank=True)
    as_deputy = models.BooleanField(default=False)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["poster", "post", "person"], name="a_poster_names_nobody_twice_for_a_post"
            )
        ]

    def __str__(self) -> str:
        return f"{self.poster_id} names {self.person_id}"


class Ending(models.TextChoices):
    """How a poster came down; '' while it hangs."""

    HANGS = "", "It hangs there"
    REPLACED = "replaced", "Replaced by a new one"
    TAKEN_DOWN = "taken-down", "Taken down"


class Hanging(models.Model):
    """A poster at one place, or a slide on one screen. `keeper` is who must replace it when it is out of date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poster = models.ForeignKey(Poster, models.PROTECT, related_name="hangings")
    building = models.CharField(max_length=120)
    floor = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=200, blank=True)
    keeper = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hung_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hung_on = models.DateField()
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True, default=Ending.HANGS)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    replaced_by = models.OneToOneField("self", models.SET_NULL, null=True, related_name="replaces")

    class Meta:
        ordering = ["building", "floor", "id"]
        indexes = [
            models.Index(fields=["building", "id"], name="hanging_by_building", condition=Q(ending="")),
            models.Index(fields=["keeper"], name="hanging_by_keeper", condition=Q(ending="")),
        ]
        constraints = [
            CheckConstraint(condition=~Q(building=""), name="a_poster_hangs_in_a_building"),
            CheckConstraint(
                condition=Q(ending="", ended_on__isnull=True) | (~Q(ending="") & Q(ended_on__isnull=False)),
                name="a_poster_that_came_down_has_its_day",
            ),
            CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("hung_on")),
                name="a_poster_comes_down_after_it_went_up",
            ),
        ]

    def __str__(self) -> str:
        return self.where

    @property
    def where(self) -> str:
        return ", ".join(each for each in (self.building, self.floor, self.words) if each)

    @property
    def ref(self) -> Ref:
        return Ref("outreach.hanging", str(self.id))

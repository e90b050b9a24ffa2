"""Posts, what each kind may do, who holds them between dates and who deputises."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from dueregard.kernel.refs import Ref
from dueregard.organisation.models.person import Absence, Person
from dueregard.organisation.models.unit import Unit


class PostKind(models.Model):
    """A named responsibility, such as 'principal', and the codes of the permissions that it carries."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    permissions = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["title", "code"]
        constraints = [
            CheckConstraint(condition=~Q(code=""), name="post_kind_has_a_code"),
            CheckConstraint(condition=~Q(title=""), name="post_kind_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> Ref:
        return Ref("organisation.post_kind", self.code)


class Post(models.Model):
    """A kind of post in one unit. It receives work whether or not somebody holds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.ForeignKey(PostKind, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")

    class Meta:
        ordering = ["kind__title", "id"]
        constraints = [UniqueConstraint(fields=["kind", "unit"], name="one_post_of_a_kind_in_a_unit")]

    def __str__(self) -> str:
        return f"{self.kind.title}, {self.unit.name}"

    @property
    def ref(self) -> Ref:
        return Ref("organisation.post", str(self.id))


class Term(models.Model):
    """Between dates: first and last day, both counted. `withdrawn_at` takes the post away at once, so that a
    revocation acts on the very next request."""

    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Holding(Term):
    """A person holds a post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="holdings")

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="holding_ends_after_it_starts",
            ),
            UniqueConstraint(
                fields=["post", "person"],
                condition=Q(ends__isnull=True, withdrawn_at__isnull=True),
                name="one_open_holding_per_person_and_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} holds {self.post_id}"

    @property
    def ref(self) -> Ref:
        return Ref("organisation.holding", str(self.pk))


class Deputy(Term):
    """A person stands in for a post. In force only while nobody holds the post or every holder is away.

    `absence` ties a deputy to the absence for which it was named; without, it is a standing deputy.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="deputies")
    person = models.ForeignKey(Person, models.CASCADE, related_name="deputyships")
    absence = models.ForeignKey(Absence, models.SET_NULL, null=True, blank=True, related_name="deputies")

    class Meta:
        ordering = ["starts", "id"]
        verbose_name_plural = "deputies"
        constraints = [
            CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="deputy_ends_after_it_starts",
            ),
            UniqueConstraint(
                fields=["post", "person"],
                condition=Q(ends__isnull=True, withdrawn_at__isnull=True, absence__isnull=True),
                name="one_open_deputyship_per_person_and_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} deputises for {self.post_id}"

    @property
    def ref(self) -> Ref:
        return Ref("organisation.deputy", str(self.pk))

"""Who is named to the public: posts, and numbers to ring that belong to no post."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q

from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Post, Unit


class NamedPost(models.Model):
    """A post whose holder the public may know. It stands on the page of its unit and of every unit below that names
    no post of the same kind. `words` is what the public calls it; `telephone` and `email` are the post's own, never
    a person's; lower `order` stands first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.OneToOneField(Post, models.CASCADE, related_name="named")
    words = models.CharField(max_length=120)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    place = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    order = models.PositiveIntegerField(default=10)

    class Meta:
        ordering = ["order", "words", "id"]
        constraints = [
            CheckConstraint(condition=~Q(words=""), name="a_named_post_has_words"),
            CheckConstraint(condition=~Q(telephone="") | ~Q(email=""), name="a_named_post_can_be_reached"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def ref(self) -> Ref:
        return Ref("outreach.named_post", str(self.id))


class Helpline(models.Model):
    """A number to ring that belongs to no post: campus security, residence mentors at night, the Samaritans. It
    stands on the page of its unit and of all below. `urgent` ones stand beside 999."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="helplines")
    name = models.CharField(max_length=120)
    telephone = models.CharField(max_length=40)
    hours = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=10)

    class Meta:
        ordering = ["order", "name", "id"]
        constraints = [
            CheckConstraint(condition=~Q(name="") & ~Q(telephone=""), name="a_helpline_has_name_and_number")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.telephone}"

    @property
    def ref(self) -> Ref:
        return Ref("outreach.helpline", str(self.id))

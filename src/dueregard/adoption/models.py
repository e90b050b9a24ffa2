"""What a unit answers to a case study, and each answer that it gave before."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from dueregard.adoption.choices import Says
from dueregard.kernel.refs import Ref


class Saying(models.Model):
    """What is said with an answer. `owner_post` is the code of the post that answers for it; the holder changes."""

    says = models.CharField(max_length=10, choices=Says)
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    evidence_link = models.CharField(max_length=300, blank=True)
    owner_post = models.CharField(max_length=60)
    review_on = models.DateField()
    number = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Answer(Saying):
    """The answer that holds now: one for each case study and unit. `draft` is the procedure that was drafted from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_study = models.ForeignKey("practice.CaseStudy", models.PROTECT, related_name="answers")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    draft = models.ForeignKey("procedures.Version", models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["unit__path", "id"]
        constraints = [
            UniqueConstraint(fields=["case_study", "unit"], name="one_answer_for_each_case_study_and_unit"),
            CheckConstraint(condition=~Q(says=Says.NOT) | ~Q(reason=""), name="not_for_us_says_why"),
            CheckConstraint(
                condition=~Q(says=Says.DOES) | ~Q(evidence=""), name="we_do_this_says_what_shows_it"
            ),
            CheckConstraint(condition=~Q(owner_post=""), name="answers_have_an_owner"),
        ]
        indexes = [models.Index(fields=["unit", "review_on"], name="answers_by_review")]

    def __str__(self) -> str:
        return f"{self.case_study}: {self.get_says_display()}"

    @property
    def ref(self) -> Ref:
        return Ref("adoption.answer", str(self.pk))


class Said(Saying):
    """An answer as it was given, kept for good: the number counts from 1, and the last one is the answer that holds."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="history")

    class Meta:
        ordering = ["-number"]
        constraints = [UniqueConstraint(fields=["answer", "number"], name="answers_in_order")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.number}"

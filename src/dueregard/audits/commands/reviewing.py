"""Reviews of quiet processes: proposed by the schedule, recorded by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.audits import catalogue
from dueregard.audits.choices import ReviewState
from dueregard.audits.models import Review
from dueregard.audits.queries.quiet import Quiet, evidence, period_of, quiet_units
from dueregard.audits.rules.quiet import why_not_record
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.kernel.refs import system
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.outbox.commands import queue

CLOCK = system("audits.quiet")


def propose_reviews(*, now: datetime) -> list[Review]:
    """A review for each unit whose process has been quiet for its set time. Nothing else changes."""
    today = today_in_london(now)
    found = (propose_review(quiet=quiet, now=now) for quiet in list(quiet_units(today)))
    return [each for each in found if each is not None]


@transaction.atomic
def propose_review(*, quiet: Quiet, now: datetime) -> Review | None:
    """One review with the evidence as it stands. None where somebody else has just proposed it."""
    Unit.objects.select_for_update(of=("self",)).get(pk=quiet.unit.pk)
    if Review.objects.filter(unit=quiet.unit, state=ReviewState.PROPOSED).exists():
        return None
    first, last = period_of(quiet, today_in_london(now))
    gathered = evidence(quiet.unit, first, last)
    review = Review.objects.create(
        unit=quiet.unit, first=first, last=last, months=quiet.months, evidence=gathered, proposed_at=now
    )
    facts = {"months": quiet.months, "requests": gathered["requests"]}
    record(catalogue.REVIEW_PROPOSED, by=CLOCK, on=review.ref, data=facts, at=now)
    queue(catalogue.REVIEW_DUE, about=review.ref, at=now)
    return review


@dataclass(frozen=True, slots=True)
class Result:
    """What people made of it. `took_part`: their names, as they are written in minutes."""

    result: str
    reasons: str
    took_part: str
    next_on: date | None


@transaction.atomic
def record_review(*, pk: UUID, by: Person, said: Result, now: datetime) -> Review:
    """A person records what came of the review. A changed procedure is written and approved where procedures are."""
    review = Review.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if review is None:
        raise NotThere
    today = today_in_london(now)
    actor = require(by, catalogue.PLAN, unit=review.unit, today=today)
    refuse_if(
        why_not_record(
            state=review.state,
            result=said.result,
            reasons=said.reasons,
            took_part=said.took_part,
            next_on=said.next_on,
            today=today,
        )
    )
    review.state, review.result, review.reasons = ReviewState.RECORDED, said.result, said.reasons
    review.took_part, review.next_on = said.took_part, said.next_on
    review.recorded_by, review.recorded_at = by, now
    review.save()
    record(catalogue.REVIEW_RECORDED, by=actor, on=review.ref, data={"result": said.result}, at=now)
    return review

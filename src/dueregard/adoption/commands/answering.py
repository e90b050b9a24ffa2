"""Answering a case study for a unit."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.actions.commands import drop_about
from dueregard.adoption import catalogue
from dueregard.adoption.choices import Says
from dueregard.adoption.models import Answer, Said
from dueregard.adoption.queries.studies import adoptable
from dueregard.adoption.rules.answering import Words, why_not_answer
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit

_FIELDS = ("says", "reason", "evidence", "evidence_link", "owner_post", "review_on", "number", "by", "at")
NO_LONGER = "The answer to the case study is now ‘not for us’."


@transaction.atomic
def answer(*, case_study: UUID, unit: UUID, by: Person, said: Words, now: datetime) -> Answer:
    """Record what a unit answers. Each answer is kept; one of ‘not for us’ drops the actions of an earlier ‘we will’."""
    study = adoptable().filter(pk=case_study).first()
    where = Unit.objects.select_for_update().filter(pk=unit).first()  # one answer at a time in a unit
    if study is None or where is None:
        raise NotThere
    actor = require(by, catalogue.ADOPT, unit=where, today=today_in_london(now))
    known = Answer.objects.filter(case_study=study, unit=where).first()
    refuse_if(why_not_answer(said, stands=known.number if known else 0, today=today_in_london(now)))
    kept = _take(known or Answer(case_study=study, unit=where, number=0), said, by, now)
    if kept.says == Says.NOT and known is not None:
        drop_about(refs=[kept.ref], by=by, why=NO_LONGER, now=now)
    data = {"number": kept.number, "says": kept.says}
    record(catalogue.ANSWERED, by=actor, on=kept.ref, data=data, at=now)
    return kept


def _take(kept: Answer, said: Words, by: Person, now: datetime) -> Answer:
    assert isinstance(said.review_on, date)
    kept.says, kept.owner_post, kept.review_on = said.says, said.owner_post, said.review_on
    kept.reason, kept.evidence, kept.evidence_link = said.reason, said.evidence, said.evidence_link
    kept.number, kept.by, kept.at = kept.number + 1, by, now
    kept.save()
    Said.objects.create(answer=kept, **{name: getattr(kept, name) for name in _FIELDS})
    return kept

"""What readers say about the hub, and what an editor does with it (H4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.practice import catalogue
from dueregard.practice.models import CaseStudy, Feedback
from dueregard.practice.rules.feedback import IN_AN_HOUR, looks_sent_by_a_program, why_not_deal_with


@transaction.atomic
def give(*, about: str, useful: bool | None, words: str, trap: str, seconds: int, now: datetime) -> bool:
    """Keep what a reader said about a page (`about` is a slug, '' for the site); nothing about the reader is kept.

    What a program seems to have sent, or what comes in such numbers that nobody could read it, is dropped without a
    word; whether it was kept is returned.
    """
    if looks_sent_by_a_program(trap=trap, seconds=seconds, words=words) or (useful is None and not words):
        return False
    if Feedback.objects.filter(at__gt=now - timedelta(hours=1)).count() >= IN_AN_HOUR:
        return False
    study = CaseStudy.objects.filter(slug=about, status="published").first() if about else None
    Feedback.objects.create(case_study=study, useful=useful, words=words, at=now)
    return True


@transaction.atomic
def deal_with(*, pk: UUID, by: Person, note: str, now: datetime) -> Feedback:
    """An editor has read it and says what was done about it."""
    found = Feedback.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotThere
    actor = require(by, catalogue.EDIT, today=now.date())
    refuse_if(why_not_deal_with(done=found.dealt_at is not None))
    found.dealt_by, found.dealt_at, found.note = by, now, note
    found.save(update_fields=["dealt_by", "dealt_at", "note"])
    record(catalogue.FEEDBACK_READ, by=actor, on=found.ref, at=now)
    return found

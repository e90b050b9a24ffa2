"""What follows from 'we will': the draft of a preset's procedure, or actions with owners and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from dueregard.actions.commands import agree
from dueregard.actions.models import Action
from dueregard.adoption import catalogue
from dueregard.adoption.models import Answer
from dueregard.adoption.queries.drafting import EVENTS, offer_for
from dueregard.adoption.rules.answering import Line, why_not_draft, why_not_plan
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.procedures.commands import save_draft, start_draft
from dueregard.procedures.models import Version


@transaction.atomic
def plan(*, pk: UUID, by: Person, lines: Sequence[Line], now: datetime) -> list[Action]:
    """Agree actions, each with the post that does it and the day by which it is done."""
    answer, today = _locked(pk), today_in_london(now)
    actor = require(by, catalogue.ADOPT, unit=answer.unit, today=today)
    refuse_if(why_not_plan(says=answer.says, lines=lines, today=today))
    agreed = [
        agree(
            what=line.what,
            about=answer.ref,
            label=f"Practice hub: {answer.case_study.title}",
            url=reverse("adoption:case-study", args=[answer.case_study.slug]),
            unit=answer.unit,
            due=line.due,
            by=by,
            now=now,
            owner_post=line.post,
        )
        for line in lines
        if line.due is not None
    ]
    record(catalogue.ACTIONS_AGREED, by=actor, on=answer.ref, data={"actions": len(agreed)}, at=now)
    return agreed


@transaction.atomic
def draft(*, pk: UUID, by: Person, now: datetime) -> Version:
    """Make the draft of the preset's procedure for the answer's unit. It is approved as any other draft is: by a second
    person who may. Needs leave to draft procedures there as well."""
    answer, today = _locked(pk), today_in_london(now)
    actor = require(by, catalogue.ADOPT, unit=answer.unit, today=today)
    offer = offer_for(answer, today)
    refuse_if(
        why_not_draft(
            says=answer.says,
            preset=offer.preset if offer else "",
            unit=answer.unit.name,
            open_draft=bool(offer and offer.open_draft),
            same=bool(offer and offer.same),
        )
    )
    assert offer is not None
    begun = start_draft(by=by, kind=EVENTS, unit=answer.unit, now=now)
    reason = f"From the practice hub: {answer.case_study.title} (preset ‘{offer.title}’)."
    version = save_draft(pk=begun.pk, by=by, text=offer.text, reason=reason, revision=begun.revision, now=now)
    answer.draft = version
    answer.save(update_fields=["draft"])
    data = {"version": str(version.pk), "preset": offer.preset}
    record(catalogue.DRAFT_MADE, by=actor, on=answer.ref, data=data, at=now)
    return version


def _locked(pk: UUID) -> Answer:
    rows = Answer.objects.select_for_update(of=("self",)).select_related("case_study", "unit")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found

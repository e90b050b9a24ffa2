"""Advising before a decision, where the step asks for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.commands.locking import locked
from dueregard.events.models import Advice
from dueregard.events.queries.advice import advice_at, advisers
from dueregard.events.queries.facts import open_turn_of, person_facts, request_facts
from dueregard.events.rules.advising import what_advice_lacks, why_not_advise
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue


@transaction.atomic
def advise(
    *, pk: UUID, by: Person, risks: str, mitigations: str, recommendation: str, now: datetime
) -> Advice:
    """Write down advice at the current step. When everybody asked has written, those who decide are told."""
    request = locked(pk)
    turn, today = open_turn_of(request), today_in_london(now)
    require(by, catalogue.ADVISE, unit=turn.unit if turn else request.unit, today=today)
    asked = turn is not None and bool(turn.advice_post)
    people = advisers(turn, today) if turn and asked else []
    refuse_if(why_not_advise(request_facts(request), asked=asked, by=person_facts(by, people)))
    refuse_if(what_advice_lacks(recommendation))
    assert turn is not None
    written = Advice.objects.create(
        request=request,
        turn=turn,
        post=turn.advice_post,
        by=by,
        at=now,
        risks=risks,
        mitigations=mitigations,
        recommendation=recommendation,
    )
    record(catalogue.ADVISED, by=by.actor(turn.advice_post), on=request.ref, data={"step": turn.step}, at=now)
    standing = advice_at(turn, today)
    if standing and not standing.missing and sum(each.by_id == by.pk for each in standing.given) == 1:
        queue(catalogue.ADVICE_IN, about=turn.ref)
    return written

"""A person's judgement about the duties of a large gathering; the latest counts, earlier ones stay."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.choices import Status
from dueregard.events.commands.locking import locked
from dueregard.events.models import PremisesJudgement
from dueregard.events.rules.premises import why_not_judge
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person


@transaction.atomic
def judge_premises(*, pk: UUID, by: Person, tier: str, reason: str, now: datetime) -> PremisesJudgement:
    """Record which duty applies, by whom and why. It changes nothing else about the request."""
    request = locked(pk)
    actor = require(by, catalogue.PREMISES, unit=request.place or request.unit, today=today_in_london(now))
    ended = request.status == Status.WITHDRAWN or request.outcome == "refused"
    refuse_if(why_not_judge(reason=reason, ended=ended))
    made = PremisesJudgement.objects.create(
        request=request.whole,
        tier=tier,
        reason=reason,
        peak=request.peak if request.peak is not None else request.people,
        capacity=request.capacity,
        by=by,
        at=now,
    )
    record(catalogue.PREMISES_JUDGED, by=actor, on=request.ref, data={"tier": tier}, at=now)
    return made

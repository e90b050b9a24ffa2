"""Judging the points of a sampled request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.audits import catalogue
from dueregard.audits.choices import Judgement
from dueregard.audits.commands.locking import locked, locked_sampled
from dueregard.audits.models import Audit, Point, Sampled
from dueregard.audits.queries.parts import parts_of
from dueregard.audits.rules.judging import Said, is_complete, what_judgements_lack
from dueregard.audits.rules.planning import why_not_judge
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person


@transaction.atomic
def judge(*, pk: UUID, position: int, by: Person, said: Mapping[int, Said], now: datetime) -> Sampled:
    """Keep what the auditor says of each point (by its position). Once every point that applies is judged, the
    request is, and the names of those who handled it may be seen; until the audit is signed off it may be corrected."""
    audit = locked(pk)
    actor, sampled = _may_judge(audit, position, by, now)
    points = {point.position: point for point in sampled.points.all() if point.applies}
    heard = {at: each for at, each in said.items() if at in points}
    titles = {at: point.title for at, point in points.items()}
    refuse_if(sentence for _, sentence in what_judgements_lack(heard, titles))
    for at, each in heard.items():
        points[at].judgement, points[at].remark = each.judgement, each.remark if each.judgement else ""
    Point.objects.bulk_update([points[at] for at in heard], ["judgement", "remark"])
    if is_complete(point.judgement for point in points.values()):
        _close(audit, sampled, points, by=by, actor=actor, now=now)
    elif sampled.judged_at is not None:
        sampled.judged_at, sampled.judged_by = None, None
        sampled.save(update_fields=["judged_at", "judged_by"])
    return sampled


def _may_judge(audit: Audit, position: int, by: Person, now: datetime) -> tuple[Actor, Sampled]:
    """Lock, require, refuse: the auditor of this request, who took no part in it, not even since the draw."""
    sampled = locked_sampled(audit, position)
    actor = require(by, catalogue.DO, unit=audit.unit, today=today_in_london(now))
    mine = sampled.auditor_id == by.pk
    refuse_if(
        why_not_judge(
            state=audit.state,
            is_auditor=mine,
            auditor=sampled.auditor.name if sampled.auditor else "",
            name=by.name,
            number=sampled.number,
            parts=parts_of(by.pk, sampled.request_id) if mine else [],
        )
    )
    return actor, sampled


def _close(
    audit: Audit,
    sampled: Sampled,
    points: Mapping[int, Point],
    *,
    by: Person,
    actor: Actor,
    now: datetime,
) -> None:
    sampled.judged_by, sampled.judged_at = by, now
    sampled.save(update_fields=["judged_by", "judged_at"])
    counts = [point.judgement for point in points.values()]
    data = {
        "sampled": str(sampled.pk),
        "good": counts.count(Judgement.GOOD),
        "wrong": counts.count(Judgement.NOT),
        "unclear": counts.count(Judgement.CANNOT_TELL),
    }
    record(catalogue.JUDGED, by=actor, on=audit.ref, data=data, at=now)

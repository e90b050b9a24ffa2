"""Drawing the sample, and naming another auditor where one took part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.audits import catalogue
from dueregard.audits.choices import AuditState, Found
from dueregard.audits.commands.locking import locked, locked_sampled, may_audit
from dueregard.audits.models import Audit, Edition, Point, Population, Sampled
from dueregard.audits.queries.parts import parts_in, parts_of
from dueregard.audits.queries.population import Wanted, population
from dueregard.audits.queries.subjects import around, label_of, numbers_of, rows_with_work, subject_of
from dueregard.audits.rules.checklist import Line, checklist
from dueregard.audits.rules.drawing import Drawn, digest_of, draw, listed
from dueregard.audits.rules.planning import why_not_audit, why_not_draw
from dueregard.audits.rules.questions import asked_lines
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import Refused, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require, resolve
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue


@transaction.atomic
def draw_sample(*, pk: UUID, by: Person, now: datetime) -> Audit:
    """Draw, once: the list as it stands is kept and its digest recorded; each drawn request gets its checklist.
    Requests in which the auditor took part wait for another one."""
    audit, today = locked(pk), today_in_london(now)
    actor = _may_draw(by, audit, now)
    found = population(Wanted.of(audit))
    refuse_if(why_not_draw(state=audit.state, last=audit.last, population=len(found), today=today))
    drawn = draw(found, audit.sizes, audit.seed)
    if not drawn:
        raise Refused(
            ["No request lies in the strata that are asked for. Call this audit off and plan another."]
        )
    _keep_list(audit, found)
    conflicts = _keep_sample(audit, drawn)
    audit.state, audit.drawn_by, audit.drawn_at = AuditState.DRAWN, by, now
    audit.save(update_fields=["state", "drawn_by", "drawn_at", "population", "digest"])
    facts = {
        "seed": audit.seed,
        "population": len(found),
        "digest": audit.digest,
        "size": len(drawn),
        "conflicts": conflicts,
    }
    record(catalogue.DRAWN, by=actor, on=audit.ref, data=facts, at=now)
    if audit.auditor != by:
        queue(catalogue.TO_JUDGE, about=audit.ref, to=audit.auditor.ref, at=now)
    return audit


def _may_draw(by: Person, audit: Audit, now: datetime) -> Actor:
    """Whoever plans audits here, or the audit's own auditor: the draw leaves nothing to choose."""
    today = today_in_london(now)
    if audit.auditor_id == by.pk and may_audit(by, audit, today):
        return require(by, catalogue.DO, unit=audit.unit, today=today)
    return require(by, catalogue.PLAN, unit=audit.unit, today=today)


def _keep_list(audit: Audit, found: dict[str, str]) -> None:
    text = listed(found)
    Population.objects.create(audit=audit, text=text)
    audit.population, audit.digest = len(found), digest_of(text)


def _keep_sample(audit: Audit, drawn: list[Drawn]) -> int:
    """The sample with its checklists; how many of it the auditor may not judge. A constant number of queries."""
    rows = {row.shown_number: row for row in rows_with_work(numbers_of(each.number for each in drawn))}
    beside = around(rows.values())
    parts = parts_in(row.pk for row in rows.values())
    sample = []
    for position, each in enumerate(drawn, 1):
        row = rows[each.number]
        conflict = sorted(parts[row.pk].get(audit.auditor_id, set()))
        sample.append(
            Sampled(
                audit=audit,
                position=position,
                request=row,
                number=each.number,
                stratum=each.stratum,
                procedure=label_of(row),
                auditor=None if conflict else audit.auditor,
                conflict=conflict,
            )
        )
    Sampled.objects.bulk_create(sample)
    asked = _asked(audit)
    Point.objects.bulk_create(
        point
        for each in sample
        for point in _points(each, [*checklist(subject_of(rows[each.number], beside)), *asked])
    )
    return sum(bool(each.conflict) for each in sample)


def _asked(audit: Audit) -> list[Line]:
    """The further questions that the plan chose, as they are asked from now on."""
    edition = Edition.objects.select_related("of").filter(audits=audit).first()
    return asked_lines(edition.of.title, edition.number, edition.questions) if edition else []


def _points(sampled: Sampled, lines: Iterable[Line]) -> Iterable[Point]:
    for position, line in enumerate(lines, 1):
        yield Point(
            sampled=sampled,
            position=position,
            code=line.code,
            title=line.title,
            demanded=line.demanded,
            holds=line.holds,
            found=Found(line.found),
            people=list(line.people),
        )


@transaction.atomic
def name_auditor(*, pk: UUID, position: int, by: Person, auditor: Person, now: datetime) -> Sampled:
    """Another person audits one sampled request: one who may, and who took no part in it."""
    audit, today = locked(pk), today_in_london(now)
    actor = require(by, catalogue.PLAN, unit=audit.unit, today=today)
    sampled = locked_sampled(audit, position)
    if audit.state != AuditState.DRAWN or sampled.judged_at is not None:
        raise Refused(["This request has been judged, or the audit is closed."])
    may = resolve(auditor, today).may(catalogue.DO, unit=audit.unit)
    parts = parts_of(auditor.pk, sampled.request_id)
    refuse_if(why_not_audit(name=auditor.name, number=sampled.number, parts=parts, may=may))
    sampled.auditor = auditor
    sampled.save(update_fields=["auditor"])
    data = {"sampled": str(sampled.pk), "auditor": str(auditor.pk)}
    record(catalogue.AUDITOR_NAMED, by=actor, on=audit.ref, data=data, at=now)
    if auditor != by:
        queue(catalogue.TO_JUDGE, about=audit.ref, to=auditor.ref, at=now)
    return sampled

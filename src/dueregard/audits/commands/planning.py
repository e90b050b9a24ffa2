"""Planning an audit, and calling one off."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.audits import catalogue
from dueregard.audits.choices import AuditState, Way
from dueregard.audits.commands.locking import locked, require_planner
from dueregard.audits.models import Audit, Edition
from dueregard.audits.rules.planning import PlanFacts, why_not_call_off, why_not_plan
from dueregard.audits.rules.questions import why_not_ask
from dueregard.audits.rules.strata import BROUGHT_IN
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import Refused, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require, resolve
from dueregard.organisation.models import Person, Unit
from dueregard.outbox.commands import queue


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person asked for. `seed` '' leaves it to the system; `every` in months, 0 for once."""

    title: str
    unit: Unit
    first: date
    last: date
    auditor: Person
    way: str = Way.WHOLE
    sizes: dict[str, int] = field(default_factory=dict)
    with_brought_in: bool = False
    seed: str = ""
    every: int = 0
    why: str = ""
    follows: Audit | None = None
    questions: Edition | None = None


@transaction.atomic
def plan_audit(*, by: Person, plan: Plan, now: datetime) -> Audit:
    """Fix what is audited, how many, by which seed and by whom. The draw follows, once."""
    today = today_in_london(now)
    actor = require(by, catalogue.PLAN, unit=plan.unit, today=today)
    seed = plan.seed or secrets.token_hex(8)
    sizes = {code: size for code, size in plan.sizes.items() if size}
    may = resolve(plan.auditor, today).may(catalogue.DO, unit=plan.unit)
    facts = PlanFacts(plan.first, plan.last, sizes, seed, may, plan.auditor.name, plan.every)
    refuse_if([*why_not_plan(facts, today=today), *_why_not_ask(plan)])
    if plan.follows is not None and Audit.objects.filter(follows=plan.follows).exists():
        raise Refused(["The next audit has been planned already."])
    audit = Audit.objects.create(
        title=plan.title,
        why=plan.why,
        unit=plan.unit,
        first=plan.first,
        last=plan.last,
        way=plan.way,
        sizes=sizes,
        with_brought_in=bool(sizes.get(BROUGHT_IN)) if plan.way == Way.FACTS else plan.with_brought_in,
        seed=seed,
        seed_by_hand=bool(plan.seed),
        auditor=plan.auditor,
        every=plan.every,
        follows=plan.follows,
        questions=plan.questions,
        planned_by=by,
        planned_at=now,
    )
    data = {"seed": seed, "by_hand": audit.seed_by_hand, "size": sum(sizes.values())}
    record(catalogue.PLANNED, by=actor, on=audit.ref, data=data, at=now)
    if plan.auditor != by:
        queue(catalogue.TO_DRAW, about=audit.ref, to=plan.auditor.ref, at=now)
    return audit


def _why_not_ask(plan: Plan) -> list[str]:
    if plan.questions is None:
        return []
    now = Edition.objects.select_for_update().get(pk=plan.questions.pk)
    covers = plan.questions.of.unit_id in plan.unit.lineage
    return why_not_ask(standing=now.standing, covers=covers)


@transaction.atomic
def call_off(*, pk: UUID, by: Person, why: str, now: datetime) -> Audit:
    """The audit ends without a report. It stays to be seen, with the reason."""
    audit = locked(pk)
    actor = require_planner(by, audit, today_in_london(now))
    refuse_if(why_not_call_off(state=audit.state))
    if not why:
        raise Refused(["Say why it is called off. The reason stays with the audit."])
    audit.state, audit.called_off_why, audit.called_off_at = AuditState.CALLED_OFF, why, now
    audit.save(update_fields=["state", "called_off_why", "called_off_at"])
    record(catalogue.CALLED_OFF, by=actor, on=audit.ref, at=now)
    return audit

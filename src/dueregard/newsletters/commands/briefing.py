"""The month's briefing: begun with what there is to say, and the reminder to write it."""

from datetime import datetime

from django.db import transaction

from dueregard.kernel.dates import today_in_london
from dueregard.ledger.commands import record
from dueregard.newsletters import catalogue
from dueregard.newsletters.commands import letter as letters
from dueregard.newsletters.models import BriefingPlan, Kind, Letter
from dueregard.newsletters.queries.briefing import begun, gathered, plans_due
from dueregard.newsletters.rules.briefing import first_of_month
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.outbox.commands import queue


@transaction.atomic
def start(*, by: Person, unit: Unit, now: datetime) -> Letter:
    """A draft that says what is new since the last one. With the first, the monthly reminder begins."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    today = today_in_london(now)
    letter = letters.start(
        by=by,
        unit=unit,
        title=f"For the staff meeting, {today:%B %Y}",
        text=gathered(unit, today),
        kind=Kind.BRIEFING,
        now=now,
    )
    BriefingPlan.objects.get_or_create(unit=unit, defaults={"changed_by": by, "changed_at": now})
    return letter


@transaction.atomic
def remind(*, by: Person, unit: Unit, reminders: bool, now: datetime) -> None:
    """Whether those who write are reminded each month."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    actor = require(by, catalogue.WRITE, unit=unit, today=today_in_london(now))
    wanted = {"reminders": reminders, "changed_by": by, "changed_at": now}
    BriefingPlan.objects.update_or_create(unit=unit, defaults=wanted)
    record(catalogue.REMINDERS_SET, by=actor, on=unit.ref, data={"reminders": reminders}, at=now)


def remind_whoever_writes(now: datetime) -> int:
    """Once a month for each unit whose briefing of the month nobody has begun; answers of how many."""
    today = today_in_london(now)
    return sum(_remind_once(plan.pk, now) for plan in plans_due(today))


@transaction.atomic
def _remind_once(pk: int, now: datetime) -> int:
    month = first_of_month(today_in_london(now))
    plan = BriefingPlan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
    if not plan.reminders or plan.reminded_for == month or begun(plan.unit, today_in_london(now)):
        return 0
    plan.reminded_for = month
    plan.save(update_fields=["reminded_for"])
    queue(catalogue.BRIEFING_DUE, about=plan.unit.ref, at=now)
    return 1

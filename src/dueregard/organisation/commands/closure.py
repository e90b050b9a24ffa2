"""Days on which the provider is closed."""

from datetime import date, datetime, timedelta

from django.db import transaction

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation import catalogue
from dueregard.organisation.access import require
from dueregard.organisation.catalogue import MANAGE_CLOSURE_DAYS
from dueregard.organisation.commands.locking import locked
from dueregard.organisation.memory import forget
from dueregard.organisation.models import ClosureDay, Person, Unit
from dueregard.organisation.rules import post as rules


@transaction.atomic
def set_closure_days(
    *, by: Person | Actor, unit: Unit, first: date, last: date | None = None, name: str, now: datetime
) -> int:
    """Close the provider from `first` to `last`, both counted; returns how many days are new.

    Dates that were promised before stay as they were promised: nothing is counted anew.
    """
    root = locked(Unit, unit.root_id)
    actor = require(by, MANAGE_CLOSURE_DAYS, unit=root, today=today_in_london(now))
    last = last or first
    refuse_if(rules.why_not_close_days(first=first, last=last, name=name))
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    known = set(ClosureDay.objects.filter(unit=root, day__in=days).values_list("day", flat=True))
    new = [ClosureDay(unit=root, day=day, name=name) for day in days if day not in known]
    if new:
        ClosureDay.objects.bulk_create(new)
        data = {"first": first.isoformat(), "last": last.isoformat(), "days": len(new)}
        record(catalogue.CLOSURE_DAYS_SET, by=actor, on=root.ref, data=data, at=now)
        forget()
    return len(new)


@transaction.atomic
def remove_closure_day(*, by: Person | Actor, unit: Unit, day: date, now: datetime) -> None:
    root = locked(Unit, unit.root_id)
    actor = require(by, MANAGE_CLOSURE_DAYS, unit=root, today=today_in_london(now))
    removed, _ = ClosureDay.objects.filter(unit=root, day=day).delete()
    if not removed:
        raise NotThere
    record(catalogue.CLOSURE_DAYS_REMOVED, by=actor, on=root.ref, data={"day": day.isoformat()}, at=now)
    forget()

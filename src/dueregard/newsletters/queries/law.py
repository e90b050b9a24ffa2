"""What stands in the law-change log."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.markdown import escaped
from dueregard.newsletters.models import LawChange
from dueregard.newsletters.rules.law import RECENT
from dueregard.organisation.models import Unit

MOST = 30


def log_of(providers: list[Unit]) -> QuerySet[LawChange]:
    """The entries of these providers, what lies ahead and what is newest first."""
    rows = LawChange.objects.filter(unit__in=providers, taken_off_at=None)
    return rows.select_related("unit", "added_by").order_by("-starts", "-id")


def recent(provider: UUID, today: date) -> QuerySet[LawChange]:
    """What came into force within a year or lies ahead, in the order of its days."""
    rows = LawChange.objects.filter(unit=provider, taken_off_at=None, starts__gte=today - RECENT)
    return rows.order_by("starts", "id")


def new_since(provider: UUID, since: datetime, today: date) -> list[LawChange]:
    """What was logged, or came into force, since a moment."""
    rows = LawChange.objects.filter(unit=provider, taken_off_at=None)
    came = Q(starts__gt=today_in_london(since), starts__lte=today)
    return list(rows.filter(came | Q(added_at__gt=since)).order_by("starts", "id")[:MOST])


def ahead(provider: UUID, today: date) -> list[LawChange]:
    rows = LawChange.objects.filter(unit=provider, taken_off_at=None, starts__gt=today)
    return list(rows.order_by("starts", "id")[:MOST])


def law_changes_block(unit: Any, today: date) -> str:
    """Markdown for newsletters and the like: one point for each recent change."""
    return told(list(recent(unit.root_id, today)[:MOST]), today)


def told(changes: list[LawChange], today: date) -> str:
    """A list in Markdown; '' for none."""
    return "\n".join(_point(each, today) for each in changes)


def _point(change: LawChange, today: date) -> str:
    when = f"{'Comes into force on' if change.lies_ahead(today) else 'Since'} {long_date(change.starts)}"
    whom = f" For: {escaped(change.whom)}." if change.whom else ""
    means = escaped(change.means).rstrip(".")
    return f"- **{escaped(change.title)}.** {when}. {means}.{whom} [Where it is written](<{change.source}>)"

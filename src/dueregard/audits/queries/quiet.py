"""Whether a process has been quiet, and what stood in the register meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Max, Q, QuerySet, TextField
from django.db.models.functions import Cast

from dueregard.audits.models import Review
from dueregard.audits.rules.planning import months_on
from dueregard.audits.rules.quiet import is_due, quiet_since
from dueregard.events.catalogue import KIND
from dueregard.events.choices import DecisionState, Outcome, Status, TurnResult
from dueregard.events.models import Decision, EventRequest, Turn
from dueregard.kernel.dates import WorkingCalendar, today_in_london
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Unit
from dueregard.procedures.models import Edition, Version
from dueregard.procedures.queries import in_force
from dueregard.versions.choices import Status as VersionStatus

FEW = 20


@dataclass(frozen=True, slots=True)
class Quiet:
    """A unit whose process has been quiet for the time that its procedure sets, since `since`."""

    unit: Unit
    months: int
    since: date


def quiet_units(today: date) -> Iterator[Quiet]:
    """Units with a text of their own for events whose review is due, and for which none is proposed yet."""
    proposed = set(Review.objects.filter(state="proposed").order_by().values_list("unit", flat=True))
    last = dict(Review.objects.order_by().values_list("unit").annotate(on=Max("next_on")))
    for unit, began in _own_texts(today):
        review = _review_asked(unit, today)
        if review is None or unit.pk in proposed:
            continue
        since = quiet_since(began=began, last_escalation=last_escalation(unit))
        if since and is_due(since=since, months=review, not_before=last.get(unit.pk), today=today):
            yield Quiet(unit, review, since)


def _own_texts(today: date) -> list[tuple[Unit, date]]:
    """Each unit that wrote a text, with the first day on which one was in force."""
    rows = Version.objects.filter(kind=KIND, status=VersionStatus.DATED, in_force_from__lte=today)
    found: dict[Any, tuple[Unit, date]] = {}
    for row in rows.select_related("unit").order_by("in_force_from"):
        assert row.in_force_from is not None
        found.setdefault(row.unit_id, (row.unit, row.in_force_from))
    return list(found.values())


def _review_asked(unit: Unit, today: date) -> int | None:
    edition: Edition | None = in_force(KIND, unit, today)
    review = edition.document.review if edition else None
    return review.quiet_for if review else None


def requests_of(unit: Unit) -> QuerySet[EventRequest]:
    """The requests that ran by a procedure, of the unit and those below."""
    inside = Unit.objects.filter(path__startswith=unit.path).order_by().values("pk")
    rows = EventRequest.objects.filter(main=None, unit__in=inside, brought_in=None)
    return rows.exclude(status=Status.DRAFT)


def last_escalation(unit: Unit) -> date | None:
    """The day on which something was last refused, conditioned, designated or passed up by a step that could decide."""
    rows = requests_of(unit)
    with_tracks = EventRequest.objects.filter(
        Q(pk__in=rows.values("pk")) | Q(main__in=rows.values("pk"))
    ).order_by()
    decided = Decision.objects.filter(
        request__in=with_tracks.values("pk"),
        state__in=[DecisionState.FINAL, DecisionState.REPLACED, DecisionState.PROPOSED],
        outcome__in=[Outcome.REFUSED, Outcome.CONDITIONS],
    )
    marked = with_tracks.annotate(marks_text=Cast("marks", TextField()))
    designated = marked.filter(marks_text__contains='"designated"')
    moments = [
        decided.aggregate(at=Max("at"))["at"],
        designated.aggregate(at=Max("submitted_at"))["at"],
        _last_passed_up(with_tracks),
    ]
    return max((today_in_london(each) for each in moments if each), default=None)


def _last_passed_up(rows: QuerySet[EventRequest]) -> datetime | None:
    """By a step that could have decided: one that only brings things together passes everything up."""
    turns = Turn.objects.filter(request__in=rows.values("pk"), result=TurnResult.PASSED_UP)
    could = {}
    for pk, step in turns.order_by().values_list("request__edition", "step").distinct():
        could[pk, step] = True
    editions = {each.pk: each.document for each in Edition.objects.filter(pk__in=[pk for pk, _ in could])}
    deciding = Q(pk__in=[])
    for pk, step in could:
        found = editions[pk].step(step) if pk in editions else None
        if found is not None and found.decides:
            deciding |= Q(request__edition=pk, step=step)
    at: datetime | None = turns.filter(deciding).aggregate(at=Max("left_at"))["at"]
    return at


def evidence(unit: Unit, first: date, last: date) -> dict[str, Any]:
    """What stood in the register of the period, as numbers and ids: counts by outcome, late ones, working days from
    sending to decision, months without a request, and the newest requests."""
    rows = list(
        requests_of(unit)
        .filter(submitted_at__date__gte=first, submitted_at__date__lte=last)
        .order_by("-submitted_at", "-number")
        .only("pk", "number", "title", "status", "outcome", "late", "submitted_at", "decided_at", "day")
    )
    calendar = calendar_of(unit)
    return {
        "requests": len(rows),
        "outcomes": dict(Counter(row.outcome or row.status for row in rows)),
        "late": sum(row.late for row in rows),
        "days": _working_days(rows, calendar),
        "months": _by_month(rows, first, last),
        "newest": [[str(row.pk), row.shown_number] for row in rows[:FEW]],
    }


def _working_days(rows: Iterable[EventRequest], calendar: WorkingCalendar) -> list[float | int] | None:
    """The median and the ninth decile of working days from sending to decision; None where nothing was decided."""
    taken = sorted(
        calendar.between(today_in_london(row.submitted_at), today_in_london(row.decided_at))
        for row in rows
        if row.submitted_at and row.decided_at
    )
    if not taken:
        return None
    return [median(taken), taken[min(len(taken) - 1, len(taken) * 9 // 10)]]


def _by_month(rows: Iterable[EventRequest], first: date, last: date) -> list[list[Any]]:
    """[month's first day, how many requests were sent in it] for each month that the period touches."""
    sent = Counter(today_in_london(row.submitted_at).replace(day=1) for row in rows if row.submitted_at)
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append([month.isoformat(), sent[month]])
        month = months_on(month, 1)
    return found


def period_of(quiet: Quiet, today: date) -> tuple[date, date]:
    """The days that the evidence is of: all of the quiet ones up to yesterday, but no more than two years."""
    last = today - timedelta(days=1)
    return max(quiet.since, months_on(last, -24)), last

"""How long requests took, request by request, with those that do not count and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dueregard.assurance.models import PublicStandard
from dueregard.assurance.queries.bodies import Between, Whole, wholes_of
from dueregard.assurance.rules.periods import Period
from dueregard.assurance.rules.standard import (
    BROUGHT_IN,
    OPEN,
    WITHDRAWN,
    LeftOut,
    Line,
    Taken,
    for_everybody,
    lines,
    plain,
    route_of,
)
from dueregard.events.choices import Status, TurnResult
from dueregard.events.models import Decision, EventRequest, InformationRequest, Turn
from dueregard.kernel.dates import LONDON, today_in_london
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Unit

CHUNK = 5000
Pauses = dict[UUID, list[tuple[datetime, int]]]
FIELDS = (
    "pk", "number", "status", "marks", "late", "submitted_at", "first_at", "promised", "lead_time", "ended_at",
    "brought_in",
)  # fmt: skip


@dataclass(slots=True)
class Standard:
    """The figures of one unit and below in one period, and what they were drawn from."""

    unit: Unit
    period: Period
    taken: list[Taken] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return lines(self.taken)

    @property
    def public_lines(self) -> list[Line]:
        return [for_everybody(line) for line in self.lines]


def standard_of(unit: Unit, period: Period, today: date) -> Standard:
    """Two passes over the period's requests, however many there are. A request counts in the period in which it was
    first decided, or its day came undecided."""
    found = Standard(unit, period)
    starts, ends = moment(period.first), moment(period.last + timedelta(days=1))
    rows = ended_or_open(unit, starts, ends)
    pauses, wholes = _paused(rows), wholes_of(rows)
    between = cache(calendar_of(unit).between)  # a year has few pairs of days and many requests
    for row in rows.values(*FIELDS).iterator(chunk_size=CHUNK):
        if (whole := wholes.get(row["pk"])) is not None:
            row.update(_as_whole(row, whole, between, pauses))
        _sort(found, row, starts, ends, between, pauses)
    return found


def _as_whole(row: dict[str, Any], whole: Whole, between: Between, pauses: Pauses) -> dict[str, Any]:
    """What the rows of its bodies say of a request, instead of its main row; its pauses are put among the others."""
    at = whole.first_at or row["first_at"] or row["ended_at"]
    if at is not None:
        pauses[row["pk"]] = [(at, whole.paused(between))]
    if whole.first_at is None:
        return {}
    return {"first_at": whole.first_at, "promised": whole.promised or row["promised"]}


def ended_or_open(unit: Unit, starts: datetime, ends: datetime) -> QuerySet[EventRequest]:
    """Requests that something happened to since `starts`, with their first decision and the date promised for it.

    A request with several tracks is counted once, by its main row."""
    final = Decision.objects.filter(request=OuterRef("pk"), final_at__isnull=False).order_by("final_at")
    decided = Turn.objects.filter(request=OuterRef("pk"), result=TurnResult.DECIDED).order_by("left_at")
    return (
        EventRequest.objects.filter(within(unit), main=None, changed_at__gte=starts)
        .filter(
            Q(submitted_at__lt=ends)
            | Q(brought_in__isnull=False, day__lt=ends.date(), day__gte=starts.date())
        )
        .exclude(status=Status.DRAFT)
        .annotate(
            first_at=Coalesce(Subquery(final.values("final_at")[:1]), F("decided_at")),
            promised=Coalesce(Subquery(decided.values("due")[:1]), F("decide_by")),
        )
        .order_by()
    )


def within(unit: Unit) -> Q:
    if unit.parent_id is None and not Unit.objects.filter(parent=None).exclude(pk=unit.pk).exists():
        return Q()
    return Q(unit__in=Unit.objects.filter(path__startswith=unit.path).order_by().values("pk"))


def moment(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def _paused(rows: QuerySet[EventRequest]) -> Pauses:
    """When the clock started again, and for how many working days it had stood still, by request."""
    found: Pauses = {}
    stood = InformationRequest.objects.filter(request__in=rows.values("pk"), days_paused__gt=0).order_by()
    for request, at, days in stood.values_list("request", "answered_at", "days_paused"):
        if at is not None and days:
            found.setdefault(request, []).append((at, days))
    return found


def _sort(
    found: Standard,
    row: dict[str, Any],
    starts: datetime,
    ends: datetime,
    between: Between,
    pauses: Pauses,
) -> None:
    """Put one request among those that count, those that do not, or neither: it belongs to another period."""

    def leave_out(why: str) -> None:
        found.left_out.append(LeftOut(row["pk"], row["number"], why))

    first_at, ended_at = row["first_at"], row["ended_at"]
    until = first_at or ended_at
    paused = sum(days for at, days in pauses.get(row["pk"], ()) if until is not None and at <= until)
    if row["brought_in"]:
        leave_out(BROUGHT_IN)
    elif first_at is not None:
        if starts <= first_at < ends:
            found.taken.append(_taken(row, first_at, between, paused))
    elif row["status"] in (Status.SUBMITTED, Status.RETURNED):
        leave_out(OPEN)
    elif ended_at is not None and starts <= ended_at < ends:
        if row["status"] == Status.NOT_DECIDED:
            found.taken.append(_lapsed(row, ended_at, paused))
        else:
            leave_out(WITHDRAWN)


def _taken(row: dict[str, Any], first_at: datetime, between: Between, paused: int) -> Taken:
    decided = today_in_london(first_at)
    days = max(0, between(today_in_london(row["submitted_at"]), decided) - paused)
    return Taken(
        request_id=row["pk"],
        number=row["number"],
        route=route_of(row["marks"], late=row["late"]),
        ended=decided,
        days=days,
        paused=paused,
        in_promise=row["promised"] is None or decided <= row["promised"],
        in_lead_time=row["lead_time"] is None or days <= row["lead_time"],
    )


def _lapsed(row: dict[str, Any], ended_at: datetime, paused: int) -> Taken:
    route = route_of(row["marks"], late=row["late"])
    ended = today_in_london(ended_at)
    return Taken(row["pk"], row["number"], route, ended, None, paused, in_promise=False, in_lead_time=False)


# --- The public copy -----------------------------------------------------------------------------------------


def published(unit: Unit, found: Iterable[Standard]) -> dict[str, Any]:
    """The figures as the public copy keeps them: small numbers left out, counts rounded."""
    return {
        "provider": unit.name,
        "periods": [
            {"title": each.period.title, "lines": [plain(line) for line in each.public_lines]}
            for each in found
        ],
    }


def shown_to_the_public() -> list[PublicStandard]:
    rows = PublicStandard.objects.filter(shown=True, unit__closed_on=None)
    return list(rows.select_related("unit").order_by("unit__name")[:10])


def lines_of(kept: list[dict[str, Any]]) -> list[Line]:
    return [Line(**each) for each in kept]

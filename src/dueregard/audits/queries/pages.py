"""What the pages of one audit show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dueregard.actions.models import Action
from dueregard.actions.queries import actions_about
from dueregard.actions.queries.page import Line, lines_of
from dueregard.audits.catalogue import DO, PLAN
from dueregard.audits.choices import Judgement, Way
from dueregard.audits.models import Audit, Finding, Point, Sampled
from dueregard.audits.queries.population import unit_names
from dueregard.audits.rules.planning import conflict_in_words
from dueregard.audits.rules.strata import in_words
from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import access_of
from dueregard.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Reach:
    """What the reader of an audit may do in it."""

    plans: bool
    is_auditor: bool
    """Of the audit itself, in a post that may audit."""
    audits: bool
    """Of it or of one of its requests."""


def reach_of(person: Person, audit: Audit) -> Reach:
    access = access_of(person)
    may = access.may(DO, unit=audit.unit)
    mine = audit.auditor_id == person.pk
    also = may and (mine or Sampled.objects.filter(audit=audit, auditor=person).exists())
    return Reach(access.may(PLAN, unit=audit.unit), may and mine, also)


def sample_rows(audit: Audit) -> QuerySet[Sampled]:
    """The sample with how many points of each request are judged, and how."""
    applies = ~Q(points__found="not-applicable")
    return (
        Sampled.objects.filter(audit=audit)
        .select_related("auditor", "request__unit", "judged_by")
        .annotate(
            asked=Count("points", filter=applies),
            said=Count("points", filter=applies & ~Q(points__judgement="")),
            wrong=Count("points", filter=Q(points__judgement=Judgement.NOT)),
            missing=Count("points", filter=Q(points__found="not-found")),
        )
    )


def stratum_names(audit: Audit, codes: Iterable[str]) -> dict[str, str]:
    """Strata in words."""
    wanted = list(dict.fromkeys(codes))
    units = unit_names(wanted) if audit.way == Way.UNITS else {}
    return {code: in_words(code, units) for code in wanted}


def one_sampled(audit: Audit, position: int) -> Sampled:
    related = ("auditor", "judged_by", "request__unit", "request__place")
    found = Sampled.objects.filter(audit=audit, position=position).select_related(*related).first()
    if found is None:
        raise NotThere
    return found


def conflict_of(audit: Audit, sampled: Sampled) -> str:
    if not sampled.conflict:
        return ""
    return conflict_in_words(audit.auditor.name, sampled.number, sampled.conflict)


@dataclass(frozen=True, slots=True)
class PointLine:
    """A point with the names of those who did it: hidden until the request is judged."""

    point: Point
    names: str


def point_lines(sampled: Sampled, points: list[Point]) -> list[PointLine]:
    """One query for the names, and none while they are hidden."""
    if sampled.judged_at is None:
        return [PointLine(point, "") for point in points]
    ids = {UUID(each) for point in points for each in point.people}
    names = dict(Person.objects.filter(pk__in=ids).order_by().values_list("pk", "name"))
    return [
        PointLine(point, ", ".join(names.get(UUID(each), "somebody who is gone") for each in point.people))
        for point in points
    ]


@dataclass(frozen=True, slots=True)
class FindingLine:
    finding: Finding
    points: list[Point]
    action: Action | None
    owner: str
    """Who does it: a person, or a post as the provider calls it."""


def finding_lines(audit: Audit) -> list[FindingLine]:
    """Four queries at most: findings, their points, their actions, the titles of posts."""
    rows = list(
        Finding.objects.filter(audit=audit)
        .select_related("made_by")
        .prefetch_related("points__sampled")
        .order_by("made_at", "id")
    )
    agreed = {line.action.pk: line for line in lines_of(actions_about(row.ref for row in rows))}
    return [_finding_line(row, agreed.get(row.action) if row.action else None) for row in rows]


def _finding_line(row: Finding, agreed: Line | None) -> FindingLine:
    points = list(row.points.all())
    return FindingLine(row, points, agreed.action if agreed else None, agreed.owner if agreed else "")


def due_next(scope_filter: Q | None, today: date) -> list[Audit]:
    """Signed audits whose next one has a date and is not planned yet, nearest first."""
    rows: Any = Audit.objects.filter(state="signed", followed_by=None, next_on__isnull=False)
    if scope_filter is not None:
        rows = rows.filter(scope_filter)
    return list(rows.select_related("unit").order_by("next_on")[:10])

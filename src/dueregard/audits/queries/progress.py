"""How far an audit has come, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from dueregard.audits.choices import Found, Judgement
from dueregard.audits.models import Audit, Point, Sampled


@dataclass(frozen=True, slots=True)
class Progress:
    """`unnamed`: without an auditor; `unjudged`: with one, and not judged; `loose`: points that are not as they
    should be and in no finding."""

    sampled: int
    unnamed: int
    unjudged: int
    loose: int

    @property
    def judged(self) -> int:
        return self.sampled - self.unnamed - self.unjudged


def progress_of(audit: Audit) -> Progress:
    """Two queries."""
    open_ones = Q(judged_at=None)
    counts: dict[str, Any] = Sampled.objects.filter(audit=audit).aggregate(
        sampled=Count("pk"),
        unnamed=Count("pk", filter=open_ones & Q(auditor=None)),
        unjudged=Count("pk", filter=open_ones & Q(auditor__isnull=False)),
    )
    return Progress(**counts, loose=loose_points(audit).count())


def loose_points(audit: Audit) -> QuerySet[Point]:
    """Points judged as not as they should be that no finding takes up."""
    rows = Point.objects.filter(sampled__audit=audit, judgement=Judgement.NOT, findings=None)
    return rows.select_related("sampled").order_by("sampled__position", "position")


@dataclass(frozen=True, slots=True)
class PointResult:
    """One kind of point over the whole sample. `asked`: a further question, which the system does not look for."""

    title: str
    applied: int
    found: int
    good: int
    wrong: int
    unclear: int
    asked: bool = False


def results_by_point(audit: Audit) -> list[PointResult]:
    """What the sample shows point by point, in the order of the checklist. One query."""
    rows = Point.objects.filter(sampled__audit=audit).exclude(found=Found.NOT_APPLICABLE).order_by()
    counted = rows.values("code", "title").annotate(
        applied=Count("pk"),
        said=Count("pk", filter=Q(found=Found.FOUND)),
        good=Count("pk", filter=Q(judgement=Judgement.GOOD)),
        wrong=Count("pk", filter=Q(judgement=Judgement.NOT)),
        unclear=Count("pk", filter=Q(judgement=Judgement.CANNOT_TELL)),
    )
    return [_result(row) for row in sorted(counted, key=_place)]


def _result(row: Mapping[str, Any]) -> PointResult:
    asked = row["code"].startswith("question.")
    counts = (row["applied"], row["said"], row["good"], row["wrong"], row["unclear"])
    return PointResult(row["title"], *counts, asked=asked)


def _place(row: Mapping[str, Any]) -> tuple[int, str, str]:
    """Further questions stand in their own order."""
    kind, _, number = row["code"].partition(".")
    return _ORDER.get(kind, len(_ORDER)), number if kind == "question" else "", row["title"]


_ORDER = {
    code: at
    for at, code in enumerate(
        (
            "notice", "marks", "check", "advice", "step", "decision", "reasons", "without-checks", "conditions", "refusal",
            "appeal-offered", "appeal-heard", "letter", "code", "withdrawn", "aftermath", "sheet-outcome", "sheet-row",
            "question",
        )
    )
}  # fmt: skip

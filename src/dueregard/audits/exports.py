"""The points of an audit as a table."""

from __future__ import annotations

from typing import Any

from dueregard.audits.models import Audit, Point
from dueregard.audits.queries.pages import stratum_names
from dueregard.kernel.dates import LONDON

HEADER = (
    "Request", "Stratum", "Procedure in force", "Point", "What the procedure demanded", "What the record held",
    "Found by the system", "Judgement", "Remark", "Audited by", "Judged",
)  # fmt: skip


def points_table(audit: Audit) -> list[list[Any]]:
    """One row for each point of each sampled request, in their order. Nobody who handled a request is named."""
    rows = Point.objects.filter(sampled__audit=audit).select_related("sampled__judged_by")
    points = list(rows.order_by("sampled__position", "position"))
    names = stratum_names(audit, (point.sampled.stratum for point in points))
    return [_cells(point, names) for point in points]


def _cells(point: Point, names: dict[str, str]) -> list[Any]:
    sampled = point.sampled
    return [
        sampled.number,
        names[sampled.stratum],
        sampled.procedure,
        point.title,
        point.demanded,
        point.holds,
        str(point.get_found_display()),
        str(point.get_judgement_display()) if point.judgement else "",
        point.remark,
        sampled.judged_by.name if sampled.judged_by else "",
        sampled.judged_at.astimezone(LONDON).date() if sampled.judged_at else None,
    ]

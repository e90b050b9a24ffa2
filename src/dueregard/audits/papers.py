"""The report of an audit, and a review on one page: plain values for the typesetter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dueregard.audits.models import Audit, Point, Review
from dueregard.audits.queries.pages import FindingLine, finding_lines
from dueregard.audits.queries.population import Preview
from dueregard.audits.queries.progress import results_by_point
from dueregard.audits.queries.reviews import months_of, pairs_of
from dueregard.kernel.dates import LONDON, long_date
from dueregard.organisation.lookup import provider_of


def report_paper(audit: Audit, drawn: Preview, *, made: datetime) -> dict[str, Any]:
    """Data for the house's record template."""
    draft = "" if audit.signed_at else " This is a draft: the audit is not signed off."
    sections = [
        _conclusion(audit),
        _method(audit),
        _population(audit, drawn),
        _results(audit),
        _findings(finding_lines(audit)),
        _not_good(audit),
        _sample(audit),
        _again(audit),
    ]
    return {
        "title": audit.title,
        "provider": provider_of(audit.unit).name,
        "reference": f"Audit {str(audit.pk)[:8]}",
        "made": f"Made on {_day(made)}",
        "lead": f"Audit of event requests of {audit.unit.name}, {long_date(audit.first)} to {long_date(audit.last)}.{draft}",
        "sections": [section for section in sections if section],
    }


def _day(moment: datetime) -> str:
    return long_date(moment.astimezone(LONDON).date())


def _conclusion(audit: Audit) -> dict[str, Any] | None:
    if audit.signed_at is None or audit.signed_by is None:
        return None
    signed = f"Signed off by {audit.signed_by.name}, {_day(audit.signed_at)}."
    return {"heading": "Conclusion", "text": f"{audit.conclusion}\n\n{signed}"}


def _method(audit: Audit) -> dict[str, Any]:
    seed = f"{audit.seed} ({'chosen by hand' if audit.seed_by_hand else 'made by the system'})"
    pairs = [
        ("What it is to find out", audit.why),
        ("Requests", f"Closed requests of {audit.unit.name} and below whose event lay in the period"),
        ("Auditor", audit.auditor.name),
        ("Further questions", f"{audit.questions}, asked of each request" if audit.questions else ""),
        ("Planned", f"{audit.planned_by.name}, {_day(audit.planned_at)}"),
        (
            "Drawn",
            f"{audit.drawn_by.name}, {_day(audit.drawn_at)}" if audit.drawn_by and audit.drawn_at else "",
        ),
        ("Way", str(audit.get_way_display())),
        ("Seed", seed),
        ("Population", f"{audit.population} requests"),
        ("SHA-256 of the list", f"{audit.digest[:32]}\n{audit.digest[32:]}"),
        (
            "Order",
            (
                "Within each stratum by the SHA-256 of seed, vertical bar and number; the first so many were drawn. "
                "Whoever has the list can draw again."
            ),
        ),
    ]
    return {"heading": "How it was done", "summary": [pair for pair in pairs if pair[1]]}


def _population(audit: Audit, drawn: Preview) -> dict[str, Any]:
    rows = [[each.label, str(each.there), str(each.drawn)] for each in drawn.strata]
    header = ["Stratum", "Requests", "Drawn"]
    return {
        "heading": "Population and sample",
        "table": {"header": header, "rows": rows, "widths": [6, 2, 2]},
    }


def _results(audit: Audit) -> dict[str, Any]:
    rows = [
        [
            each.title,
            str(each.applied),
            "–" if each.asked else str(each.found),
            *(str(number) for number in (each.good, each.wrong, each.unclear)),
        ]
        for each in results_by_point(audit)
    ]
    header = ["Point", "Applied", "Found", "As it should be", "Not", "Cannot tell"]
    return {
        "heading": "Point by point",
        "table": {"header": header, "rows": rows, "widths": [6, 2, 2, 2, 2, 2]},
    }


def _findings(lines: list[FindingLine]) -> dict[str, Any]:
    if not lines:
        return {"heading": "Findings and actions", "text": "There is no finding."}
    rows = [[line.finding.what, _rests_on(line), _follows(line)] for line in lines]
    header = ["Finding", "Rests on", "What follows"]
    return {"heading": "Findings and actions", "table": {"header": header, "rows": rows, "widths": [5, 3, 5]}}


def _rests_on(line: FindingLine) -> str:
    return ", ".join(dict.fromkeys(point.sampled.number for point in line.points)) or "The sample as a whole"


def _follows(line: FindingLine) -> str:
    if line.action is None:
        return f"Nothing: {line.finding.no_action_why}"
    who, by = line.owner, long_date(line.action.due)
    return f"{line.action.what} Who: {who}. By {by}. {line.action.get_state_display()}."


def _not_good(audit: Audit) -> dict[str, Any] | None:
    rows = Point.objects.filter(sampled__audit=audit, judgement="not").select_related("sampled")
    found = [
        [point.sampled.number, point.title, point.remark]
        for point in rows.order_by("sampled__position", "position")
    ]
    if not found:
        return None
    header = ["Request", "Point", "What is not as it should be"]
    return {
        "heading": "What was not as it should be",
        "table": {"header": header, "rows": found, "widths": [2, 4, 6]},
    }


def _sample(audit: Audit) -> dict[str, Any]:
    rows = audit.sample.select_related("judged_by").order_by("position")
    said = [
        [row.number, row.procedure, row.judged_by.name if row.judged_by else "Not judged yet"] for row in rows
    ]
    header = ["Request", "Procedure in force", "Audited by"]
    return {"heading": "The sample", "table": {"header": header, "rows": said, "widths": [2, 5, 4]}}


def _again(audit: Audit) -> dict[str, Any] | None:
    if audit.signed_at is None:
        return None
    text = (
        f"The next audit is due on {long_date(audit.next_on)}."
        if audit.next_on
        else "No next audit is scheduled."
    )
    return {"heading": "The next audit", "text": text}


def review_paper(review: Review, *, made: datetime) -> dict[str, Any]:
    sections: list[dict[str, Any]] = [
        {"heading": "What happened meanwhile", "summary": pairs_of(review)},
        {"heading": "Requests month by month", "table": _months(review)},
        _result(review),
    ]
    return {
        "title": f"Review of a quiet process: {review.unit.name}",
        "provider": provider_of(review.unit).name,
        "reference": f"Review {str(review.pk)[:8]}",
        "made": f"Made on {_day(made)}",
        "lead": (
            f"Nothing was refused, given conditions, designated or passed up from {long_date(review.first)} to "
            f"{long_date(review.last)}. The procedure asks people to look at the process after {review.months} such months."
        ),
        "sections": sections,
    }


def _months(review: Review) -> dict[str, Any]:
    rows = [[month, str(many)] for month, many in months_of(review)]
    return {"header": ["Month", "Requests sent"], "rows": rows, "widths": [6, 4]}


def _result(review: Review) -> dict[str, Any]:
    if review.recorded_by is None or review.recorded_at is None or review.next_on is None:
        return {"heading": "Result", "text": "Nobody has recorded a result yet."}
    pairs = [
        ("What came of it", str(review.get_result_display())),
        ("Reasons", review.reasons),
        ("Who took part", review.took_part),
        ("Recorded", f"{review.recorded_by.name}, {_day(review.recorded_at)}"),
        ("Looked at again", long_date(review.next_on)),
    ]
    return {"heading": "Result", "summary": pairs}

"""What a paper for a committee or a board says of audits and reviews. The board's has numbers, and no words that somebody
typed about a request."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Q

from dueregard.audits.choices import AuditState, Judgement, ReviewState
from dueregard.audits.models import Audit, Finding, Point, Review
from dueregard.events.registries import PaperFrame, Section
from dueregard.kernel.dates import LONDON, short_date

BOARD = "board"


def audits_section(frame: PaperFrame) -> Section | None:
    """Audits that were signed off in the period, each with what came of it."""
    rows = Audit.objects.filter(
        _span(frame, "signed_at"), state=AuditState.SIGNED, unit__path__startswith=frame.unit.path
    )
    audits = list(rows.annotate(drawn=Count("sample", distinct=True)).order_by("signed_at"))
    if not audits:
        return None
    points = Point.objects.filter(sampled__audit__in=audits, judgement=Judgement.NOT)
    wrong = dict(points.order_by().values_list("sampled__audit").annotate(Count("pk")))
    findings = Finding.objects.filter(audit__in=audits)
    counted = dict(findings.order_by().values_list("audit").annotate(Count("pk")))
    lines = [
        [
            each.title,
            short_date(each.signed_at.astimezone(LONDON).date()) if each.signed_at else "",
            f"{each.drawn} of {each.population}",
            str(wrong.get(each.pk, 0)),
            str(counted.get(each.pk, 0)),
        ]
        for each in audits
    ]
    header = ["Audit", "Signed off", "Drawn", "Points not as they should be", "Findings"]
    section: Section = {
        "heading": "Audits",
        "text": "Each sample was drawn at random; anybody can draw it again.",
        "table": {"header": header, "rows": lines, "widths": [5, 2, 3, 3, 2]},
    }
    if frame.audience != BOARD:
        section["points"] = [each.what for each in findings.order_by("made_at", "id")]
    return section


def reviews_section(frame: PaperFrame) -> Section | None:
    """Reviews of a process in which nothing was escalated, with their results."""
    rows = Review.objects.filter(
        _span(frame, "recorded_at"), state=ReviewState.RECORDED, unit__path__startswith=frame.unit.path
    )
    lines = [
        [
            each.unit.name,
            f"{each.months} months",
            str(each.get_result_display()),
            "" if frame.audience == BOARD else each.reasons,
        ]
        for each in rows.select_related("unit").order_by("recorded_at")
    ]
    if not lines:
        return None
    header = ["Unit", "Quiet for", "Result", "Why"]
    table = {"header": header, "rows": lines, "widths": [3, 2, 4, 5]}
    return {"heading": "Reviews of a quiet process", "table": table}


def _span(frame: PaperFrame, field: str) -> Q:
    starts = datetime.combine(frame.first, time(), tzinfo=LONDON)
    ends = datetime.combine(frame.last + timedelta(days=1), time(), tzinfo=LONDON)
    return Q(**{f"{field}__gte": starts, f"{field}__lt": ends})

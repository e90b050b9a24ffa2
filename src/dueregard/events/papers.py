"""What stands on a request's one-page PDF, and on its letter: the record as plain values for the typesetter."""

from datetime import date, datetime
from typing import Any

from dueregard.events.models import Decision, EventRequest, PartnerQuestion
from dueregard.events.queries.record import Record
from dueregard.events.queries.risk import Risk, risks_on
from dueregard.events.queries.together import BodyLine
from dueregard.kernel.dates import LONDON, long_date, short_date
from dueregard.organisation.lookup import provider_of


def record_paper(record: Record, *, made: datetime) -> dict[str, Any]:
    """Data for the house's record template."""
    request = record.request
    parts = (_facts(record), _checks(record), _partners(record), _risks(record), _decision(record))
    sections = [*parts, *_bodies(record), _happened(record)]
    return {
        "title": request.title,
        "provider": provider_of(request.unit).name if request.unit else "",
        "reference": request.shown_number,
        "made": f"Made on {long_date(made.astimezone(LONDON).date())}",
        "lead": f"Event request {request.shown_number}. {request.shown_status}.",
        "sections": [section for section in sections if section],
    }


def letter_paper(record: Record, decision: Decision, *, made: datetime) -> dict[str, Any]:
    """The frozen letter, word for word."""
    request = record.request
    return {
        "title": f"Decision about {request.shown_number}",
        "provider": provider_of(request.unit).name if request.unit else "",
        "reference": request.shown_number,
        "made": f"Made on {long_date(made.astimezone(LONDON).date())}",
        "sections": [{"text": decision.letter}],
    }


def _facts(record: Record) -> dict[str, Any]:
    request = record.request
    when = long_date(request.day) if request.day else "Not in the sheet"
    if request.starts:
        when += f", {request.starts:%H:%M}" + (f" to {request.ends:%H:%M}" if request.ends else "")
    when += f", until {long_date(request.last_day)}" if request.last_day else ""
    organiser = ", ".join(
        part
        for part in (request.organiser_name, request.whole.unit.name if request.whole.unit else "")
        if part
    )
    pairs = [
        ("When", when),
        ("Where", _where(request) or "Not in the sheet"),
        ("Organiser", organiser or "Not in the sheet"),
        ("Speakers", "\n".join(str(speaker) for speaker in record.speakers) or "None named"),
        ("Who may come", _audience(record)),
    ]
    if request.submitted_at and request.notice is not None:
        notice = f"{long_date(request.submitted_at.astimezone(LONDON).date())}, {request.notice} working days’ notice"
        pairs.append(("Received", notice + (" (late)" if request.late else "")))
    return {"heading": "The event", "summary": pairs}


def _dated(day: date) -> str:
    """'Tue 24 Nov 2026': paper is read in later years too."""
    return f"{short_date(day)} {day.year}"


def _where(request: EventRequest) -> str:
    return request.shown_place or str(request.get_where_display())


def _audience(record: Record) -> str:
    said = str(record.request.get_audience_display()) if record.request.audience else ""
    number = f"{record.request.people} expected" if record.request.people is not None else ""
    return ". ".join(part for part in (said, number) if part) or "Not in the sheet"


def _checks(record: Record) -> dict[str, Any] | None:
    if not record.checks:
        return None
    rows = [[line.check.title, _found(record, line.check), _by(line.check)] for line in record.checks]
    header = ["Check", "Finding" if record.sees_papers else "Where it stands", "Done by"]
    return {"heading": "Checks", "table": {"header": header, "rows": rows, "widths": [3, 6, 3]}}


def _found(record: Record, check: Any) -> str:
    if check.state != "done" or not record.sees_papers:
        return str(check.get_state_display())
    return f"{check.get_finding_display()}. {check.text}"


def _by(check: Any) -> str:
    return f"{check.done_by.name}, {_dated(check.done_at.astimezone(LONDON).date())}" if check.done_by else ""


def _partners(record: Record) -> dict[str, Any] | None:
    """What partners were asked and answered; there is none for the organiser."""
    if not record.partner_questions:
        return None
    rows = [_asked(each, record.today) for each in record.partner_questions]
    header = ["Asked", "About", "Answer"]
    return {"heading": "Asked of partners", "table": {"header": header, "rows": rows, "widths": [4, 3, 5]}}


def _asked(question: PartnerQuestion, today: date) -> list[str]:
    day = _dated(question.asked_at.astimezone(LONDON).date())
    if question.has_expired(today):
        return [f"{question.organisation}, {day}", "A speaker", "Expired, and deleted as set"]
    who = f"{question.contact_name}, {question.organisation}, {day}"
    if question.answered_at is None:
        return [who, question.speaker, "Taken back" if question.withdrawn_at else "No answer"]
    source = f" Source: {question.source}" if question.source else ""
    return [who, question.speaker, f"{question.get_answer_display()}. {question.text}{source}"]


def _risks(record: Record) -> dict[str, Any] | None:
    """The risks of the event as the page shows them: for those who see its papers, of all bodies together."""
    risks = risks_on(record)
    if not risks:
        return None
    rows = [
        [risk.hazard.what, risk.hazard.level_before, _meeting(risk), risk.hazard.level_after]
        for risk in risks
    ]
    header = ["Risk", "Level", "What would meet it", "Left then"]
    return {
        "heading": "Risks of the event, and what would meet them",
        "table": {"header": header, "rows": rows, "widths": [4, 2, 5, 2]},
    }


def _meeting(risk: Risk) -> str:
    said = [", ".join(part for part in (each.what, each.owner) if part) for each in risk.mitigations]
    return "\n".join(said) or "Nothing noted"


def _decision(record: Record) -> dict[str, Any] | None:
    decision = record.decision
    if decision is None:
        return None
    pairs = [
        ("Decision", str(decision.get_outcome_display())),
        ("By", decision.by.name),
        ("Reasons", decision.reasons),
    ]
    if decision.confirmed_by:
        pairs.insert(2, ("Confirmed by", decision.confirmed_by.name))
    if decision.law:
        pairs += [("The law relied on", decision.law), ("Why no condition would do", decision.lesser)]
    pairs += [
        (f"Condition {each.position}", f"{each.what}\n{each.purpose}") for each in decision.conditions.all()
    ]
    return {"heading": "Decision", "summary": pairs}


def _bodies(record: Record) -> list[dict[str, Any]]:
    """Where several bodies decide: how each stands, and the conditions of all of them together."""
    if record.together is None:
        return []
    rows = [[line.title, line.said, _when(line)] for line in record.together.lines]
    table = {"header": ["Body", "Where it stands", "When"], "rows": rows, "widths": [4, 4, 4]}
    found: list[dict[str, Any]] = [{"heading": "Who decides", "table": table}]
    conditions = [
        (f"{title}, condition {each.position}", f"{each.what}\n{each.purpose}\n{each.owner} sees to it.")
        for title, each in record.together.conditions
    ]
    if conditions:
        found.append({"heading": "Conditions of all bodies", "summary": conditions})
    return found


def _when(line: BodyLine) -> str:
    if line.row is None:
        return ""
    if line.row.is_open:
        return f"by {_dated(line.row.decide_by)}" if line.row.decide_by else ""
    ended = line.row.decided_at or line.row.ended_at
    return _dated(ended.astimezone(LONDON).date()) if ended else ""


def _happened(record: Record) -> dict[str, Any] | None:
    if not record.sees_papers or not record.happened:
        return None
    rows = [[_dated(each.at.astimezone(LONDON).date()), each.title, each.by] for each in record.happened]
    return {
        "heading": "What has happened",
        "table": {"header": ["Day", "What", "Who"], "rows": rows, "widths": [2, 6, 4]},
    }

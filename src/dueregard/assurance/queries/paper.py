"""What a paper for a committee or a board says of a period, drawn from the records as they stand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dueregard.assurance.queries.standard import Standard, moment, standard_of, within
from dueregard.assurance.queries.times import parts_of
from dueregard.assurance.registries import PaperFrame, Section, paper_sections
from dueregard.assurance.rules.counting import said
from dueregard.assurance.rules.naming import without_names
from dueregard.assurance.rules.periods import Period
from dueregard.assurance.rules.standard import ALL, ROUTES, route_of
from dueregard.events.choices import Because, DecisionState, Outcome, Status, WhyWithdrawn, WithdrawnBy
from dueregard.events.models import Appeal, Condition, Decision, EventRequest, Speaker
from dueregard.kernel.dates import LONDON, long_date, short_date
from dueregard.procedures.models import Status as VersionStatus
from dueregard.procedures.models import Version

BOARD = "board"
MOST = 200
"""Nobody reads a longer list in a paper; it says how many more there are."""
ENDINGS = {
    Outcome.APPROVED: "Approved",
    Outcome.CONDITIONS: "Approved with conditions",
    Outcome.REFUSED: "Refused",
    Status.WITHDRAWN: "Withdrawn",
    Status.NOT_DECIDED: "Not decided in time",
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How one request ended in the period: `ending` is a key of `ENDINGS`."""

    request_id: UUID
    number: int
    route: str
    ending: str


def content_of(frame: PaperFrame) -> list[Section]:
    """The sections of a paper, empty ones left out."""
    ended = _ended(frame)
    standard = standard_of(frame.unit, Period("", "", frame.first, frame.last), frame.today)
    sections: list[Section | None] = [
        _in_short(frame, ended),
        _by_route(ended),
        _conditions(frame),
        _refusals(frame),
        _appeals(frame),
        _time_taken(standard),
        _time_at_each_step(frame) if frame.audience != BOARD else None,
        _late_ones(frame, standard),
        _lapses(frame),
        _withdrawals(frame),
        _open_designated(frame) if frame.audience != BOARD else None,
        *(make(frame) for make in paper_sections),
        _procedure(frame),
    ]
    return [section for section in sections if section is not None]


# --- The rows ------------------------------------------------------------------------------------------------


def _requests(frame: PaperFrame) -> QuerySet[EventRequest]:
    """Requests of the unit and below, each once, whoever decided; records brought in are not ours to report on."""
    rows = EventRequest.objects.filter(within(frame.unit), main=None, brought_in=None)
    return rows.exclude(status=Status.DRAFT).order_by()


def _span(frame: PaperFrame, field: str) -> Q:
    return Q(**{f"{field}__gte": moment(frame.first), f"{field}__lt": moment(frame.last + timedelta(days=1))})


def _ended(frame: PaperFrame) -> list[Ended]:
    """By the day of the decision, or of the end without one (domain.md 1.7: by date within the year)."""
    rows = _requests(frame).filter(
        (_span(frame, "decided_at") & ~Q(outcome=""))
        | (_span(frame, "ended_at") & Q(status__in=(Status.WITHDRAWN, Status.NOT_DECIDED)))
    )
    found = rows.values_list("pk", "number", "marks", "late", "outcome", "status")
    return [
        Ended(pk, number, route_of(marks, late=late), outcome or status)
        for pk, number, marks, late, outcome, status in found
    ]


def _decisions(frame: PaperFrame, outcome: str) -> QuerySet[Decision]:
    """Decisions in force that were made in the period, on any row of a request of these units."""
    units = Q(request__in=EventRequest.objects.filter(within(frame.unit)).values("pk"))
    return Decision.objects.filter(
        units, _span(frame, "final_at"), state=DecisionState.FINAL, outcome=outcome
    ).select_related("request__organiser", "request__main__organiser")


# --- The sections --------------------------------------------------------------------------------------------


def _in_short(frame: PaperFrame, ended: list[Ended]) -> Section:
    received = _requests(frame).filter(_span(frame, "submitted_at"))
    endings = Counter(each.ending for each in ended)
    pairs = [["Requests received", str(received.count())], ["Requests that ended", str(len(ended))]]
    pairs += [[words, str(endings[key])] for key, words in ENDINGS.items()]
    still = _requests(frame).filter(status__in=(Status.SUBMITTED, Status.RETURNED)).count()
    pairs.append([f"In progress on {short_date(frame.today)}", str(still)])
    return {"heading": "In short", "summary": pairs}


def _by_route(ended: list[Ended]) -> Section | None:
    if not ended:
        return None
    counted = Counter((each.route, each.ending) for each in ended)
    rows = []
    for route, title in ROUTES.items():
        figures = [
            sum(count for (of, ending), count in counted.items() if ending == key and route in (ALL, of))
            for key in ENDINGS
        ]
        rows.append([title, *map(str, figures), str(sum(figures))])
    header = ["Route", *ENDINGS.values(), "All"]
    return {"heading": "Outcomes by route", "table": _table(header, rows, [4, 2, 3, 2, 2, 3, 2])}


def _conditions(frame: PaperFrame) -> Section | None:
    decisions = _decisions(frame, Outcome.CONDITIONS)
    rows = Condition.objects.filter(decision__in=decisions.values("pk")).order_by()
    counted = dict(rows.values_list("because").annotate(Count("pk")))
    if not counted:
        return None
    requests = dict(rows.values_list("because").annotate(Count("decision", distinct=True)))
    lines = [
        [label, str(counted.get(value, 0)), str(requests.get(value, 0))] for value, label in Because.choices
    ]
    return {
        "heading": "Conditions",
        "text": "A condition is a restriction too: each names its purpose, the risk that it answers and why a lesser "
        "one would not do. The provider pays for it.",
        "table": _table(["Because of", "Conditions", "Requests"], lines, [5, 2, 2]),
    }


def _refusals(frame: PaperFrame) -> Section | None:
    refused = list(_decisions(frame, Outcome.REFUSED).order_by("final_at")[:MOST])
    if not refused:
        return {"heading": "Refusals", "text": "No event was refused."}
    names = _Names.of(frame, [decision.request_id for decision in refused])
    rows = [
        [
            _which(frame, decision.request, decision.final_at),
            str(decision.get_because_display()),
            names.out_of(decision.reasons, decision.request),
            names.out_of(decision.law, decision.request),
            names.out_of(decision.lesser, decision.request),
        ]
        for decision in refused
    ]
    header = ["Refusal", "Because of", "Reasons", "The law relied on", "Why no condition would do"]
    return {
        "heading": "Refusals",
        "text": "Each was proposed by one person and confirmed by another.",
        "table": _table(header, rows, [3, 3, 5, 4, 4]),
    }


def _appeals(frame: PaperFrame) -> Section | None:
    inside = Q(request__in=EventRequest.objects.filter(within(frame.unit)).values("pk"))
    found = Appeal.objects.filter(inside, _span(frame, "lodged_at") | _span(frame, "decided_at"))
    appeals = list(
        found.select_related("request__organiser", "request__main__organiser").order_by("lodged_at")[:MOST]
    )
    if not appeals:
        return None
    names = _Names.of(frame, [appeal.request_id for appeal in appeals])
    rows = [
        [
            _which(frame, appeal.request, appeal.lodged_at),
            names.out_of(appeal.grounds, appeal.request),
            str(appeal.get_result_display()) if appeal.result else "Not yet heard",
            names.out_of(appeal.reasons, appeal.request),
        ]
        for appeal in appeals
    ]
    header = ["Appeal", "Grounds", "Result", "Reasons"]
    return {"heading": "Appeals", "table": _table(header, rows, [3, 5, 3, 5])}


def _time_taken(standard: Standard) -> Section | None:
    if not standard.taken:
        return None
    rows = [
        [
            line.title,
            str(line.count),
            said(line.median),
            said(line.ninth),
            _share(line.in_promise),
            _share(line.in_lead_time),
        ]
        for line in standard.lines
    ]
    header = [
        "Route",
        "Counted",
        "Median",
        "Nine in ten within",
        "By the date promised",
        "Within the lead time",
    ]
    return {
        "heading": "Time taken",
        "text": "Working days from sending to the first decision; days on which the clock stood still for an answer "
        "from the organiser do not count.",
        "table": _table(header, rows, [4, 2, 2, 3, 3, 3]),
    }


def _time_at_each_step(frame: PaperFrame) -> Section | None:
    parts = parts_of(frame.unit, Period("", "", frame.first, frame.last), frame.today)
    rows = [[part.name, str(part.count), said(part.median), said(part.ninth)] for part in parts]
    if not rows:
        return None
    header = ["Part of the work", "Done", "Median", "Nine in ten within"]
    return {"heading": "Time at each step, in working days", "table": _table(header, rows, [6, 2, 2, 3])}


def _late_ones(frame: PaperFrame, standard: Standard) -> Section | None:
    """The provider's own lateness; that a request came late is a route, not a fault."""
    late = [each for each in standard.taken if not each.in_promise and not each.lapsed]
    if not late:
        return {"heading": "Decided after the date promised", "text": "None."}
    text = f"{len(late)} of {len(standard.taken)} requests were decided after the date that the organiser had been given."
    section: Section = {"heading": "Decided after the date promised", "text": text}
    if frame.audience != BOARD:
        rows = [
            [f"E-{each.number:04d}", ROUTES[each.route], short_date(each.ended), str(each.days)]
            for each in late[:MOST]
        ]
        section["table"] = _table(["Request", "Route", "Decided", "Working days"], rows, [2, 3, 3, 2])
    return section


def _lapses(frame: PaperFrame) -> Section:
    heading = "Not decided in time"
    rows = _requests(frame).filter(_span(frame, "ended_at"), status=Status.NOT_DECIDED)
    found = list(rows.order_by("day")[:MOST])
    if not found:
        return {"heading": heading, "text": "None: every event had its decision before its day."}
    several = "s" if len(found) > 1 else ""
    text = (
        f"{len(found)} request{several}. The day of the event came before anybody decided. It was not refused and the "
        "event was not stopped: it is the provider’s own lapse."
    )
    section: Section = {"heading": heading, "text": text}
    if frame.audience != BOARD:
        lines = [[row.shown_number, row.title, _day(row), row.step_title] for row in found]
        section["table"] = _table(["Request", "Event", "Day", "It was with"], lines, [2, 5, 3, 3])
    return section


def _withdrawals(frame: PaperFrame) -> Section | None:
    rows = _requests(frame).filter(_span(frame, "ended_at"), status=Status.WITHDRAWN)
    counted = Counter(rows.values_list("why_withdrawn", "withdrawn_by"))
    if not counted:
        return None
    lines = [
        [label, str(counted[value, WithdrawnBy.ORGANISER]), str(counted[value, WithdrawnBy.SPEAKER])]
        for value, label in WhyWithdrawn.choices
        if counted[value, WithdrawnBy.ORGANISER] or counted[value, WithdrawnBy.SPEAKER]
    ]
    header = ["Reason given", "By the organiser", "By the speaker"]
    return {"heading": "Withdrawn, by reason", "table": _table(header, lines, [6, 3, 3])}


def _open_designated(frame: PaperFrame) -> Section | None:
    rows = _requests(frame).filter(status__in=(Status.SUBMITTED, Status.RETURNED)).order_by("decide_by", "pk")
    found = [row for row in rows.defer("words", "original", "answers") if "designated" in row.marks][:MOST]
    heading = "Designated events in progress"
    if not found:
        return {"heading": heading, "text": f"None on {long_date(frame.today)}."}
    lines = [
        [
            row.shown_number,
            row.title,
            _day(row),
            row.step_title,
            short_date(row.decide_by) if row.decide_by else "",
        ]
        for row in found
    ]
    header = ["Request", "Event", "Day", "Step", "Decide by"]
    return {"heading": heading, "table": _table(header, lines, [2, 5, 2, 3, 2])}


def _procedure(frame: PaperFrame) -> Section:
    rows = Version.objects.filter(
        unit__path__startswith=frame.unit.path,
        status=VersionStatus.DATED,
        in_force_from__gte=frame.first,
        in_force_from__lte=frame.last,
    )
    lines = [
        [
            each.unit.name,
            str(each.number),
            long_date(each.in_force_from) if each.in_force_from else "",
            each.reason or "Taken from a preset",
        ]
        for each in rows.select_related("unit").order_by("in_force_from", "unit__name")[:MOST]
    ]
    if not lines:
        return {"heading": "What changed in the procedure", "text": "Nothing changed."}
    header = ["Unit", "Version", "In force from", "Why"]
    return {"heading": "What changed in the procedure", "table": _table(header, lines, [3, 2, 3, 5])}


# --- Words ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Names:
    """Who is named in what was typed about a request; a board's paper has none of it."""

    frame: PaperFrame
    speakers: dict[UUID, list[str]]

    @classmethod
    def of(cls, frame: PaperFrame, requests: Iterable[UUID]) -> "_Names":
        speakers: dict[UUID, list[str]] = {}
        if frame.audience == BOARD:
            rows = Speaker.objects.filter(
                Q(request__in=list(requests)) | Q(request__tracks__in=list(requests))
            )
            for request, main, name in rows.values_list("request_id", "request__main_id", "name").distinct():
                speakers.setdefault(main or request, []).append(name)
        return cls(frame, speakers)

    def out_of(self, text: str, request: EventRequest) -> str:
        if self.frame.audience != BOARD:
            return text
        whole = request.main or request
        speakers = [*self.speakers.get(request.pk, []), *self.speakers.get(whole.pk, [])]
        return without_names(text, speakers=speakers, organisers=[whole.organiser_name])


def _which(frame: PaperFrame, request: EventRequest, at: datetime | None) -> str:
    """Which request it was: its number and title; for the board only the day."""
    day = short_date(at.astimezone(LONDON).date()) if at else ""
    if frame.audience == BOARD:
        return f"{day} {at.astimezone(LONDON).year}" if at else ""
    whole = request.main or request
    return f"{whole.shown_number}, {whole.title}\n{day}"


def _day(request: EventRequest) -> str:
    return short_date(request.day) if request.day else ""


def _share(per_cent: int | None) -> str:
    return "–" if per_cent is None else f"{per_cent}%"


def _table(header: list[str], rows: list[list[str]], widths: list[int]) -> dict[str, Any]:
    return {"header": header, "rows": rows, "widths": widths}

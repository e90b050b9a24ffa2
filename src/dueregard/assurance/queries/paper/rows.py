"""The rows from which a paper is drawn, and how it says what they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dueregard.assurance.queries.standard import moment, within
from dueregard.assurance.registries import PaperFrame
from dueregard.assurance.rules.naming import without_names
from dueregard.assurance.rules.standard import route_of
from dueregard.events.choices import DecisionState, Outcome, Status
from dueregard.events.models import Decision, EventRequest, Speaker
from dueregard.kernel.dates import LONDON, short_date

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
    route: str
    ending: str


def requests(frame: PaperFrame) -> QuerySet[EventRequest]:
    """Requests of the unit and below, each once, whoever decided; records brought in are not ours to report on."""
    rows = EventRequest.objects.filter(within(frame.unit), main=None, brought_in=None)
    return rows.exclude(status=Status.DRAFT).order_by()


def span(frame: PaperFrame, field: str) -> Q:
    return Q(**{f"{field}__gte": moment(frame.first), f"{field}__lt": moment(frame.last + timedelta(days=1))})


def ended(frame: PaperFrame) -> list[Ended]:
    """By the day of the decision, or of the end without one (domain.md 1.7: by date within the year)."""
    rows = requests(frame).filter(
        (span(frame, "decided_at") & ~Q(outcome=""))
        | (span(frame, "ended_at") & Q(status__in=(Status.WITHDRAWN, Status.NOT_DECIDED)))
    )
    found = rows.values_list("pk", "marks", "late", "outcome", "status")
    return [
        Ended(pk, route_of(marks, late=late), outcome or status) for pk, marks, late, outcome, status in found
    ]


def decisions(frame: PaperFrame, outcome: str) -> QuerySet[Decision]:
    """Decisions in force that were made in the period, on any row of a request of these units."""
    units = Q(request__in=EventRequest.objects.filter(within(frame.unit)).values("pk"))
    return Decision.objects.filter(
        units, span(frame, "final_at"), state=DecisionState.FINAL, outcome=outcome
    ).select_related("request__organiser", "request__main__organiser")


@dataclass(frozen=True, slots=True)
class Names:
    """Who is named in what was typed about a request; a board's paper has none of it."""

    frame: PaperFrame
    speakers: dict[UUID, list[str]]

    @classmethod
    def of(cls, frame: PaperFrame, requests: Iterable[UUID]) -> "Names":
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


def which(frame: PaperFrame, request: EventRequest, at: datetime | None) -> str:
    """Which request it was: its number and title; for the board only the day."""
    day = short_date(at.astimezone(LONDON).date()) if at else ""
    if frame.audience == BOARD:
        return f"{day} {at.astimezone(LONDON).year}" if at else ""
    whole = request.main or request
    return f"{whole.shown_number}, {whole.title}\n{day}"


def day(request: EventRequest) -> str:
    return short_date(request.day) if request.day else ""


def share(per_cent: int | None) -> str:
    return "–" if per_cent is None else f"{per_cent}%"


def table(header: list[str], rows: list[list[str]], widths: list[int]) -> dict[str, Any]:
    return {"header": header, "rows": rows, "widths": widths}

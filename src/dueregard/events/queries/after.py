"""What is known after an event: incidents, lessons and feedback, as counts and as comments without names."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from dueregard.actions.choices import State
from dueregard.events.catalogue import RECORD_AFTER
from dueregard.events.choices import AfterKind, Heard, Process, Went, Whose
from dueregard.events.models import AfterNote, EventRequest, Feedback
from dueregard.events.queries.conditions import Standing
from dueregard.events.registries import Piece
from dueregard.events.rules.after import MOST_FROM_A_ROOM, why_not_confirm_conditions
from dueregard.organisation.access import may

if TYPE_CHECKING:
    from dueregard.events.queries.record import Record

FEW = 5
"""Comments on the page of the request; all of them have a page of their own."""
AFTERWARDS, OPINIONS, CONDITIONS = (
    "events/_after_notes.html",
    "events/_feedback.html",
    "events/_conditions.html",
)


@dataclass(slots=True)
class Opinions:
    """How many said what, and the first comments that stand. `counted` is (question, [(answer, how many)])."""

    number: int
    from_organiser: Feedback | None
    counted: list[tuple[str, list[tuple[str, int]]]]
    comments: list[Feedback] = field(default_factory=list)
    hidden: int = 0
    more: int = 0


def may_have() -> dict[str, Exists]:
    of_it = {"request": OuterRef("pk")}
    return {
        "has_after_notes": Exists(AfterNote.objects.filter(**of_it)),
        "has_feedback": Exists(Feedback.objects.filter(**of_it)),
        "has_the_organisers": Exists(Feedback.objects.filter(**of_it, whose=Whose.ORGANISER)),
    }


def feedback_of(request: EventRequest) -> QuerySet[Feedback]:
    return Feedback.objects.filter(request=request).select_related("hidden_by").order_by("-on", "id")


def opinions_of(request: EventRequest) -> Opinions:
    """One query; an event has a bounded number of answers."""
    rows = list(feedback_of(request)[: MOST_FROM_A_ROOM + 1])
    room = [row for row in rows if row.whose == Whose.ROOM]
    comments = [row for row in room if row.comment and row.hidden_at is None]
    return Opinions(
        number=len(room),
        from_organiser=next((row for row in rows if row.whose == Whose.ORGANISER), None),
        counted=[
            ("How the event went", _counted(Went, [row.went for row in room])),
            (
                "Whether people could say and hear what they came for",
                _counted(Heard, [row.heard for row in room]),
            ),
        ],
        comments=comments[:FEW],
        hidden=sum(row.hidden_at is not None for row in room),
        more=max(0, len(comments) - FEW),
    )


def _counted(answers: type[Went] | type[Heard] | type[Process], said: list[str]) -> list[tuple[str, int]]:
    numbers = Counter(said)
    return [(str(answer.label), numbers[answer.value]) for answer in answers]


def notes_piece(record: "Record") -> Piece | None:
    """Incidents and lessons, for everybody who sees the record."""
    if not getattr(record.request, "has_after_notes", True):
        return None
    rows = list(AfterNote.objects.filter(request=record.request).select_related("by").order_by("at", "id"))
    grouped = [
        (kind.label, [row for row in rows if row.kind == kind])
        for kind in (AfterKind.INCIDENT, AfterKind.LESSON)
    ]
    return (
        Piece(AFTERWARDS, [(label, found) for label, found in grouped if found], order=70) if rows else None
    )


def feedback_piece(record: "Record") -> Piece | None:
    if not getattr(record.request, "has_feedback", True):
        return None
    return Piece(OPINIONS, opinions_of(record.request), order=71)


def links(record: "Record") -> list[tuple[str, str]]:
    """For those who record what became of events; the organiser's links stand with their own."""
    request, reader = record.request, record.reader
    if reader is None or record.is_organiser or (not request.aftermath and request.status != "decided"):
        return []
    if not may(reader, RECORD_AFTER, unit=request.unit):
        return []
    found = []
    if _open_conditions(record):
        found.append(("Say whether the conditions were met", reverse("events:met", args=[request.pk])))
    if request.aftermath in ("took-place", "changed"):
        found.append(("Note an incident or a lesson", reverse("events:after-note", args=[request.pk])))
    return found


def _open_conditions(record: "Record") -> bool:
    """Whether the record shows conditions that nobody has confirmed. No query."""
    if why_not_confirm_conditions(record.facts, today=record.today):
        return False
    lines: list[Standing] = next((each.data for each in record.pieces if each.template == CONDITIONS), [])
    return any(line.action.state in (State.OPEN, State.DONE) for line in lines)

"""The register as a file: CSV, Excel or calendar, made row by row in bounded memory."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse

from dueregard.documents.calendar import CalendarItem, feed
from dueregard.documents.export import csv_lines, xlsx_file
from dueregard.events.choices import (
    Aftermath,
    Audience,
    Because,
    Kind,
    Outcome,
    Status,
    Where,
    WhyWithdrawn,
    WithdrawnBy,
)
from dueregard.events.models import Decision, EventRequest, Speaker
from dueregard.kernel.dates import LONDON, london
from dueregard.kernel.refs import Ref

REGISTER = Ref("events.register", "all")
FORMATS = {"csv": "CSV", "xlsx": "Excel", "ics": "calendar"}
CHUNK = 5000

HEADER = (
    "Number", "Title", "Kind", "Day", "Last day", "Starts", "Ends", "Where", "Room or place", "Unit", "Organiser",
    "Speakers", "Who may come", "Expected", "Status", "Outcome", "Received", "Notice (working days)", "Asked",
    "Late", "Marks", "Decided", "Decided by", "Confirmed by", "Because of", "Conditions",
    "Conditions because of Prevent", "Withdrawn by", "Why withdrawn", "What became of it", "Came", "Brought in",
)  # fmt: skip
FIELDS = (
    "number", "title", "kind", "day", "last_day", "starts", "ends", "where", "venue", "unit__name", "organiser__name",
    "contact_name", "audience", "people", "status", "outcome", "submitted_at", "notice", "lead_time", "late",
    "marks", "decided_at", "withdrawn_by", "why_withdrawn", "aftermath", "attended", "brought_in",
)  # fmt: skip
NUMBER, OUTCOME = FIELDS.index("number"), FIELDS.index("outcome")
Decided = tuple[str, str, str, int, int]
"""Who decided, who confirmed, because of what, how many conditions, and how many of them are Prevent-related."""
UNDECIDED: Decided = ("", "", "", 0, 0)


def register_file(rows: QuerySet[EventRequest], kind: str) -> Iterable[bytes] | IO[bytes] | bytes:
    """The ordered rows in one of `FORMATS`."""
    if kind == "csv":
        return csv_lines(HEADER, table(rows))
    if kind == "xlsx":
        return xlsx_file(HEADER, table(rows), sheet="Register", title="Events register")
    lean = rows.only(*IN_A_CALENDAR)
    return calendar(lean.iterator(chunk_size=CHUNK))


def table(rows: QuerySet[EventRequest]) -> Iterator[list[Any]]:
    """The register's rows as cells, speakers and decisions fetched once for each chunk. Rows are told apart by their
    number: making an id of each would cost more than all else that is done to a row."""
    found = rows.values_list(*FIELDS).iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        speakers = _speakers([row[NUMBER] for row in chunk])
        decisions = _decisions([row[NUMBER] for row in chunk if row[OUTCOME]])
        for row in chunk:
            number = row[NUMBER]
            yield _cells(row, speakers.get(number, ""), decisions.get(number, UNDECIDED))


def _speakers(numbers: list[int]) -> dict[int | None, str]:
    """By request: its speakers and where they are from, in their order."""
    found: dict[int | None, str] = {}
    rows = Speaker.objects.filter(request__number__among=numbers).order_by("request__number", "position")
    for number, name, body in rows.values_list("request__number", "name", "body"):
        said = f"{name} ({body})" if body else name
        found[number] = f"{found[number]}; {said}" if number in found else said
    return found


def _decisions(numbers: list[int]) -> dict[int | None, Decided]:
    """By request: what its decisions in force put into the table, a row for each condition, or one for none. Where
    several bodies decided: their people and reasons one after the other, their conditions together."""
    of_one = Decision.objects.filter(request__number__among=numbers).annotate(number=F("request__number"))
    of_several = Decision.objects.filter(request__main__number__among=numbers)
    found: dict[int | None, Decided] = {}
    for rows in (of_one, of_several.annotate(number=F("request__main__number"))):
        said: dict[Any, tuple[int | None, Decided]] = {}
        for pk, number, by, second, because, condition in (
            rows.filter(state="final")
            .order_by()
            .values_list("pk", "number", "by__name", "confirmed_by__name", "because", "conditions__because")
        ):
            *_, many, prevent = said.get(pk, (number, UNDECIDED))[1]
            many, prevent = many + (condition is not None), prevent + (condition == Because.PREVENT)
            said[pk] = (number, (by, second or "", _said(Because, because), many, prevent))
        for number, decided in said.values():
            found[number] = _added(found[number], decided) if number in found else decided
    return found


def _added(before: Decided, more: Decided) -> Decided:
    by, second, because = ("; ".join(filter(None, pair)) for pair in zip(before[:3], more[:3], strict=True))
    return by, second, because, before[3] + more[3], before[4] + more[4]


def _cells(row: tuple[Any, ...], speakers: str, decision: Decided) -> list[Any]:
    (
        number, title, kind, day, last_day, starts, ends, where, venue, unit, organiser, contact, audience, people,
        status, outcome, submitted_at, notice, lead_time, late, marks, decided_at,
        withdrawn_by, why_withdrawn, aftermath, attended, brought_in,
    ) = row  # fmt: skip
    return [
        f"E-{number:04d}", title, _said(Kind, kind), day, last_day, starts, ends, _said(Where, where), venue, unit,
        organiser or contact, speakers, _said(Audience, audience), people, _said(Status, status),
        _said(Outcome, outcome), _day_of(submitted_at), notice, lead_time, "Yes" if late else "No",
        ", ".join(marks), _day_of(decided_at), *decision, _said(WithdrawnBy, withdrawn_by),
        _said(WhyWithdrawn, why_withdrawn), _said(Aftermath, aftermath), attended,
        "Yes" if brought_in else "No",
    ]  # fmt: skip


def _day_of(moment: datetime | None) -> date | None:
    """The day in London, whose clocks are at most an hour ahead: only the last hour of a day needs to be asked."""
    if moment is None:
        return None
    return moment.date() if moment.hour < 23 and moment.tzinfo is UTC else moment.astimezone(LONDON).date()


_WORDS: dict[Any, dict[str, str]] = {}


def _said(choices: Any, value: str) -> str:
    words = _WORDS.get(choices)
    if words is None:
        words = _WORDS[choices] = {each.value: str(each.label) for each in choices}
    return words.get(value, "")


def calendar(rows: Iterable[EventRequest], name: str = "Events") -> Iterator[bytes]:
    """An iCalendar file in pieces: each is made as a calendar of its own, of which only the events are taken."""
    yield feed(name, []).partition(_END)[0]
    items = calendar_items(rows)
    while piece := list(islice(items, PIECE)):
        made = feed(name, piece)
        yield made[made.index(_BEGIN) : made.rindex(_END)]
    yield _END + b"\r\n"


_BEGIN, _END = b"BEGIN:VEVENT", b"END:VCALENDAR"
PIECE = 200
IN_A_CALENDAR = (
    "number", "title", "day", "last_day", "starts", "ends", "venue", "status", "outcome", "aftermath", "changed_at",
)  # fmt: skip


def calendar_items(rows: Iterable[EventRequest]) -> Iterator[CalendarItem]:
    """The events as calendar items: title, place, number and status. Nobody who comes is ever named."""
    for request in rows:
        if request.day is not None:
            yield calendar_item(request, request.day)


def calendar_item(request: EventRequest, day: date) -> CalendarItem:
    host = settings.BASE_URL.split("://")[-1].split(":")[0].split("/")[0]
    starts = london(day, request.starts) if request.starts else None
    return CalendarItem(
        uid=f"events.request-{request.pk}@{host}",
        summary=request.title,
        updated=request.changed_at,
        starts=starts,
        ends=_end(request, starts) if starts else None,
        day=None if starts else day,
        location=request.venue,
        description=f"{request.shown_number}. {request.shown_status}.",
        url=settings.BASE_URL + reverse("events:request", args=[request.pk]),
    )


def _end(request: EventRequest, starts: datetime) -> datetime:
    """The end, on the next day when it is earlier than the start; an hour where none is known."""
    assert request.day is not None
    if request.ends is None:
        return starts + timedelta(hours=1)
    day = request.last_day or request.day
    ends = datetime.combine(day, request.ends or time(), tzinfo=LONDON)
    return ends if ends > starts else ends + timedelta(days=1)

"""The register as a file: CSV, Excel or calendar, made row by row in bounded memory."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet
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
from dueregard.events.models import Condition, Decision, EventRequest, Speaker
from dueregard.kernel.dates import LONDON, london
from dueregard.kernel.refs import Ref

REGISTER = Ref("events.register", "all")
FORMATS = {"csv": "CSV", "xlsx": "Excel", "ics": "calendar"}
CHUNK = 2000

HEADER = (
    "Number", "Title", "Kind", "Day", "Starts", "Ends", "Where", "Room or place", "Unit", "Organiser",
    "Speakers", "Who may come", "Expected", "Status", "Outcome", "Received", "Notice (working days)", "Asked",
    "Late", "Marks", "Decided", "Decided by", "Confirmed by", "Because of", "Conditions",
    "Conditions because of Prevent", "Withdrawn by", "Why withdrawn", "What became of it", "Came", "Brought in",
)  # fmt: skip
FIELDS = (
    "pk", "number", "title", "kind", "day", "starts", "ends", "where", "venue", "unit__name", "organiser__name",
    "contact_name", "audience", "people", "status", "outcome", "submitted_at", "notice", "lead_time", "late",
    "marks", "decided_at", "withdrawn_by", "why_withdrawn", "aftermath", "attended", "brought_in",
)  # fmt: skip


def register_file(rows: QuerySet[EventRequest], kind: str) -> Iterable[bytes] | IO[bytes] | bytes:
    """The ordered rows in one of `FORMATS`."""
    if kind == "csv":
        return csv_lines(HEADER, table(rows))
    if kind == "xlsx":
        return xlsx_file(HEADER, table(rows), sheet="Register", title="Events register")
    lean = rows.only(*IN_A_CALENDAR)
    return calendar(lean.iterator(chunk_size=CHUNK))


def table(rows: QuerySet[EventRequest]) -> Iterator[list[Any]]:
    """The register's rows as cells, speakers and decisions fetched once for each chunk."""
    found = rows.values(*FIELDS).iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        speakers = _speakers(chunk)
        decisions = _decisions(chunk)
        for row in chunk:
            yield _cells(row, speakers.get(row["pk"], ""), decisions.get(row["pk"], ("", "", "", 0, 0)))


def _speakers(chunk: list[dict[str, Any]]) -> dict[Any, str]:
    found: dict[Any, str] = {}
    rows = Speaker.objects.filter(request__in=[row["pk"] for row in chunk]).order_by("request", "position")
    for request, name, body in rows.values_list("request", "name", "body"):
        said = f"{name} ({body})" if body else name
        found[request] = f"{found[request]}; {said}" if request in found else said
    return found


def _decisions(chunk: list[dict[str, Any]]) -> dict[Any, tuple[str, str, str, int, int]]:
    """By request: who decided, who confirmed, because of what, conditions, and how many are Prevent-related."""
    decided = [row["pk"] for row in chunk if row["outcome"] and not row["brought_in"]]
    rows = Decision.objects.filter(request__in=decided, state="final")
    counts: dict[Any, list[int]] = {}
    for decision, because in Condition.objects.filter(decision__in=rows.values("pk")).values_list(
        "decision", "because"
    ):
        tally = counts.setdefault(decision, [0, 0])
        tally[0] += 1
        tally[1] += because == Because.PREVENT
    found = {}
    for pk, request, by, second, because in rows.values_list(
        "pk", "request", "by__name", "confirmed_by__name", "because"
    ):
        many, prevent = counts.get(pk, [0, 0])
        found[request] = (by, second or "", _said(Because, because), many, prevent)
    return found


def _cells(row: dict[str, Any], speakers: str, decision: tuple[str, str, str, int, int]) -> list[Any]:
    by, second, because, conditions, prevent = decision
    return [
        f"E-{row['number']:04d}",
        row["title"],
        _said(Kind, row["kind"]),
        row["day"],
        row["starts"],
        row["ends"],
        _said(Where, row["where"]),
        row["venue"],
        row["unit__name"],
        row["organiser__name"] or row["contact_name"],
        speakers,
        _said(Audience, row["audience"]),
        row["people"],
        _said(Status, row["status"]),
        _said(Outcome, row["outcome"]),
        row["submitted_at"].astimezone(LONDON).date() if row["submitted_at"] else None,
        row["notice"],
        row["lead_time"],
        "Yes" if row["late"] else "No",
        ", ".join(row["marks"]),
        row["decided_at"].astimezone(LONDON).date() if row["decided_at"] else None,
        by,
        second,
        because,
        conditions,
        prevent,
        _said(WithdrawnBy, row["withdrawn_by"]),
        _said(WhyWithdrawn, row["why_withdrawn"]),
        _said(Aftermath, row["aftermath"]),
        row["attended"],
        "Yes" if row["brought_in"] else "No",
    ]


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

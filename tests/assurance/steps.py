"""A desk whose people oversee too, and requests with a past."""

from __future__ import annotations

from datetime import date, datetime, time

from dueregard.events.commands.deciding import confirm_refusal, decide
from dueregard.events.models import EventRequest
from dueregard.kernel.dates import LONDON, WorkingCalendar
from tests.events import desk as d
from tests.people import a_post_kind, give

ENGLAND = WorkingCalendar("ENG")
MONDAY = date(2026, 11, 2)
DESIGNATED = d.ANSWERS | {"anyone-unsafe": True, "unsafe-details": "A protest is likely."}


def at(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=LONDON)


def days_after(day: date, count: int) -> datetime:
    return at(ENGLAND.after(day, count))


def an_overseen_desk() -> d.Desk:
    """The secretariat oversees and drafts papers; the university secretary may publish."""
    desk = d.a_desk()
    a_post_kind("overseer", "Head of governance", "assurance.read", "assurance.papers", "events.read")
    a_post_kind("publisher", "Publisher", "assurance.publish", "assurance.read")
    give(desk.secretariat, "overseer", desk.town.provider)
    give(desk.secretary, "publisher", desk.town.provider)
    return desk


def decided(desk: d.Desk, *, sent: date = MONDAY, after: int = 2, **changes: object) -> EventRequest:
    """A request that was approved `after` working days."""
    request = d.a_sent_request(desk, now=at(sent), **changes)
    moment = days_after(sent, after)
    d.all_checks(desk, request, now=moment)
    by = desk.secretary if "designated" in request.marks else desk.head
    decide(pk=request.pk, by=by, decision=d.approval(), now=moment)
    return EventRequest.objects.get(pk=request.pk)


def refused(
    desk: d.Desk, *, sent: date = MONDAY, after: int = 3, reasons: str = "", **changes: object
) -> EventRequest:
    request = d.a_sent_request(desk, now=at(sent), answers=DESIGNATED, **changes)
    moment = days_after(sent, after)
    d.all_checks(desk, request, now=moment)
    facts = d.refusal(reasons=reasons) if reasons else d.refusal()
    decide(pk=request.pk, by=desk.secretary, decision=facts, now=moment)
    confirm_refusal(pk=request.pk, by=desk.accountable, note="", now=moment)
    return EventRequest.objects.get(pk=request.pk)

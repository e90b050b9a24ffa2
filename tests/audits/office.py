"""The desk of `tests.events` with people who audit: Ivy Chen audits, Noor Aziz audits too, Ruth Adair plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from dueregard.audits.commands.planning import Plan, plan_audit
from dueregard.audits.models import Audit
from dueregard.events.commands.deciding import confirm_refusal, decide
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import withdraw
from dueregard.events.models import EventRequest
from dueregard.organisation.models import Person
from tests.events import desk as d
from tests.people import a_person, a_post_kind, give, let

LATER = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
"""After the period of `a_plan`: every event of the desk lies before it."""
FIRST, LAST = date(2026, 11, 1), date(2027, 2, 28)


@dataclass
class Office:
    desk: d.Desk
    auditor: Person
    other: Person
    planner: Person


def an_office() -> Office:
    desk = d.a_desk()
    a_post_kind("internal-auditor", "Internal auditor", "audits.do", "audits.read")
    let("prevent-lead", "audits.plan", "audits.read")
    auditor, other = a_person("Ivy Chen", desk.town.provider), a_person("Noor Aziz", desk.town.provider)
    give(auditor, "internal-auditor", desk.town.provider)
    give(other, "internal-auditor", desk.town.provider)
    return Office(desk, auditor, other, Person.objects.get(pk=desk.prevent_lead.pk))


def approved(office: Office, **changes: object) -> EventRequest:
    """A request that was checked by everybody and approved by the head."""
    request = d.a_sent_request(office.desk, **changes)
    d.all_checks(office.desk, request)
    decide(pk=request.pk, by=office.desk.head, decision=d.approval(), now=d.SENT)
    return request


def refused(office: Office) -> EventRequest:
    """A designated request that the secretary refused and the accountable officer confirmed."""
    request = d.a_sent_request(
        office.desk, answers=d.ANSWERS | {"anyone-unsafe": True, "unsafe-details": "A march."}
    )
    d.all_checks(office.desk, request)
    decide(pk=request.pk, by=office.desk.secretary, decision=d.refusal(), now=d.SENT)
    confirm_refusal(pk=request.pk, by=office.desk.accountable, note="", now=d.SENT)
    return request


def withdrawn(office: Office, **changes: object) -> EventRequest:
    """A request that its organiser withdrew."""
    request, by = d.a_sent_request(office.desk, **changes), Organiser(office.desk.organiser)
    return withdraw(pk=request.pk, by=by, whose="organiser", why="plans", note="", now=d.SENT)


def a_plan(office: Office, **changes: object) -> Plan:
    values: dict[str, object] = {
        "title": "Talks of the autumn",
        "unit": office.desk.town.provider,
        "first": FIRST,
        "last": LAST,
        "auditor": office.auditor,
        "sizes": {"all": 10},
        "seed": "spring-2027",
        "every": 12,
    }
    return Plan(**(values | changes))  # type: ignore[arg-type]


def planned(office: Office, **changes: object) -> Audit:
    return plan_audit(by=office.planner, plan=a_plan(office, **changes), now=LATER)

"""The risks of an event as pages show them, and who may note them."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.urls import reverse

from dueregard.events.catalogue import CHECK, DECIDE
from dueregard.events.choices import CheckState
from dueregard.events.mitigations import CATALOGUE
from dueregard.events.models import Check, EventRequest, Hazard, Mitigation, Turn
from dueregard.events.queries.facts import next_posts_for, people_for, person_facts, request_facts
from dueregard.events.registries import Piece
from dueregard.events.rules.risk import why_not_assess
from dueregard.organisation.access import resolve
from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Person

if TYPE_CHECKING:
    from dueregard.events.queries.record import Record

TEMPLATE = "events/_risk.html"
OF_HAZARD = ("id", "what", "likelihood", "severity", "likelihood_after", "severity_after", "noted_at")
OF_MITIGATION = ("id", "code", "what", "owner", "owner_post", "evidence", "why", "noted_at")


@dataclass(slots=True)
class Risk:
    """One hazard with the mitigations that stand."""

    hazard: Hazard
    mitigations: list[Mitigation] = field(default_factory=list)


def risk_request(request: EventRequest) -> EventRequest:
    """The row on which an event's risks stand: where several bodies decide, the main one, which all of them see."""
    return request.whole


def risks_of(request: EventRequest) -> list[Risk]:
    """What stands, in the order in which it was noted. One query for hazards and mitigations."""
    standing = FilteredRelation("mitigations", condition=Q(mitigations__off_at=None))
    rows = Hazard.objects.filter(request=risk_request(request), off_at=None).annotate(standing=standing)
    names = [*OF_HAZARD, *(f"standing__{name}" for name in OF_MITIGATION)]
    found: dict[object, Risk] = {}
    for row in rows.order_by("noted_at", "pk", "standing__noted_at", "standing__pk").values(*names):
        hazard = Hazard(**{name: row[name] for name in OF_HAZARD})
        risk = found.setdefault(hazard.pk, Risk(hazard))
        if row["standing__id"] is not None:
            given = {name: row[f"standing__{name}"] for name in OF_MITIGATION}
            risk.mitigations.append(Mitigation(hazard=risk.hazard, **given))
    return list(found.values())


def assessors(request: EventRequest, today: date) -> list[Person]:
    """Everybody whose turn it is, and everybody who has or had a check of this request."""
    checks = request.checks.exclude(state__in=[CheckState.REPLACED, CheckState.NOT_NEEDED])
    turns = request.turns.filter(left_at=None).select_related("unit")
    work: list[Check | Turn] = [*turns, *checks.select_related("unit")]
    climbs = {each: next_posts_for(each, request) for each in work}
    board = Board.load(today, {code for each in work for code in (*each.posts, *climbs[each])})
    people = [person for each in work for person in people_for(each, board, next_posts=climbs[each])]
    return list(dict.fromkeys(people))


def may_assess(person: Person, request: EventRequest, today: date) -> bool:
    """Whether a post of this person lets them check or decide here. Asked anew at each lock."""
    access = resolve(person, today)
    units = [unit for unit in (request.unit, request.place) if unit is not None]
    return any(access.may(code, unit=unit) for code in (CHECK, DECIDE) for unit in units)


def why_not(person: Person, request: EventRequest, today: date) -> list[str]:
    """Why the reader cannot note risks; empty for whoever can."""
    if not may_assess(person, request, today):
        return ["None of your posts lets you note the risks of this event."]
    return why_not_assess(request_facts(request), by=person_facts(person, assessors(request, today)))


def may_have() -> dict[str, Exists]:
    of_the_whole = Q(request=OuterRef("pk")) | Q(request=OuterRef("main"))
    return {"has_hazards": Exists(Hazard.objects.filter(of_the_whole, off_at=None))}


def piece(record: "Record") -> Piece | None:
    """The table of risks on the page of a request, for those who see its papers."""
    if not record.sees_papers or not getattr(record.request, "has_hazards", True):
        return None
    risks = risks_of(record.request)
    return Piece(TEMPLATE, risks, order=30) if risks else None


def links(record: "Record") -> list[tuple[str, str]]:
    """To the page where risks are noted, for those at work on the request."""
    at_work = record.my_turn or any(_had(line.check, record) for line in record.checks)
    if not record.sees_papers or not record.request.is_open or not at_work:
        return []
    return [("Note the risks of the event", reverse("events:risk", args=[record.request.pk]))]


def _had(check: Check, record: "Record") -> bool:
    if check.is_waiting:
        return any(line.mine for line in record.checks if line.check.pk == check.pk)
    return check.done_by_id is not None and record.reader is not None and check.done_by_id == record.reader.pk


def mitigations_on(record: "Record") -> list[Mitigation]:
    """The mitigations that the record shows, each of which a decision may take over as a condition. No query."""
    return [mitigation for risk in risks_on(record) for mitigation in risk.mitigations]


def risks_on(record: "Record") -> list[Risk]:
    """The risks that the record shows: none to its organiser. No query."""
    return next((each.data for each in record.pieces if each.template == TEMPLATE), [])


def purpose_of(mitigation: Mitigation) -> str:
    kind = CATALOGUE.get(mitigation.code)
    return kind.purpose if kind else ""

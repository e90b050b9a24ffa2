"""The town of `tests.people` at work on events: the central-register procedure, and everybody in a post.

Helen Marsh is head of the department that puts events on, Cara Bloom books rooms, Sid Rowe is head of security,
Nell Hart sits in the secretariat, Tom Ferris is university secretary, Grace Whitfield the accountable officer and
vice-chancellor's seat is held by Vera Lane; Olu Adeyemi organises.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files

from dueregard.events.commands.checking import record_check
from dueregard.events.commands.drafting import start_draft
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import send
from dueregard.events.fields import RequestFields
from dueregard.events.models import EventRequest
from dueregard.events.rules.facts import DecisionFacts, SpeakerFacts
from dueregard.organisation.models import Person
from dueregard.procedures.commands import take_preset
from tests.fixtures.replaying import built_once
from tests.people import BUILDER, NOON, Town, a_person, a_post_kind, a_town, give

SENT = NOON
DAY = date(2027, 1, 14)
EVENT_POSTS = {
    "head-of-unit": ("Head of unit", ("events.read", "events.decide", "events.check")),
    "conference-office": ("Conference office", ("events.check",)),
    "head-of-security": ("Head of security", ("events.check",)),
    "secretariat": ("Secretariat", ("events.check", "events.read", "events.mark", "events.export", "events.import", "events.record_after")),
    "prevent-lead": ("Prevent lead", ("events.check", "events.read", "events.mark")),
    "university-secretary": ("University Secretary", ("events.read", "events.decide", "events.confirm", "events.record_after")),
    "accountable-officer": ("Accountable officer", ("events.confirm",)),
    "vice-chancellor": ("Vice-Chancellor", ("events.hear_appeal",)),
}  # fmt: skip


@dataclass
class Desk:
    town: Town
    head: Person
    rooms: Person
    security: Person
    secretariat: Person
    prevent_lead: Person
    secretary: Person
    accountable: Person
    vice_chancellor: Person
    organiser: Person


@built_once
def a_desk(preset: str = "central-register") -> Desk:
    town = a_town()
    for code, (title, permissions) in EVENT_POSTS.items():
        a_post_kind(code, title, *permissions)
    desk = Desk(
        town=town,
        head=town.head,
        rooms=town.checker,
        security=a_person("Sid Rowe", town.provider),
        secretariat=a_person("Nell Hart", town.provider),
        prevent_lead=a_person("Ruth Adair", town.provider),
        secretary=town.registrar,
        accountable=town.principal,
        vice_chancellor=a_person("Vera Lane", town.provider),
        organiser=town.organiser,
    )
    give(desk.head, "head-of-unit", town.politics)
    give(desk.rooms, "conference-office", town.provider)
    give(desk.security, "head-of-security", town.provider)
    give(desk.secretariat, "secretariat", town.provider)
    give(desk.prevent_lead, "prevent-lead", town.provider)
    give(desk.secretary, "university-secretary", town.provider)
    give(desk.accountable, "accountable-officer", town.provider)
    give(desk.vice_chancellor, "vice-chancellor", town.provider)
    text = (files("dueregard.presets") / preset / "events.toml").read_text("utf-8")
    take_preset(
        by=BUILDER,
        preset=preset,
        kind="events",
        unit=town.provider,
        text=text,
        starts=date(2020, 1, 1),
        now=NOON,
    )
    return desk


ANSWERS = {
    "stopped-before": False,
    "anyone-unsafe": False,
    "code-accepted": True,
    "media": False,
    "who-else": "nobody-else",
    "under-18s": False,
}


def fields(desk: Desk, **changes: object) -> RequestFields:
    """A plain talk in five weeks' time, complete."""
    values: dict[str, object] = {
        "title": "Island towns and work",
        "kind": "talk",
        "unit": desk.town.politics,
        "where": "on-premises",
        "venue": "Lecture room 4",
        "day": DAY,
        "starts": time(18, 30),
        "people": 120,
        "audience": "members",
        "answers": ANSWERS,
        "speakers": (SpeakerFacts("Morwenna Skeats", "Islands Work Trust"),),
    }
    return RequestFields(**(values | changes))  # type: ignore[arg-type]


def a_draft(desk: Desk, **changes: object) -> EventRequest:
    return start_draft(by=desk.organiser, fields=fields(desk, **changes), now=SENT)


def a_sent_request(desk: Desk, *, now: datetime = SENT, **changes: object) -> EventRequest:
    draft = start_draft(by=desk.organiser, fields=fields(desk, **changes), now=now)
    return send(pk=draft.pk, by=Organiser(desk.organiser), now=now)


def check(
    desk: Desk, request: EventRequest, code: str, by: Person, *, now: datetime = SENT, text: str = "Fine."
) -> None:
    waiting = request.checks.get(code=code, state="waiting")
    record_check(pk=waiting.pk, by=by, finding="clear", text=text, now=now)


def all_checks(desk: Desk, request: EventRequest, *, now: datetime = SENT) -> None:
    who = {
        "security": desk.security,
        "free-speech": desk.secretariat,
        "room": desk.rooms,
        "prevent": desk.prevent_lead,
    }
    for waiting in request.checks.filter(state="waiting"):
        check(desk, request, waiting.code, who[waiting.code], now=now)


def approval(**changes: object) -> DecisionFacts:
    return DecisionFacts(**({"outcome": "approved", "reasons": "A lawful talk, well prepared."} | changes))  # type: ignore[arg-type]


def refusal(**changes: object) -> DecisionFacts:
    values = {
        "outcome": "refused",
        "reasons": "The building cannot be made safe that night.",
        "law": "Health and Safety at Work etc. Act 1974, section 3.",
        "lesser": "Another room, another day and tickets were considered.",
        "because": "other",
    }
    return DecisionFacts(**(values | changes))  # type: ignore[arg-type]

"""A college and a university that both decide about one event, as the tests of tracks know them.

In the town of `tests.people`, St Anne's College has a procedure of its own which names the university, and a hall of
its own; Olu Adeyemi organises for the college. Col Reed looks after the college's rooms and Priya Nair is its
principal; Sid Rowe is the university's head of security and Tom Ferris its secretary; Grace Whitfield is the accountable
officer and Vera Lane hears appeals.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from dueregard.events.commands.checking import record_check
from dueregard.events.commands.deciding import decide
from dueregard.events.commands.drafting import start_draft
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import send
from dueregard.events.fields import RequestFields
from dueregard.events.models import EventRequest
from dueregard.events.rules.facts import ConditionFacts, DecisionFacts, SpeakerFacts
from dueregard.organisation.models import Person, Unit
from dueregard.procedures.commands import take_preset
from tests.events import desk
from tests.people import BUILDER, LONG_AGO, NOON, Town, a_person, a_post_kind, a_town, a_unit, give

SENT = NOON
DAY = date(2027, 1, 14)
POSTS = {
    "bursar": ("Bursar", ("events.check",)),
    "college-principal": ("College principal", ("events.read", "events.decide", "events.confirm", "events.mark")),
    "head-of-security": ("Head of security", ("events.check",)),
    "university-secretary": ("University Secretary", ("events.read", "events.decide", "events.confirm", "events.record_after")),
    "accountable-officer": ("Accountable officer", ("events.confirm",)),
    "visitor": ("Visitor", ("events.hear_appeal",)),
    "register-keeper": ("Register keeper", ("events.read", "events.export")),
}  # fmt: skip

_ENDING = """
[appeal]
post = "{appeal}"
lodged_within = "5 working days"
within = "5 working days"

[refusal]
confirmed_by = ["accountable-officer"]

[unclaimed]
after = "1 working day"
then = ["deputy", "next step"]
"""
UNIVERSITY = """
[procedure]
kind = "events"
title = "External speakers, University"
lead_time = "15 working days"
designated = "One that needs the Secretary."

[[question]]
id = "under-18s"
ask = "Will children or young people under 18 be there?"
kind = "yes-no"
if_yes = { mark = "under 18s" }

[[question]]
id = "filmed"
ask = "Will it be filmed?"
kind = "yes-no"

[[check]]
id = "security"
title = "Security and stewarding"
post = "head-of-security"
within = "3 working days"
looks_at = ["when", "where", "numbers"]

[[step]]
id = "secretary"
title = "University Secretary"
post = "university-secretary"
may = ["approve", "approve with conditions", "refuse"]
within = "5 working days"
""" + _ENDING.format(appeal="visitor")
COLLEGE = """
[procedure]
kind = "events"
title = "External speakers, College"
lead_time = "10 working days"

[[question]]
id = "under-18s"
ask = "Will children or young people under 18 be there?"
kind = "yes-no"
if_yes = { mark = "under 18s" }

[[question]]
id = "designated-by-college"
ask = "Does the fellowship expect a protest?"
kind = "yes-no"
if_yes = { mark = "designated" }

[[check]]
id = "room"
title = "Room, health and safety"
post = "bursar"
within = "2 working days"
looks_at = ["when", "where", "numbers"]

[[step]]
id = "college-principal"
title = "Principal of the college"
post = "college-principal"
may = ["approve", "approve with conditions", "refuse"]
within = "3 working days"
""" + _ENDING.format(appeal="visitor")
AT_ONCE = """
[[track]]
id = "university"
title = "University"
unit = "northmoor"
"""
AFTER = AT_ONCE + 'starts = "after"\n'
INHERITED = "".join(
    f'[[{kind}]]\nid = "{id}"\ndrop = true\n'
    for kind, id in (("question", "filmed"), ("check", "security"), ("step", "secretary"))
)
CONDITION = ConditionFacts(
    what="Tickets only", purpose="Known numbers", risk="Crowding", lesser="Counting at the door was considered.",
    owner="Conference office", because="other",
)  # fmt: skip


@dataclass
class Federation:
    town: Town
    college: Unit
    hall: Unit
    organiser: Person
    bursar: Person
    principal: Person
    keeper: Person
    security: Person
    secretary: Person
    accountable: Person
    visitor: Person
    outsider: Person


def a_federation(track: str = AT_ONCE, *, apart: bool = False, university: str = "") -> Federation:
    """`apart`: the college is a provider of its own, not a unit of the university. `university`: more of its text."""
    town = a_town()
    for code, (title, permissions) in POSTS.items():
        a_post_kind(code, title, *permissions)
    college = a_unit("st-annes", "St Anne’s College", under=None if apart else town.provider, kind="college")
    hall = a_unit("st-annes-hall", "St Anne’s Hall", under=college, kind="building")
    made = Federation(
        town=town,
        college=college,
        hall=hall,
        organiser=a_person("Orla Byrne", college),
        bursar=a_person("Col Reed", college),
        principal=a_person("Priya Nair", college),
        keeper=a_person("Kit Lane", college),
        security=a_person("Sid Rowe", town.provider),
        secretary=town.registrar,
        accountable=town.principal,
        visitor=a_person("Vera Lane", town.provider),
        outsider=town.outsider,
    )
    give(made.bursar, "bursar", college)
    give(made.principal, "college-principal", college)
    give(made.keeper, "register-keeper", college)
    give(made.security, "head-of-security", town.provider)
    give(made.secretary, "university-secretary", town.provider)
    for unit in {town.provider, college} if apart else {town.provider}:
        give(made.accountable, "accountable-officer", unit)
        give(made.visitor, "visitor", unit)
    a_procedure(town.provider, UNIVERSITY + university)
    a_procedure(college, COLLEGE + track + ("" if apart else INHERITED))
    return made


def a_procedure(unit: Unit, text: str, *, starts: date = LONG_AGO) -> None:
    take_preset(by=BUILDER, preset="tests", kind="events", unit=unit, text=text, starts=starts, now=NOON)


ANSWERS = {"under-18s": False, "designated-by-college": False, "filmed": True}


def fields(made: Federation, **changes: object) -> RequestFields:
    values: dict[str, object] = {
        "title": "Island towns and work",
        "summary": "A lecture about work.",
        "kind": "talk",
        "unit": made.college,
        "where": "on-premises",
        "place": made.hall,
        "venue": "The Old Library",
        "day": DAY,
        "starts": time(18, 30),
        "ends": time(20, 0),
        "people": 120,
        "audience": "members",
        "on_the_day": "Orla, 0123",
        "answers": ANSWERS,
        "speakers": (SpeakerFacts("Morwenna Skeats", "Islands Work Trust"),),
    }
    return RequestFields(**(values | changes))  # type: ignore[arg-type]


def sent(made: Federation, *, now: datetime = SENT, **changes: object) -> EventRequest:
    """The main row of a request that has been sent."""
    draft = start_draft(by=made.organiser, fields=fields(made, **changes), now=now)
    return send(pk=draft.pk, by=Organiser(made.organiser), now=now)


def body(request: EventRequest, track: str) -> EventRequest:
    """The companion of one body, as the database has it."""
    return EventRequest.objects.get(main=request.pk, track=track)


def fresh(request: EventRequest) -> EventRequest:
    return EventRequest.objects.get(pk=request.pk)


def college_checks(made: Federation, request: EventRequest, *, now: datetime = SENT) -> None:
    _checks(body(request, "home"), made.bursar, now)


def university_checks(made: Federation, request: EventRequest, *, now: datetime = SENT) -> None:
    _checks(body(request, "university"), made.security, now)


def _checks(companion: EventRequest, by: Person, now: datetime) -> None:
    for waiting in companion.checks.filter(state="waiting"):
        record_check(pk=waiting.pk, by=by, finding="clear", text="The back door sticks.", now=now)


def college_says(
    made: Federation, request: EventRequest, decision: DecisionFacts | None = None, *, now: datetime = SENT
) -> None:
    college_checks(made, request, now=now)
    decide(pk=body(request, "home").pk, by=made.principal, decision=decision or desk.approval(), now=now)


def university_says(
    made: Federation, request: EventRequest, decision: DecisionFacts | None = None, *, now: datetime = SENT
) -> None:
    university_checks(made, request, now=now)
    decide(
        pk=body(request, "university").pk, by=made.secretary, decision=decision or desk.approval(), now=now
    )


def with_conditions() -> DecisionFacts:
    return desk.approval(outcome="approved-with-conditions", conditions=(CONDITION,))


def college_checks_of_one(made: Federation, request: EventRequest, *, now: datetime = SENT) -> None:
    """The college's checks of a request that it alone has."""
    _checks(request, made.bursar, now)

"""A provider whose ladder has several posts at one step, and an advisory group before the decision.

Ella Frost is Chief Operating Officer, Dan Okoro Director of Student Services; Ines Moor, Jon Reed and Kit Dale are the
Designated Events Advisory Group. Everybody else is of `tests.events.desk`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dueregard.organisation.models import Person
from dueregard.procedures.commands import take_preset
from tests.events import desk as d
from tests.people import BUILDER, NOON, a_person, a_post_kind, a_town, give

POSTS = {
    "chief-operating-officer": ("Chief Operating Officer", ("events.decide", "events.record_after")),
    "director-of-student-services": (
        "Director of Student Services",
        ("events.decide", "events.record_after"),
    ),
    "advisory-group": ("Designated Events Advisory Group", ("events.advise",)),
    "head-of-security": ("Head of security", ("events.check",)),
    "conference-office": ("Conference office", ("events.check",)),
    "vice-chancellor": ("Vice-Chancellor", ("events.hear_appeal",)),
    "accountable-officer": ("Accountable officer", ("events.confirm",)),
}

TEXT = """\
[procedure]
kind = "events"
title = "External speakers and events"
lead_time = "10 working days"
designated = "An event is designated when its speaker was stopped elsewhere, or when many people come."
ask = "director-of-student-services"

[[question]]
id = "stopped-before"
ask = "Has anybody stopped this speaker from speaking?"
kind = "yes-no"
if_yes = { mark = "designated" }

[[check]]
id = "security"
title = "Security and stewarding"
posts = ["head-of-security", "conference-office"]
within = "2 working days"

[[step]]
id = "decision"
title = "Decision"
posts = ["chief-operating-officer", "director-of-student-services"]
may = ["approve", "approve with conditions", "refuse"]
within = "5 working days"
ADVICE
[appeal]
post = "vice-chancellor"
lodged_within = "5 working days"
within = "5 working days"

[unclaimed]
after = "1 working day"
then = ["deputy", "next step"]
"""
ADVICE = 'advice = "advisory-group"\nadvice_within = "3 working days"\n'


@dataclass
class Ladder:
    """`desk` has the posts that `tests.events.desk` knows by the same people."""

    desk: d.Desk
    officer: Person
    director: Person
    advisers: list[Person]


def a_ladder(*, advice: bool = False) -> Ladder:
    town = a_town()
    for code, (title, permissions) in POSTS.items():
        a_post_kind(code, title, *permissions)
    names = ("Ella Frost", "Dan Okoro", "Ines Moor", "Jon Reed", "Kit Dale", "Sid Rowe", "Vera Lane")
    ella, dan, ines, jon, kit, sid, vera = [a_person(name, town.provider) for name in names]
    give(ella, "chief-operating-officer", town.provider)
    give(dan, "director-of-student-services", town.provider)
    for adviser in (ines, jon, kit):
        give(adviser, "advisory-group", town.provider)
    give(sid, "head-of-security", town.provider)
    give(town.checker, "conference-office", town.provider)
    give(vera, "vice-chancellor", town.provider)
    give(town.principal, "accountable-officer", town.provider)
    text = TEXT.replace("ADVICE\n", ADVICE if advice else "\n")
    take_preset(
        by=BUILDER,
        preset="ladder",
        kind="events",
        unit=town.provider,
        text=text,
        starts=date(2020, 1, 1),
        now=NOON,
    )
    desk = d.Desk(town, town.head, town.checker, sid, sid, sid, ella, town.principal, vera, town.organiser)
    return Ladder(desk, ella, dan, [ines, jon, kit])

"""A hub with three published case studies, and the people who answer them: Tom Ferris, the registrar, for Northmoor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dueregard.adoption.commands.answering import answer
from dueregard.adoption.models import Answer
from dueregard.adoption.rules.answering import Words
from dueregard.organisation.models import Person, Unit
from dueregard.practice.models import CaseStudy
from tests.people import NOON, Town, a_town
from tests.practice.shelf import on_the_shelf

REVIEW = date(2027, 11, 1)
OFFICERS = "## What they did\n\n- Gave each school an officer\n\n## How it runs\n\nEach officer has a deputy. They meet in the first week.\n"
BOOKS = "## How it runs\n\n- Keep one register\n- Count it every **month**\n"


@dataclass
class Library:
    town: Town
    officers: CaseStudy
    books: CaseStudy
    drawn: CaseStudy
    """An illustration of the makers that comes with a preset."""


def a_library() -> Library:
    town = a_town(
        registrar=("adoption.adopt", "procedures.draft"),
        principal=("adoption.read", "procedures.approve"),
        head=("adoption.adopt",),
    )
    return Library(
        town,
        on_the_shelf("A welfare officer in every school", OFFICERS, "Welfare", "Engagement with students"),
        on_the_shelf("One register", BOOKS, "External speakers and events"),
        on_the_shelf(
            "A process that fits",
            "Small.",
            "External speakers and events",
            illustration=True,
            preset="small-college",
        ),
    )


def words(says: str = "will", **changes: object) -> Words:
    facts: dict[str, object] = {
        "says": says,
        "reason": "We have one building." if says == "not" else "",
        "evidence": "The list on the intranet." if says == "does" else "",
        "evidence_link": "",
        "owner_post": "registrar",
        "review_on": REVIEW,
        "number": 0,
        **changes,
    }
    return Words(**facts)  # type: ignore[arg-type]


def answered(
    library: Library,
    study: CaseStudy,
    says: str = "will",
    *,
    by: Person | None = None,
    unit: Unit | None = None,
    **changes: object,
) -> Answer:
    return answer(
        case_study=study.pk,
        unit=(unit or library.town.provider).pk,
        by=by or library.town.registrar,
        said=words(says, **changes),
        now=NOON,
    )

"""Marks and times: the closed words that a procedure may use.

A mark is a plain fact of the thing itself (how many, where, who may come, when it was sent) or something that an
answer or a person raises. The list is closed: there is no mark for a topic, a name, a belief or an affiliation,
and the loader refuses any word that is not here (product.md, 'Never built'; HERA 2017 s.A1).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

FROM_FACTS: dict[str, str] = {
    "late": "it was sent with less notice than the procedure asks",
    "off-site": "it is held somewhere else, in our name",
    "online": "it is held online",
    "open to the public": "anybody may come",
    "invited guests": "guests from outside may come",
}
"""Marks that follow from plain facts, with the words that explain them."""

RAISED: dict[str, str] = {
    "designated": "an answer or a person marked it as a designated event",
    "external organiser": "somebody outside the provider puts it on",
    "under 18s": "children or young people under 18 may be there",
    "needs security": "stewards or security may be needed",
    "police advice": "the police have given advice about it",
    "outdoors": "some of it is outdoors",
    "outside opening hours": "it is outside opening hours",
    "overnight": "somebody stays overnight",
    "alcohol": "alcohol is served",
    "food": "food is served",
    "collection": "money is collected",
    "paid entry": "people pay to come in",
    "recorded or streamed": "it is recorded or shown online",
    "equipment": "it needs equipment that has to be checked",
    "media interest": "newspapers or broadcasters are expected",
}
"""Marks that an answer, or a person, may raise."""

ROUTINE = "routine"
_OVER = re.compile(r"over ([1-9][0-9]{0,5}) people")
_MONTHS = re.compile(r"([1-9]|[1-5][0-9]|60) months?")
_PLAIN_DAYS = re.compile(r"([1-9]|[1-8][0-9]|90) days?")
_DAYS = re.compile(r"([1-9][0-9]{0,2}) working days?")


@dataclass(frozen=True, slots=True)
class Facts:
    """The plain facts of one request, from which marks follow.

    `people` is how many are expected (None: not said). `marked_by_person` holds marks that a person set.
    """

    people: int | None = None
    where: Literal["on-premises", "online", "elsewhere"] = "on-premises"
    audience: Literal["members", "guests", "anybody"] = "members"
    late: bool = False
    marked_by_person: frozenset[str] = frozenset()


def working_days(text: str) -> int | None:
    """'10 working days' is 10, '1 working day' is 1; anything else is None. From 1 to 999."""
    found = _DAYS.fullmatch(text.strip())
    return int(found[1]) if found else None


def in_days(count: int) -> str:
    """The inverse of `working_days`."""
    return f"{count} working day{'' if count == 1 else 's'}"


def calendar_months(text: str) -> int | None:
    """'12 months' is 12, '1 month' is 1; anything else is None. From 1 to 60."""
    found = _MONTHS.fullmatch(text.strip())
    return int(found[1]) if found else None


def in_months(count: int) -> str:
    """The inverse of `calendar_months`."""
    return f"{count} month{'' if count == 1 else 's'}"


def plain_days(text: str) -> int | None:
    """'14 days' is 14, '1 day' is 1; anything else is None. Days of the calendar, from 1 to 90."""
    found = _PLAIN_DAYS.fullmatch(text.strip())
    return int(found[1]) if found else None


def in_plain_days(count: int) -> str:
    """The inverse of `plain_days`."""
    return f"{count} day{'' if count == 1 else 's'}"


def over(mark: str) -> int | None:
    """'over 200 people' is 200; anything else is None."""
    found = _OVER.fullmatch(mark)
    return int(found[1]) if found else None


def is_mark(word: str) -> bool:
    """Whether a check, step or question may depend on this word."""
    return word in FROM_FACTS or word in RAISED or word == ROUTINE or over(word) is not None


def explain(mark: str) -> str:
    """Why a mark is there, as a part of a sentence: 'anybody may come'."""
    number = over(mark)
    if number is not None:
        return f"more than {number:,} people are expected"
    if mark == ROUTINE:
        return "nothing about it is out of the ordinary"
    return FROM_FACTS.get(mark) or RAISED.get(mark) or mark


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that somebody probably meant, or ''."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def fact_marks(facts: Facts, named: Collection[str]) -> set[str]:
    """The marks of plain facts. A fact is a mark only where the procedure names it; `late` always is."""
    found = {mark for mark in named if (number := over(mark)) is not None and (facts.people or 0) > number}
    where = {"elsewhere": "off-site", "online": "online"}.get(facts.where)
    audience = {"anybody": ["open to the public", "invited guests"], "guests": ["invited guests"]}
    found.update(mark for mark in [where or "", *audience.get(facts.audience, [])] if mark in named)
    if facts.late:
        found.add("late")
    return found

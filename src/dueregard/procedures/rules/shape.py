"""The shape of a procedure's TOML: which keys each table may have and what each may hold.

A reader takes the raw value and returns a plain one, or raises `Wrong` with the problem and the remedy.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from dueregard.kernel.text import tidy, why_not_text
from dueregard.procedures.rules.document import ASPECTS, KINDS, OUTCOMES, QUESTION_KINDS
from dueregard.procedures.rules.vocabulary import (
    FROM_FACTS,
    RAISED,
    ROUTINE,
    calendar_months,
    is_mark,
    nearest,
    plain_days,
    working_days,
)

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
Reader = Callable[[Any], Any]


class Wrong(Exception):
    """A value that cannot be used: what is wrong, and what to write instead."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(problem)


def shown(value: object) -> str:
    """A value as it can be repeated in a sentence: short, and without what cannot be printed."""
    text = _FORBIDDEN.sub("?", str(value))
    return f"‘{text if len(text) <= 60 else text[:59] + '…'}’"


def text(longest: int) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise Wrong(f"{shown(value)} is not a text.", 'Write it in quotation marks, like "…".')
        if reasons := why_not_text(value):
            raise Wrong("The text holds a character that cannot be shown.", " ".join(reasons))
        found = tidy(value)
        if not found:
            raise Wrong("The text is empty.", "Write it, or leave the line out.")
        if len(found) > longest:
            raise Wrong(
                f"The text has {len(found):,} characters.", f"Make it {longest:,} characters or fewer."
            )
        return found

    return read


def slug(value: Any) -> str:
    found: str = text(60)(value)
    if not _ID.fullmatch(found):
        raise Wrong(
            f"{shown(found)} is not a code.",
            "Use small letters, digits and single hyphens, like ‘room-check’.",
        )
    return found


def post(value: Any) -> str:
    if isinstance(value, list):
        raise Wrong(
            "One post is written as a text.", 'For several, any of which may act, write posts = ["…", "…"].'
        )
    return slug(value)


def days(value: Any) -> int:
    if isinstance(value, str) and (found := working_days(value)):
        return found
    raise Wrong(f"{shown(value)} is not a time.", "Write it in working days, like ‘10 working days’.")


def months(value: Any) -> int:
    if isinstance(value, str) and (found := calendar_months(value)):
        return found
    raise Wrong(f"{shown(value)} is not a time.", "Write it in months, from 1 to 60, like ‘12 months’.")


def open_days(value: Any) -> int:
    if isinstance(value, str) and (found := plain_days(value)):
        return found
    raise Wrong(
        f"{shown(value)} is not a time.", "Write it in days of the calendar, from 1 to 90, like ‘14 days’."
    )


def flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise Wrong(f"{shown(value)} is neither true nor false.", "Write true or false, without quotation marks.")


def one_of(*known: str) -> Reader:
    def read(value: Any) -> str:
        if isinstance(value, str) and value in known:
            return value
        meant = nearest(str(value), known)
        remedy = f"Did you mean ‘{meant}’? " if meant else ""
        raise Wrong(f"{shown(value)} is not known here.", f"{remedy}It may be: {', '.join(known)}.")

    return read


def many(reader: Reader, *, empty: bool = False) -> Reader:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Wrong(f"{shown(value)} is not a list.", 'Write a list in square brackets, like ["…", "…"].')
        if not value and not empty:
            raise Wrong("The list is empty.", "Fill it, or leave the line out.")
        if len(value) > 50:
            raise Wrong(f"The list has {len(value):,} entries.", "Make it 50 or fewer.")
        found = tuple(reader(each) for each in value)
        for each in found:
            if found.count(each) > 1:
                raise Wrong(f"{shown(each)} stands there twice.", "Leave one of them out.")
        return found

    return read


def mark(value: Any) -> str:
    found: str = text(60)(value)
    if is_mark(found):
        return found
    known = [*FROM_FACTS, *RAISED, ROUTINE]
    meant = nearest(found, known)
    raise Wrong(
        f"{shown(found)} is not a mark. There is no mark for a topic, a name, a belief or an affiliation.",
        (f"Did you mean ‘{meant}’? " if meant else "")
        + f"The marks are: {', '.join(known)}, and ‘over 200 people’ with any number.",
    )


def raised_mark(value: Any) -> str:
    found: str = mark(value)
    if found not in RAISED:
        raise Wrong(
            f"An answer cannot raise {shown(found)}: it follows from the plain facts.",
            f"An answer may raise: {', '.join(RAISED)}.",
        )
    return found


_WHOLE_TABLES = ("appeal", "refusal", "unclaimed", "feedback", "review")


def lock(value: Any) -> str:
    found: str = text(130)(value)
    whole = ("title", "lead_time", "late", "designated", "ask", *_WHOLE_TABLES)
    item, _, rest = found.partition(".")
    if found in whole or (
        item in ("question", "check", "step", "track") and _ID.fullmatch(rest.split(".")[0])
    ):
        return f"{found.removesuffix('.posts')}.post" if found.endswith(".posts") else found
    raise Wrong(
        f"{shown(found)} cannot be locked.",
        f"Lock one of {', '.join(whole)}, or an item by its id, like ‘step.principal’.",
    )


def table(keys: dict[str, Reader]) -> Reader:
    """An inline table with these keys."""

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Wrong(f"{shown(value)} is not a table.", f"Write it like {{ {next(iter(keys))} = … }}.")
        if not value:
            raise Wrong("The table is empty.", "Fill it, or leave the line out.")
        for key in value:
            if key not in keys:
                raise unknown_key(key, keys)
        return {key: keys[key](each) for key, each in value.items()}

    return read


def unknown_key(key: str, known: Iterable[str]) -> Wrong:
    meant = nearest(key, known)
    return Wrong(
        f"The key {shown(key)} is not known here.",
        f"Did you mean ‘{meant}’?" if meant else f"The keys here are: {', '.join(known)}.",
    )


then = table({"mark": raised_mark, "then_ask": many(slug)})


def option(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"label": text(120)(value)}
    keys = {"label": text(120), "value": slug, "mark": raised_mark, "then_ask": many(slug)}
    found: dict[str, Any] = table(keys)(value)
    if "label" not in found:
        raise Wrong("An option has no label.", 'Write it like { label = "Debate" }.')
    return found


_ORDER: dict[str, Reader] = {"id": slug, "drop": flag, "before": slug}
_MARKS: dict[str, Reader] = {"when": many(mark), "unless": many(mark)}
_WHO: dict[str, Reader] = {"post": post, "posts": many(slug), "within": days, "from": one_of("home", "place")}

TABLES: dict[str, dict[str, Reader]] = {
    "procedure": {
        "kind": one_of(*KINDS),
        "title": text(120),
        "lead_time": days,
        "late": slug,
        "designated": text(1000),
        "ask": slug,
    },
    "appeal": {"post": slug, "within": days, "lodged_within": days},
    "refusal": {"confirmed_by": many(slug)},
    "unclaimed": {"after": days, "then": many(one_of("deputy", "next step"))},
    "feedback": {"open_for": open_days},
    "review": {"quiet_for": months},
    "locks": {"keys": many(lock, empty=True)},
}
"""Tables that stand once."""

LISTS: dict[str, dict[str, Reader]] = {
    "question": {
        **_ORDER,
        "ask": text(300),
        "help": text(600),
        "kind": one_of(*QUESTION_KINDS),
        "required": flag,
        "only_when_asked": flag,
        "options": many(option),
        "if_yes": then,
        "if_no": then,
        **_MARKS,
    },
    "check": {
        **_ORDER,
        "title": text(120),
        "help": text(600),
        **_WHO,
        "evidence": one_of("needed", "optional"),
        "looks_at": many(one_of(*ASPECTS)),
        **_MARKS,
    },
    "step": {
        **_ORDER,
        "title": text(120),
        "help": text(600),
        **_WHO,
        "may": many(one_of(*OUTCOMES)),
        "advice": slug,
        "advice_within": days,
        "after": many(slug, empty=True),
        **_MARKS,
    },
    "track": {
        **_ORDER,
        "title": text(120),
        "help": text(600),
        "unit": text(64),
        "from": one_of("place"),
        "starts": one_of("at once", "after"),
        "after": many(slug),
        **_MARKS,
    },
}
"""Tables that stand many times, as [[question]]."""
MOST_ITEMS = 100
LONGEST = 100_000

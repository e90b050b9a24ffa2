"""A unit's own words for posters in packs between providers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from dueregard.kernel.errors import Refused
from dueregard.kernel.refs import Ref
from dueregard.kernel.registries import Offered, PartKind, part_kinds
from dueregard.outreach.commands.wording import write_words
from dueregard.outreach.designs import words_of
from dueregard.outreach.models import Design, Standing, Wording
from dueregard.outreach.queries.wording import draft_of

MOST = 300


def _offer(provider: Any, scope: Any, today: date) -> Iterator[Offered]:
    """Wordings in use of units where this person may send. The words that come with a design are everywhere already."""
    rows = scope.filter(Wording.objects.filter(standing=Standing.USED)).select_related("unit")
    for row in rows.order_by("unit__path", "design")[:MOST]:
        label = Design(row.design).label
        yield Offered(str(row.pk), f"{label}, {row.unit.name}", f"Wording {row.number}", _data(row))


def _data(row: Wording) -> dict[str, Any]:
    words = words_of(row.words)
    return {
        "title": Design(row.design).label,
        "form": row.design,
        "heading": words.heading.split("\n"),
        "text": words.lead,
        "short": words.short,
        "call": words.call,
        "told": words.told,
        "people": words.people,
        "points": list(words.points),
    }


def _take(data: dict[str, Any], unit: Any, by: Any, now: datetime) -> Ref:
    if data["form"] not in Design.values:
        raise Refused(["There is no such design here."])
    design = Design(data["form"])
    if draft_of(unit, design):
        raise Refused([f"There is a draft of words for ‘{design.label}’. Use it or let it go first."])
    words = words_of({**data, "heading": "\n".join(data["heading"]), "lead": data["text"]})
    return write_words(by=by, unit=unit, design=design, words=words, shared=True, now=now).ref


def _read(data: dict[str, Any]) -> str:
    lines = [data["short"], *data["points"], f"{data['call']}: {data['told']}", data["people"]]
    return "\n\n".join(
        ["# " + " ".join(data["heading"]), data["text"], "\n".join(f"* {each}" for each in lines)]
    )


def register() -> None:
    """Called once, when the app is ready."""
    part_kinds.register(
        PartKind(
            "poster",
            "Poster text",
            _offer,
            _take,
            lines=("short", "call", "told", "people"),
            lists=("heading", "points"),
            read=_read,
        )
    )

"""The gap view on paper and as a table: plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from dueregard.adoption.queries.gaps import Row, Tally
from dueregard.kernel.dates import LONDON, long_date, today_in_london
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Unit

HEADER = (
    "Theme", "Case study", "Illustration of the makers", "Answer", "Reason", "What shows it", "Where it can be seen", "Post that answers",
    "Held by", "Open actions", "Overdue actions", "Looked at again on", "Answered by", "Answered on",
)  # fmt: skip
GAP = "No answer yet"


def gap_paper(
    unit: Unit, rows: Iterable[Row], tallies: tuple[Tally, Tally], *, made: datetime, asked: str
) -> dict[str, Any]:
    """Data for the house's record template: a section for each theme. `asked` says which rows are here, '' for all."""
    real, drawn = tallies
    return {
        "title": f"Practice elsewhere, and what {unit.name} answers",
        "provider": provider_of(unit).name,
        "reference": "Gap view",
        "made": f"Made on {long_date(today_in_london(made))}",
        "lead": " ".join(each for each in (in_words(real), in_words(drawn, drawn=True), asked) if each),
        "sections": [*_themes(rows)] or [{"heading": "Case studies", "text": "There is nothing to show."}],
    }


def in_words(tally: Tally, *, drawn: bool = False) -> str:
    """One or two sentences: how many there are, and how many have no answer. Illustrations are never counted in."""
    if drawn:
        if not tally.total:
            return ""
        beside = "stands 1 illustration" if tally.total == 1 else f"stand {tally.total} illustrations"
        answered = tally.total - tally.gaps
        return (
            f"Beside them {beside} by the makers, of no real provider; {answered} of {tally.total} answered."
        )
    if not tally.total:
        return "No case study of a provider has been published in the hub yet."
    said = f"{tally.does} ‘we do this’, {tally.will} ‘we will’, {tally.no} ‘not for us’"
    many = f"{tally.total} published case stud{'y' if tally.total == 1 else 'ies'}"
    return f"{many}: {said}, {tally.gaps} without an answer."


def _themes(rows: Iterable[Row]) -> list[dict[str, Any]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.theme.pk, []).append(row)
    header = ["Case study", "Answer", "Post that answers", "Actions"]
    return [
        {
            "heading": str(lines[0].theme),
            "table": {"header": header, "rows": [_cells(line) for line in lines], "widths": [5, 5, 3, 3]},
        }
        for lines in found.values()
    ]


def _cells(row: Row) -> list[str]:
    title = f"{row.study.title} (illustration)" if row.study.illustration else row.study.title
    if row.answer is None:
        return [title, GAP, "", ""]
    words = row.answer.reason or row.answer.evidence
    said = f"{row.answer.get_says_display()}{f': {words}' if words else ''}"
    again = " Due to be looked at again." if row.review_due else ""
    owner = f"{row.owner}{f' ({row.names})' if row.names else ' (vacant)'}"
    return [title, f"{said}{again}", owner, actions_in_words(row)]


def actions_in_words(row: Row) -> str:
    if row.nothing_agreed:
        return "Nothing agreed yet"
    if row.answer is not None and row.answer.draft_id and not row.agreed:
        return "A procedure was drafted"
    if not row.agreed:
        return ""
    late = f", {row.overdue} overdue" if row.overdue else ""
    return f"{len(row.open)} of {row.agreed} open{late}"


def table_of(rows: Iterable[Row]) -> list[list[Any]]:
    return [_line(row) for row in rows]


def _line(row: Row) -> list[Any]:
    start: list[Any] = [str(row.theme), row.study.title, row.study.illustration]
    answer = row.answer
    if answer is None:
        return [*start, GAP, *[""] * 5, None, None, None, "", None]
    return [
        *start,
        str(answer.get_says_display()),
        answer.reason,
        answer.evidence,
        answer.evidence_link,
        row.owner,
        row.names,
        len(row.open),
        row.overdue,
        answer.review_on,
        answer.by.name,
        answer.at.astimezone(LONDON).date(),
    ]

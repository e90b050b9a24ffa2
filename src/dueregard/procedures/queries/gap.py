"""Posts that a procedure in force names and that nobody holds."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from dueregard.kernel.registries import Gap
from dueregard.organisation.access import access_of
from dueregard.organisation.lookup import Board, board_for_pages
from dueregard.organisation.models import Unit
from dueregard.procedures.catalogue import APPROVE, DRAFT
from dueregard.procedures.editions import label, merged
from dueregard.procedures.models import Status, Version
from dueregard.procedures.queries.version import above, check_text, post_titles
from dueregard.procedures.rules import Check, Document, Mistakes, Step
from dueregard.procedures.rules.loading import build


def gaps(person: Any, today: date) -> Iterator[Gap]:
    """For those who draft or approve procedures: posts without a holder, by the unit whose procedure names them."""
    access = access_of(person, today)
    scopes = [access.units_where(code) for code in (DRAFT, APPROVE)]
    if not any(scopes):
        return
    documents = [
        (unit, document) for unit, document in _in_force(today) if any(unit in scope for scope in scopes)
    ]
    codes = {code for _, document in documents for code in document.posts()}
    if not codes:
        return
    board = board_for_pages(today)
    titles = {seat.post.kind.code: seat.post.kind.title for seat in board.seats.values()}
    for unit, document in documents:
        address = reverse("procedures:procedure", args=[document.kind, unit.pk])
        for code in _vacant(document, unit, board):
            yield Gap(
                f"Nobody holds the post ‘{titles.get(code, code)}’ in {unit.name}",
                f"The procedure for {document.title.lower()} names it. Meanwhile {_meanwhile(document, code)}.",
                address,
            )


def _in_force(today: date) -> Iterator[tuple[Unit, Document]]:
    """Each unit with a text of its own and the document by which it works, with one query."""
    rows = (
        Version.objects.filter(status=Status.DATED, in_force_from__lte=today)
        .select_related("unit")
        .order_by("in_force_from")
    )
    latest = {(row.kind, row.unit_id): row for row in rows}
    for (kind, _), row in latest.items():
        chain = [latest[kind, id] for id in row.unit.lineage if (kind, id) in latest]
        yield row.unit, build(merged(chain))


def gaps_of(version: Version, today: date) -> list[str]:
    """Titles of the posts that nobody would hold if this version were in force."""
    try:
        document = check_text(version.text, label(version), above(version, today))
    except Mistakes:
        return []
    titles = post_titles()
    board = Board.load(today, document.posts())
    return [titles.get(code, code) for code in _vacant(document, version.unit, board)]


def _vacant(document: Document, unit: Unit, board: Board) -> list[str]:
    """A post that is looked up from the place may be held at the place: it is a gap only if it is nowhere in the tree."""
    items: list[Check | Step] = [*document.checks, *document.steps]
    from_place = {item.post for item in items if item.from_ == "place"}
    seated = {
        code
        for (code, _), seat in board.seats.items()
        if (seat.present or seat.deputies) and seat.post.unit.root_id == unit.root_id
    }
    return [
        code
        for code in document.posts()
        if not (board.turn(code, unit) or (code in from_place and code in seated))
    ]


def _meanwhile(document: Document, code: str) -> str:
    steps = [step.post for step in document.steps]
    if code in steps[:-1]:
        return "its requests go to the next step once they are past their date"
    if code in steps:
        return "nothing can be decided there, and events go ahead undecided"
    if any(check.post == code for check in document.checks):
        return "its checks wait, and the step goes on when they are past their date"
    return "nobody can be asked"

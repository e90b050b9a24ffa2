"""What a procedure in force names and is not there: posts that nobody holds, and bodies without a unit or a procedure."""

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
from dueregard.procedures.models import Version
from dueregard.procedures.queries.track import bodies_missing
from dueregard.procedures.queries.version import above, check_text, post_titles
from dueregard.procedures.rules import Check, Document, Mistakes, Step
from dueregard.procedures.rules.loading import build
from dueregard.versions.choices import Status


def gaps(person: Any, today: date) -> Iterator[Gap]:
    """For those who draft or approve procedures: posts without a holder and bodies that cannot take part, by the unit
    whose procedure names them."""
    access = access_of(person, today)
    scopes = [access.units_where(code) for code in (DRAFT, APPROVE)]
    if not any(scopes):
        return
    everywhere = list(_in_force(today))
    documents = [(unit, document) for unit, document in everywhere if any(unit in scope for scope in scopes)]
    own = {(document.kind, unit.pk) for unit, document in everywhere}
    yield from bodies_missing(documents, own, today)
    codes = {code for _, document in documents for code in document.posts()}
    if not codes:
        return
    board = board_for_pages(today)
    titles = {seat.post.kind.code: seat.post.kind.title for seat in board.seats.values()}
    for unit, document in documents:
        address = reverse("procedures:procedure", args=[document.kind, unit.pk])
        for posts in _vacant(document, unit, board):
            several = len(posts) > 1
            said = " or ".join(f"‘{titles.get(code, code)}’" for code in posts)
            yield Gap(
                f"Nobody holds the post {said} in {unit.name}",
                f"The procedure for {document.title.lower()} names {'them' if several else 'it'}. "
                f"Meanwhile {_meanwhile(document, posts)}.",
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
    """Titles of the posts that nobody would hold if this version were in force: 'Principal', 'Bursar or Warden'."""
    try:
        document = check_text(version.text, label(version), above(version, today))
    except Mistakes:
        return []
    titles = post_titles()
    board = Board.load(today, document.posts())
    return [
        " or ".join(titles.get(code, code) for code in codes)
        for codes in _vacant(document, version.unit, board)
    ]


def _vacant(document: Document, unit: Unit, board: Board) -> list[tuple[str, ...]]:
    """Posts without a holder. Of several that stand for one another it is a gap only if none is held; a post that is
    looked up from the place may be held at the place, and is a gap only if it is nowhere in the tree."""
    items: list[Check | Step] = [*document.checks, *document.steps]
    from_place = {post for item in items if item.from_ == "place" for post in item.posts}
    seated = {
        code
        for (code, _), seat in board.seats.items()
        if (seat.present or seat.deputies) and seat.post.unit.root_id == unit.root_id
    }
    return [
        codes
        for codes in document.alternatives()
        if not any(board.turn(code, unit) or (code in from_place and code in seated) for code in codes)
    ]


def _meanwhile(document: Document, codes: tuple[str, ...]) -> str:
    steps = [step.posts for step in document.steps]
    if codes in steps[:-1]:
        return "its requests go to the next step once they are past their date"
    if codes in steps:
        return "nothing can be decided there, and events go ahead undecided"
    if any(check.posts == codes for check in document.checks):
        return "its checks wait, and the step goes on when they are past their date"
    if any((step.advice,) == codes for step in document.steps):
        return "decisions are taken there without its advice"
    return "nobody can be asked"

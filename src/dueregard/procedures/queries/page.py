"""What the pages show: a procedure in plain words with its holders, a comparison, a text with its mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from dueregard.kernel.registries import WaitingItem
from dueregard.organisation.access import access_of
from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Unit
from dueregard.procedures.catalogue import APPROVE
from dueregard.procedures.editions import in_force, label, merged, versions_in_force
from dueregard.procedures.models import Edition, Version, state_on
from dueregard.procedures.queries.track import unit_names
from dueregard.procedures.queries.version import above, check_text, post_titles, versions, versions_of
from dueregard.procedures.rules import KINDS, Document, Mistake, Mistakes
from dueregard.procedures.rules.comparing import Change, Line, changes, lines
from dueregard.procedures.rules.words import Item, plain_words
from dueregard.versions.choices import Status

MOST_UNITS = 500


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post now, as a sentence; `vacant` where nobody does."""

    title: str
    names: str
    why: str
    vacant: bool


@dataclass(frozen=True, slots=True)
class ShownItem:
    item: Item
    holders: list[Holder]
    origins: list[str]


@dataclass(frozen=True, slots=True)
class ShownSection:
    id: str
    heading: str
    intro: str
    items: list[ShownItem]


@dataclass(frozen=True, slots=True)
class Shown:
    """A procedure as its page shows it. `layers` are the versions that it is made from, the root's first."""

    document: Document
    edition: Edition
    sections: list[ShownSection]
    layers: list[Version]


def plain(kind: str, unit: Unit, today: date, titles: dict[str, str]) -> Shown | None:
    """The procedure in force for a unit; None where there is none. A constant number of queries."""
    layers = versions_in_force(kind, unit, today)
    edition = in_force(kind, unit, today)
    if edition is None:
        return None
    document = edition.document
    board = Board.load(today, document.posts())
    origins = merged(layers).origins() if len(layers) > 1 else {}

    def show(item: Item) -> ShownItem:
        holders = [_holder(board, code, unit, titles) for code in item.posts]
        return ShownItem(item, holders, _origins(item.key, origins))

    sections = [
        ShownSection(section.id, section.heading, section.intro, [show(item) for item in section.items])
        for section in plain_words(document, titles, unit_names(document))
    ]
    return Shown(document, edition, sections, layers)


def _origins(key: str, origins: dict[str, str]) -> list[str]:
    found = [whose for path, whose in origins.items() if path == key or path.startswith(f"{key}.")]
    return list(dict.fromkeys(found))


def _holder(board: Board, code: str, unit: Unit, titles: dict[str, str]) -> Holder:
    turn = board.turn(code, unit)
    names = " and ".join(person.name for person in turn.people)
    return Holder(titles.get(code, code), names, turn.why, not turn)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A version against the one in force in its unit. `changes` is None where either cannot be read."""

    before: Version | None
    changes: list[Change] | None
    lines: list[Line]
    mistakes: list[Mistake]


def compare(version: Version, today: date) -> Comparison:
    """What a version changes: against its predecessor, or for what is not dated yet, against what is in force."""
    earlier = [
        each
        for each in versions_of(version.kind, version.unit)
        if each.status == Status.DATED and each.pk != version.pk and _before(each, version, today)
    ]
    before = max(earlier, key=lambda each: str(each.in_force_from), default=None)
    stands_on = above(version, today)
    new, mistakes = _document(version, stands_on)
    old, _ = _document(before, stands_on) if before else (_inherited(stands_on), [])
    told = changes(old, new, post_titles()) if old and new else None
    return Comparison(before, told, lines(before.text if before else "", version.text), mistakes)


def _before(each: Version, version: Version, today: date) -> bool:
    until = version.in_force_from or today
    started = each.in_force_from
    return started is not None and (started < until or (started == until and version.in_force_from is None))


def _document(version: Version, stands_on: list[Version]) -> tuple[Document | None, list[Mistake]]:
    try:
        return check_text(version.text, label(version), stands_on), []
    except Mistakes as found:
        return None, found.mistakes


def _inherited(stands_on: list[Version]) -> Document | None:
    """What a unit without a text of its own works by."""
    try:
        return check_text("", "", stands_on) if stands_on else None
    except Mistakes:
        return None


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text as typed, with what is wrong on it."""

    number: int
    text: str
    mistakes: list[Mistake]


@dataclass(frozen=True, slots=True)
class Listing:
    mistakes: list[Mistake]
    lines: list[TextLine]


def listing(version: Version, text: str, today: date) -> Listing:
    """A text line by line with its mistakes; an empty text has none yet."""
    mistakes: list[Mistake] = []
    if text.strip():
        try:
            check_text(text, label(version), above(version, today))
        except Mistakes as found:
            mistakes = found.mistakes
    shown = [
        TextLine(number, line, [each for each in mistakes if each.line == number])
        for number, line in enumerate(text.split("\n"), start=1)
    ]
    return Listing(mistakes, shown)


@dataclass(frozen=True, slots=True)
class Stated:
    version: Version
    state: str


def stated(kind: str, unit: Unit, today: date) -> list[Stated]:
    """All versions of a unit with their state today, newest first."""
    found = versions_of(kind, unit)
    started = [each for each in found if each.in_force_from and each.in_force_from <= today]
    now = max(started, key=lambda each: str(each.in_force_from), default=None)
    return [Stated(each, state_on(each, now, today)) for each in found]


def state_of(version: Version, today: date) -> str:
    found = stated(version.kind, version.unit, today)
    return next((each.state for each in found if each.version.pk == version.pk), version.status)


def units_of(roots: set[UUID]) -> list[Unit]:
    """Units of these providers in the order of the tree, at most `MOST_UNITS`."""
    trees = Q()
    for root in roots:
        trees |= Q(path__startswith=root.hex)
    found = list(Unit.objects.filter(trees, closed_on=None).order_by("path")[:MOST_UNITS])
    names = {unit.pk: unit.name for unit in found}
    return sorted(found, key=lambda unit: [names.get(id, "") for id in unit.lineage])


def is_member(person: Any) -> bool:
    return person is not None


def waiting(person: Any, today: date) -> Iterator[WaitingItem]:
    """Drafts that somebody else wrote, for those who approve: whoever drafted asks for it with a reason."""
    scope = access_of(person, today).units_where(APPROVE)
    if not scope:
        return
    drafts = scope.filter(
        versions().filter(status=Status.DRAFT).exclude(drafted_by=person).exclude(reason="")
    )
    for draft in drafts:
        yield WaitingItem(
            what=f"Approve: {KINDS[draft.kind]}, {draft.unit.name}",
            detail=f"Version {draft.number}, drafted by {draft.drafted_by.name if draft.drafted_by else 'a preset'}",
            ref=draft.ref,
            post="",
            holder=person.name,
            since=draft.drafted_at,
            due=None,
            address=reverse("procedures:approve", args=[draft.pk]),
        )

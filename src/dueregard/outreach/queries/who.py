"""Who to talk to in a unit, from the posts in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dueregard.organisation.lookup import Board, provider_of
from dueregard.organisation.models import Person, Post, Unit
from dueregard.outreach.models import Helpline, NamedPost, Poster
from dueregard.outreach.rules.who import dialled


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to talk to. `people` are those who answer now: holders, or whoever stands in (`standing_in`); nobody
    where the post is empty and nobody stands in. `post` is the post of which `telephone` and the rest are."""

    words: str
    post: Post
    people: tuple[Person, ...]
    standing_in: bool
    telephone: str
    email: str
    place: str
    hours: str

    @property
    def names(self) -> str:
        return " and ".join(person.name for person in self.people)

    @property
    def dialled(self) -> str:
        return dialled(self.telephone)


@dataclass(frozen=True, slots=True)
class Line:
    """A number to ring that belongs to no post."""

    name: str
    telephone: str
    hours: str
    unit: Unit

    @property
    def dialled(self) -> str:
        return dialled(self.telephone)


@dataclass(frozen=True, slots=True)
class Who:
    """The public page of a unit: nearest posts first where their order is the same; `urgent` stands beside 999."""

    unit: Unit
    provider: Unit
    contacts: tuple[Contact, ...]
    urgent: tuple[Line, ...]
    lines: tuple[Line, ...]


def who_to_talk_to(unit: Unit, today: date, *, on_paper: bool = False) -> Who:
    """Whom the public may turn to in a unit. A post that is empty is answered for by its deputy, else by the same
    post of the next unit up that is named; it is left out where neither is there, unless that would leave nobody.

    `on_paper` is for what hangs on a wall for months: a holder who is away for a week is named all the same.
    Four queries, whatever the number of units and posts.
    """
    board = Board.load(today, _kinds(unit))
    way = list(board.way_up(unit))
    named = _named(way)
    rows = sorted(_nearest(way, named), key=lambda row: (row.order, way.index(row.post.unit_id), row.words))
    contacts = [_contact(row, board, way, named, on_paper=on_paper) for row in rows]
    answered = tuple(each for each in contacts if each.people)
    lines = [*Helpline.objects.filter(unit__in=way).select_related("unit")]
    return Who(
        unit,
        provider_of(unit),
        answered or tuple(contacts),
        tuple(_line(each) for each in lines if each.urgent),
        tuple(_line(each) for each in lines if not each.urgent),
    )


def _kinds(unit: Unit) -> list[str]:
    """The kinds of post that anybody names to the public here; the trees of sponsors are few and read too."""
    found = NamedPost.objects.order_by().values_list("post__kind__code", flat=True).distinct()
    return list(found)


def _named(way: list[UUID]) -> dict[tuple[str, UUID], NamedPost]:
    rows = NamedPost.objects.filter(post__unit__in=way).select_related("post__kind", "post__unit")
    return {(row.post.kind.code, row.post.unit_id): row for row in rows}


def _nearest(way: list[UUID], named: dict[tuple[str, UUID], NamedPost]) -> list[NamedPost]:
    """Of each kind the named post that is nearest to the unit."""
    found: dict[str, NamedPost] = {}
    for step in way:
        for (kind, unit), row in named.items():
            if unit == step and kind not in found:
                found[kind] = row
    return list(found.values())


def _contact(
    row: NamedPost, board: Board, way: list[UUID], named: dict[tuple[str, UUID], NamedPost], *, on_paper: bool
) -> Contact:
    """The post itself, or the same post further up where this one has nobody."""
    kind = row.post.kind.code
    for step in way[way.index(row.post.unit_id) :]:
        here, seat = named.get((kind, step)), board.seats.get((kind, step))
        if here is None or seat is None:
            continue
        holders = [*seat.present, *(seat.away if on_paper else ())]
        if holders or seat.deputies:
            return _told(here, holders or seat.deputies, standing_in=not holders)
    return _told(row, [], standing_in=False)


def _told(row: NamedPost, people: list[Person], *, standing_in: bool) -> Contact:
    told = (row.telephone, row.email, row.place, row.hours)
    return Contact(row.words, row.post, tuple(people), standing_in, *told)


def _line(row: Helpline) -> Line:
    return Line(row.name, row.telephone, row.hours, row.unit)


def unit_of_code(code: str) -> Unit | None:
    """The unit that has this code, or had it when a poster with it was printed."""
    if "\0" in code:
        return None  # PostgreSQL knows no such text
    found = Unit.objects.filter(code=code).first()
    if found is None:
        printed = Poster.objects.filter(code=code).select_related("unit").order_by("-number").first()
        found = printed.unit if printed else None
    return found


def own_page(code: str) -> Unit | None:
    """The open unit of this code that has a public page: a provider, or a unit with posts or numbers of its own."""
    unit = unit_of_code(code)
    if unit is None or unit.closed_on is not None:
        return None
    return unit if unit.parent_id is None or unit.pk in {each.pk for each in with_a_page(unit)} else None


def with_a_page(within: Unit) -> list[Unit]:
    """The open units of a tree for which somebody is named, the provider first, then by name. Others would answer
    as the next unit up does, and their names are not told to everybody."""
    tree = Unit.objects.filter(path__startswith=within.path[:33], closed_on=None)
    own = tree.filter(posts__named__isnull=False) | tree.filter(helplines__isnull=False)
    return sorted(own.distinct()[:500], key=lambda unit: (unit.depth > 0, unit.name))


def nearest_page(unit: Unit) -> Unit:
    """The unit whose page is shown for this one: itself, or the next one up that has a page."""
    pages = {each.pk: each for each in with_a_page(unit)}
    steps = [pages[step] for step in reversed(unit.lineage) if step in pages]
    return steps[0] if steps else provider_of(unit)


def named_in(unit: Unit) -> QuerySet[NamedPost]:
    """The posts of the unit itself that are named, for those who look after them."""
    rows = NamedPost.objects.filter(post__unit=unit).select_related("post__kind", "post__unit")
    return rows.order_by("order", "words", "pk")


def helplines_in(unit: Unit) -> QuerySet[Helpline]:
    return Helpline.objects.filter(unit=unit).select_related("unit")


def to_name(unit: Unit) -> list[tuple[str, str]]:
    """The posts of a unit that are not named yet, as choices."""
    rows = Post.objects.filter(unit=unit, named=None).select_related("kind").order_by("kind__title")
    return [(str(row.pk), row.kind.title) for row in rows]


def team_in_words(unit: Any, today: date) -> str:
    """Who to talk to, in Markdown, for newsletters and the like; '' where nobody is named."""
    found = who_to_talk_to(unit, today)
    lines = [f"* **{_plain(each.words)}**: {_reached(each)}" for each in found.contacts]
    lines += [f"* **{_plain(each.name)}**: {_also(each)}" for each in (*found.urgent, *found.lines)]
    return "\n".join(lines) if found.contacts else ""


def _reached(contact: Contact) -> str:
    name = contact.names and f"{contact.names}{' (standing in)' if contact.standing_in else ''}"
    return ", ".join(_plain(each) for each in (name, contact.telephone, contact.email, contact.place) if each)


def _also(line: Line) -> str:
    return ", ".join(_plain(each) for each in (line.telephone, line.hours) if each)


def _plain(text: str) -> str:
    """Typed text as Markdown that reads the same."""
    return "".join(f"\\{each}" if each in "\\`*_[]<>#|~!&" else each for each in text)

"""The starter collection: a piece for each arrangement that we know of, written by the makers about no real provider."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from django.db import transaction

from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.practice import catalogue
from dueregard.practice.choices import Kind, Status
from dueregard.practice.commands.bringing_in import theme_named, words_of
from dueregard.practice.models import CaseStudy, Placement, Theme, Version

THEMES = (
    ("Welfare", "Cover, welfare officers, weekly meetings, one framework for many worries"),
    (
        "External speakers and events",
        "Audits, designated events, one register, two decisions about one event",
    ),
    (
        "Leadership and partnership",
        "Working groups, governors, very small providers, a single point of contact",
    ),
    ("Engagement with students", "Peer supporters, the students’ union in the process, student councils"),
    ("Training", "Own modules, two tiers at scale, workshops by need"),
    ("IT", "To filter or not, notices, research access, readiness"),
    ("Other", "Franchise and other partners"),
)
_FENCE = "+++\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of the collection, as its file holds it."""

    slug: str
    title: str
    summary: str
    text: str
    themes: tuple[str, ...]
    size: str
    provider_type: str
    preset: str
    kind: str
    shows: tuple[str, ...]


def pieces() -> list[Piece]:
    """The texts that come with the product, in the order of their names."""
    folder = resources.files("dueregard.practice").joinpath("starter")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".md")), key=lambda file: file.name
    )
    return [_piece(file.name.removesuffix(".md"), file.read_text("utf-8")) for file in files]


def _piece(slug: str, content: str) -> Piece:
    _, head, text = content.split(_FENCE, 2)
    facts = tomllib.loads(head)
    return Piece(
        slug=slug,
        title=facts["title"],
        summary=facts["summary"],
        text=text.strip() + "\n",
        themes=tuple(facts["themes"]),
        size=facts.get("size", ""),
        provider_type=facts.get("type", ""),
        preset=facts.get("preset", ""),
        kind=facts.get("kind", Kind.CASE_STUDY),
        shows=tuple(facts.get("shows", ())),
    )


@transaction.atomic
def put_up(*, by: Actor, now: datetime) -> int:
    """Publish what is not in the hub yet, labelled as illustrations; how many came. What is there, changed or
    archived, is left as it is."""
    _put_up_themes()
    known = set(CaseStudy.objects.values_list("slug", flat=True))
    new = [piece for piece in pieces() if piece.slug not in known]
    made = {piece.slug: _make(piece, now) for piece in new}
    for piece in new:
        made[piece.slug].shows.set(CaseStudy.objects.filter(slug__in=piece.shows))
    if new:
        about = next(iter(made.values()))
        record(catalogue.STARTER_PUT_UP, by=by, on=about.ref, data={"pieces": len(new)}, at=now)
    return len(new)


def _put_up_themes() -> None:
    for position, (title, about) in enumerate(THEMES):
        theme = theme_named(title)
        if not theme.about:
            theme.about, theme.position = about, position
            theme.save(update_fields=["about", "position"])


def _make(piece: Piece, now: datetime) -> CaseStudy:
    made = CaseStudy.objects.create(
        slug=piece.slug,
        kind=piece.kind,
        title=piece.title,
        summary=piece.summary,
        text=piece.text,
        words=words_of(piece.title, piece.summary, piece.text),
        status=Status.PUBLISHED,
        size=piece.size,
        provider_type=piece.provider_type,
        preset=piece.preset,
        illustration=True,
        created_at=now,
        changed_at=now,
        published_at=now,
    )
    Version.objects.create(
        case_study=made,
        number=1,
        title=made.title,
        summary=made.summary,
        text=made.text,
        at=now,
        note="Starter collection",
    )
    for title in piece.themes:
        theme = Theme.objects.get(parent=None, title=title)
        Placement.objects.create(case_study=made, theme=theme, position=theme.placements.count())
    return made

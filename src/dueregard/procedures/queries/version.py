"""Versions: which there are, what is wrong with one, and what it would break."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dueregard.organisation.models import PostKind, Unit
from dueregard.procedures.editions import label, layer_of, versions_in_force
from dueregard.procedures.models import Version
from dueregard.procedures.rules import KINDS, Document, Mistakes, parse_layers, read
from dueregard.versions.choices import Status
from dueregard.versions.queries import standing


def above(version: Version, today: date) -> list[Version]:
    """The versions in force of the units above this version's unit."""
    return [
        each
        for each in versions_in_force(version.kind, version.unit, today)
        if each.unit_id != version.unit_id
    ]


def check_text(text: str, own_label: str, above: Iterable[Version]) -> Document:
    """A unit's text as the document that it would make there. Raises `Mistakes`."""
    layers = [layer_of(version) for version in above]
    return parse_layers([*layers, read(text, own_label)], known_posts())


def mistakes_in(version: Version, today: date) -> Mistakes | None:
    try:
        check_text(version.text, label(version), above(version, today))
    except Mistakes as found:
        return found
    return None


def known_posts() -> list[str]:
    return list(PostKind.objects.order_by("code").values_list("code", flat=True))


def post_titles() -> dict[str, str]:
    """Titles of posts by code."""
    return dict(PostKind.objects.values_list("code", "title"))


def conflicts_below(version: Version, starts: date) -> list[str]:
    """Sentences for the units below whose own version could not stand on this one."""
    below = (
        Version.objects.filter(kind=version.kind, status=Status.DATED, in_force_from__lte=starts)
        .filter(unit__path__startswith=version.unit.path)
        .exclude(unit=version.unit)
        .select_related("unit")
    )
    return [
        sentence
        for unit in {row.unit_id: row.unit for row in below}.values()
        for sentence in _conflict(version, unit, starts)
    ]


def _conflict(version: Version, unit: Unit, starts: date) -> list[str]:
    chain = {each.unit_id: each for each in versions_in_force(version.kind, unit, starts)}
    chain[version.unit_id] = version
    try:
        parse_layers([layer_of(chain[id]) for id in unit.lineage if id in chain], strict=False)
    except Mistakes as found:
        first = found.mistakes[0]
        return [f"The own procedure of {unit.name} would no longer work: {first.key}, {first.problem}"]
    return []


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: whose procedure, the version in force, and what is being prepared."""

    unit: Unit
    kind: str
    now: Version | None
    coming: Version | None
    draft: Version | None
    ready: Version | None

    @property
    def title(self) -> str:
        return KINDS[self.kind]


def list_rows(today: date) -> list[Row]:
    """Every unit with a procedure of its own, with two queries."""
    found: dict[tuple[UUID, str], list[Version]] = {}
    for version in versions().exclude(status=Status.DISCARDED).order_by("unit__path", "number"):
        found.setdefault((version.unit_id, version.kind), []).append(version)
    return [Row(rows[0].unit, rows[0].kind, *standing(rows, today)) for rows in found.values()]


def versions() -> QuerySet[Version]:
    return Version.objects.select_related("unit", "drafted_by", "approved_by")


def versions_of(kind: str, unit: Unit) -> list[Version]:
    """All versions of a unit, newest first."""
    return list(
        versions().filter(Q(kind=kind, unit=unit)).exclude(status=Status.DISCARDED).order_by("-number")
    )


def open_draft(kind: str, unit: Unit) -> Version | None:
    return versions().filter(kind=kind, unit=unit, status=Status.DRAFT).first()

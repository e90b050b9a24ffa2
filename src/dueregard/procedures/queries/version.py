"""Versions: which there are, what is wrong with one, and what it would break."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dueregard.organisation.models import Holding, Person, Post, PostKind, Unit
from dueregard.organisation.terms import in_force as term_in_force
from dueregard.procedures.catalogue import APPROVE
from dueregard.procedures.editions import label, layer_of, versions_in_force
from dueregard.procedures.models import Status, Version
from dueregard.procedures.rules import KINDS, Document, Mistakes, parse_layers, read


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


def others_who_may_approve(person: Person, unit: Unit, today: date) -> bool:
    """Whether somebody else with an account holds a post that may approve in this unit."""
    kinds = [kind.pk for kind in PostKind.objects.all() if APPROVE in kind.permissions]
    posts = Post.objects.filter(kind__in=kinds, unit__in=unit.lineage)
    return (
        Holding.objects.filter(term_in_force(today), post__in=posts, person__user__is_active=True)
        .exclude(person=person)
        .exists()
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: whose procedure, the version in force, and what is being prepared."""

    unit: Unit
    kind: str
    now: Version | None
    draft: Version | None
    ready: Version | None
    coming: Version | None

    @property
    def title(self) -> str:
        return KINDS[self.kind]


def list_rows(today: date) -> list[Row]:
    """Every unit with a procedure of its own, with two queries."""
    found: dict[tuple[UUID, str], list[Version]] = {}
    for version in versions().exclude(status=Status.DISCARDED).order_by("unit__path", "number"):
        found.setdefault((version.unit_id, version.kind), []).append(version)
    return [_row(of_unit, today) for of_unit in found.values()]


def _row(versions: list[Version], today: date) -> Row:
    def last(*states: str) -> Version | None:
        return next((each for each in reversed(versions) if each.status in states), None)

    dated = sorted(
        (each for each in versions if each.in_force_from), key=lambda each: str(each.in_force_from)
    )
    now = [each for each in dated if each.in_force_from and each.in_force_from <= today]
    coming = [each for each in dated if each.in_force_from and each.in_force_from > today]
    return Row(
        versions[0].unit,
        versions[0].kind,
        now[-1] if now else None,
        last(Status.DRAFT),
        last(Status.APPROVED),
        coming[0] if coming else None,
    )


def versions() -> QuerySet[Version]:
    return Version.objects.select_related("unit", "drafted_by", "approved_by")


def versions_of(kind: str, unit: Unit) -> list[Version]:
    """All versions of a unit, newest first."""
    return list(
        versions().filter(Q(kind=kind, unit=unit)).exclude(status=Status.DISCARDED).order_by("-number")
    )


def open_draft(kind: str, unit: Unit) -> Version | None:
    return versions().filter(kind=kind, unit=unit, status=Status.DRAFT).first()

"""Versions: which is in force, which there were, what is being prepared."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dueregard.organisation.models import Unit
from dueregard.statements.models import KINDS, Version
from dueregard.versions.choices import Status
from dueregard.versions.queries import standing


def provider_of(unit: Unit) -> Unit:
    """The provider to which a unit belongs: statements are the provider's own."""
    return unit if unit.parent_id is None else Unit.objects.get(pk=unit.root_id)


def in_force(kind: str, unit: Unit, today: date) -> Version | None:
    """The text of this kind by which a unit's provider stands on a day; None where it has put none in force."""
    return dated(kind, unit, today).first()


def dated(kind: str, unit: Unit, today: date) -> QuerySet[Version]:
    """What is or was in force, the latest first."""
    rows = Version.objects.filter(kind=kind, unit=unit.root_id, status=Status.DATED, in_force_from__lte=today)
    return rows.select_related("unit").order_by("-in_force_from", "-number")


def versions() -> QuerySet[Version]:
    return Version.objects.select_related("unit", "drafted_by", "approved_by")


def versions_of(kind: str, unit: Unit) -> list[Version]:
    """All versions of a provider's text, newest first; discarded ones left out."""
    return list(versions().filter(kind=kind, unit=unit).exclude(status=Status.DISCARDED).order_by("-number"))


def state_of(version: Version, now_in_force: Version | None, today: date) -> str:
    """'draft', 'approved', 'coming into force', 'in force' or 'superseded'."""
    if version.status != Status.DATED or version.in_force_from is None:
        return str(version.get_status_display()).lower()
    if version.in_force_from > today:
        return "coming into force"
    return "in force" if now_in_force and now_in_force.pk == version.pk else "superseded"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of text of one provider: what is in force, what comes, and what is being prepared."""

    unit: Unit
    kind: str
    now: Version | None
    coming: Version | None
    draft: Version | None
    ready: Version | None

    @property
    def title(self) -> str:
        return KINDS[self.kind]


def shelves(units: list[Unit], today: date) -> list[Shelf]:
    """Every kind of text of these providers, with one query."""
    rows = versions().filter(unit__in=units).exclude(status=Status.DISCARDED).order_by("number")
    found: dict[tuple[object, str], list[Version]] = {}
    for row in rows:
        found.setdefault((row.unit_id, row.kind), []).append(row)
    return [
        Shelf(unit, kind, *standing(found.get((unit.pk, kind), []), today))
        for unit in units
        for kind in KINDS
    ]

"""The edition in force: what the versions of a unit and those above it say together, found by its content.

The only room besides `commands` that writes, and only this: the first to ask for an edition saves it, so that a
record can keep it. It is a memo; it changes nothing that anybody can see, and the same versions always give the
same row.
"""

from collections.abc import Iterable
from datetime import date

from dueregard.organisation.models import Unit
from dueregard.procedures.models import Edition, Version, edition_digest
from dueregard.procedures.rules import Layer, merge, read, written
from dueregard.versions.choices import Status


def in_force(kind: str, unit: Unit, today: date) -> Edition | None:
    """The edition by which `unit` handles this kind of work on this day; None where nobody wrote a procedure.

    Two queries. The edition is a memo of what the versions say, found by its content; the first to ask for one
    saves it, so that a record can keep it.
    """
    versions = versions_in_force(kind, unit, today)
    if not versions:
        return None
    text = merged_text(versions)
    ids = [str(version.pk) for version in versions]
    lowest = versions[-1]
    found, _ = Edition.objects.get_or_create(
        digest=edition_digest(kind, lowest.unit, ids, text),
        defaults={
            "kind": kind, "unit": lowest.unit, "number": lowest.number, "text": text, "made_from": ids,
        },
    )  # fmt: skip
    return found


def versions_in_force(kind: str, unit: Unit, today: date) -> list[Version]:
    """The version in force of each unit from the root down to `unit`; units without one are left out."""
    lineage = unit.lineage
    rows = (
        Version.objects.filter(kind=kind, unit__in=lineage, status=Status.DATED, in_force_from__lte=today)
        .select_related("unit")
        .order_by("in_force_from")
    )
    latest = {row.unit_id: row for row in rows}
    return [latest[id] for id in lineage if id in latest]


def label(version: Version) -> str:
    """How a page names a version: 'Northmoor University, version 3'."""
    return f"{version.unit.name}, version {version.number}"


def layer_of(version: Version) -> Layer:
    return read(version.text, label(version))


def merged(versions: Iterable[Version]) -> Layer:
    """The versions as one layer, the root's first; a newer lock above wins over what stands below."""
    return merge([layer_of(version) for version in versions], strict=False)


def merged_text(versions: Iterable[Version]) -> str:
    return written(merged(versions))

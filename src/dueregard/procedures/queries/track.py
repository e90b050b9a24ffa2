"""The other bodies that a procedure names: whether they are there, and what they are called."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from dueregard.kernel.registries import Gap
from dueregard.organisation.models import Unit
from dueregard.procedures.editions import label
from dueregard.procedures.models import Version
from dueregard.procedures.queries.version import above, check_text
from dueregard.procedures.rules import Document, Mistakes, Track


def unit_names(document: Document) -> dict[str, str]:
    """Names of the units whose procedures the tracks name, by code. No query where there are no tracks."""
    codes = [track.unit for track in document.tracks if track.unit]
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def units_not_there(document: Document, day: date) -> list[str]:
    """A sentence for each track that names a unit which does not exist, or is closed on that day."""
    codes = [track.unit for track in document.tracks if track.unit]
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)} if codes else {}
    found = []
    for track in document.tracks:
        unit = units.get(track.unit)
        if track.unit and unit is None:
            found.append(
                f"The track ‘{track.title}’ names the unit ‘{track.unit}’, and there is none with this code. "
                "Correct the code, or add the unit first."
            )
        elif unit is not None and unit.closed_on is not None and unit.closed_on <= day:
            found.append(f"The track ‘{track.title}’ names {unit.name}, which is closed by then.")
    return found


def tracks_that_lead_nowhere(version: Version, starts: date) -> list[str]:
    """The same for a version that is to be put in force; nothing of a text that cannot be read."""
    try:
        document = check_text(version.text, label(version), above(version, starts))
    except Mistakes:
        return []
    return units_not_there(document, starts)


def bodies_missing(
    documents: Iterable[tuple[Unit, Document]], own: set[tuple[str, UUID]], today: date
) -> Iterator[Gap]:
    """A gap for each track in force whose unit is not there, or decides by no procedure but that which names it. `own`:
    kinds of work with the units that have a text of their own for them. One query, none without tracks."""
    named = [(unit, doc, track) for unit, doc in documents for track in doc.tracks if track.unit]
    codes = {track.unit for _, _, track in named}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)} if codes else {}
    for unit, document, track in named:
        why = _why_missing(unit, document.kind, track, units.get(track.unit), own, today)
        if why:
            yield Gap(
                f"{track.title} takes no part in the events of {unit.name}, though the procedure names it",
                f"{why} Meanwhile nobody there is asked, and no request waits for it.",
                reverse("procedures:procedure", args=[document.kind, unit.pk]),
            )


def _why_missing(
    home: Unit, kind: str, track: Track, unit: Unit | None, own: set[tuple[str, UUID]], today: date
) -> str:
    """'' for a body that can take part, and where a text from above names the very unit whose it is."""
    if unit is None:
        return f"There is no unit with the code ‘{track.unit}’."
    if unit.closed_on is not None and unit.closed_on <= today:
        return f"{unit.name} is closed."
    if unit.pk == home.pk:
        return ""
    nearest = next((id for id in reversed(unit.lineage) if (kind, id) in own), None)
    return "" if nearest not in (None, home.pk) else f"{unit.name} has no procedure of its own."

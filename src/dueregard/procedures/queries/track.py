"""The other bodies that a procedure names: whether they are there, and what they are called."""

from datetime import date

from dueregard.organisation.models import Unit
from dueregard.procedures.editions import label
from dueregard.procedures.models import Version
from dueregard.procedures.queries.version import above, check_text
from dueregard.procedures.rules import Document, Mistakes


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

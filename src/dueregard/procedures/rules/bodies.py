"""What is wrong with the tracks of a document: bodies that cannot be told apart, found, or ever begin."""

from collections.abc import Iterator

from dueregard.procedures.rules.document import HOME, Document, Mistake
from dueregard.procedures.rules.layers import Entry, Layer
from dueregard.procedures.rules.vocabulary import nearest


def mistakes_of_tracks(doc: Document, layer: Layer) -> list[Mistake]:
    """Every mistake, with the line in the layer that stands lowest. Whether a unit is there is asked when the
    version is put in force, since it may be made meanwhile."""
    found: list[Mistake] = []
    for entry in layer.items.get("track", []):
        found += [*_whose(entry), *_starts(entry), *_after(entry, doc)]
    return found or list(_cycles(doc, layer))


def _whose(entry: Entry) -> Iterator[Mistake]:
    path = f"track.{entry.values['id']}"
    if entry.values["id"] == HOME:
        problem = "‘home’ is the body whose procedure this is, so it is there already."
        yield Mistake(entry.at("id"), path, problem, "Give the other body another id.")
    if ("unit" in entry.values) == ("from" in entry.values):
        both = "unit" in entry.values
        problem = "It has both unit and from." if both else "It does not say which body decides."
        remedy = 'Write unit = "…" with the unit’s code, or from = "place".'
        yield Mistake(entry.at("from") if both else entry.line, path, problem, remedy)


def _starts(entry: Entry) -> Iterator[Mistake]:
    if entry.values.get("starts", "after") == "at once" and "after" in entry.values:
        problem = "It begins at once, and yet after something."
        remedy = 'Write starts = "after", or leave after out.'
        yield Mistake(entry.at("after"), f"track.{entry.values['id']}.after", problem, remedy)


def _after(entry: Entry, doc: Document) -> Iterator[Mistake]:
    known = [HOME, *(track.id for track in doc.tracks)]
    for id in entry.values.get("after", ()):
        if id not in known:
            meant = nearest(id, known)
            remedy = f"Did you mean ‘{meant}’?" if meant else f"Known: {', '.join(known)}."
            problem = f"There is no track ‘{id}’."
            yield Mistake(entry.at("after"), f"track.{entry.values['id']}.after", problem, remedy)


def _cycles(doc: Document, layer: Layer) -> Iterator[Mistake]:
    """Bodies of which each waits for another: what is left when those that can begin have been taken away."""
    begun, waiting = {HOME}, list(doc.tracks)
    while ready := [track for track in waiting if begun.issuperset(track.after)]:
        begun |= {track.id for track in ready}
        waiting = [track for track in waiting if track.id not in begun]
    if waiting:
        first = waiting[0]
        entry = layer.item("track", first.id)
        names = " and ".join(f"‘{track.id}’" for track in waiting)
        problem = f"{names} can never begin: each waits for another of them."
        if len(waiting) == 1:
            problem = f"{names} can never begin: it waits for itself."
        remedy = "Let one of them begin at once, or after ‘home’."
        yield Mistake(entry.at("after") if entry else 1, f"track.{first.id}.after", problem, remedy)

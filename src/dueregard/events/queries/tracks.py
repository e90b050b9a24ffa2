"""Which bodies decide about a request: the one whose procedure it comes under, and those that this procedure names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dueregard.events.catalogue import KIND
from dueregard.events.models import EventRequest
from dueregard.events.queries.facts import facts_for_marks
from dueregard.events.rules.tracks import Body, Standing
from dueregard.kernel.dates import WorkingCalendar
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Unit
from dueregard.procedures import rules as procedure_rules
from dueregard.procedures.models import Edition
from dueregard.procedures.queries import in_force, versions_in_force
from dueregard.procedures.rules import HOME, Document, Track


@dataclass(frozen=True, slots=True)
class Deciding:
    """A body that decides, the unit from which its posts are looked up, and the edition by which it works."""

    body: Body
    unit: Unit
    edition: Edition


def bodies_for(request: EventRequest, edition: Edition, today: date) -> list[Deciding]:
    """Home first. Only home, and no query, where the procedure names no other body.

    A track whose unit is not there, has no procedure in force, or is one of those that decide already, is left out:
    it is shown to those who look after procedures, and no request waits for it.
    """
    assert request.unit is not None
    title = edition.unit.name if edition.document.tracks else ""
    found = [Deciding(Body(HOME, title, str(request.unit.pk)), request.unit, edition)]
    if not edition.document.tracks:
        return found
    seen = {edition.unit_id}
    for track in procedure_rules.tracks(edition.document, marks_of(request, edition.document, today)):
        other = _of_the_place(request, today) if track.from_place else _named(track, today)
        if other is not None and other[1].unit_id not in seen:
            seen.add(other[1].unit_id)
            body = Body(track.id, track.title, str(other[0].pk), track.after)
            found.append(Deciding(body, *other))
    return found


def marks_of(request: EventRequest, document: Document, today: date) -> frozenset[str]:
    """The marks that the request has by this document; late only where its day is known."""
    late = False
    if request.day is not None:
        sent = request.whole.sent_on or today
        late = procedure_rules.is_late(document, sent, request.day, _calendar(request))
    return procedure_rules.marks(document, request.answers, facts_for_marks(request, late=late))


def _calendar(request: EventRequest) -> WorkingCalendar:
    assert request.unit is not None
    return calendar_of(request.unit)


def _named(track: Track, today: date) -> tuple[Unit, Edition] | None:
    unit = Unit.objects.filter(code=track.unit, closed_on=None).first()
    edition = in_force(KIND, unit, today) if unit else None
    return (unit, edition) if unit and edition else None


def _of_the_place(request: EventRequest, today: date) -> tuple[Unit, Edition] | None:
    """The body whose place it is: the nearest unit from the place upwards with a procedure of its own."""
    if request.place is None:
        return None
    versions = versions_in_force(KIND, request.place, today)
    if not versions:
        return None
    unit = versions[-1].unit
    edition = in_force(KIND, unit, today)
    return (unit, edition) if edition else None


def bodies_in(request: EventRequest) -> list[Body]:
    """The bodies of a main row; none of any other."""
    return [Body.of(kept) for kept in request.bodies]


def standings_of(companions: Iterable[EventRequest]) -> dict[str, Standing]:
    return {each.track: Standing(each.status, each.outcome, each.decide_by) for each in companions}


def begun_in(request: EventRequest) -> dict[str, Deciding]:
    """The bodies of a main row that have begun, by code, each with the edition by which it works; none of any other."""
    if not request.bodies:
        return {}
    after = {body.code: body.after for body in bodies_in(request)}
    rows = request.tracks.exclude(status="withdrawn").select_related("unit", "edition__unit")
    return {
        row.track: Deciding(
            Body(row.track, row.track_title, str(row.unit_id), after.get(row.track, ())),
            row.unit,
            row.edition,
        )
        for row in rows.order_by("created_at", "pk")
        if row.unit is not None and row.edition is not None
    }


def editions_of(request: EventRequest) -> list[Edition]:
    """The editions by which a sent request is handled: its own, and those of the bodies that have begun."""
    assert request.edition is not None
    return [each.edition for each in begun_in(request).values()] or [request.edition]


def joined(titles: list[str]) -> str:
    """'St Anne’s College, University and Union'."""
    return " and ".join([", ".join(titles[:-1]), titles[-1]]) if len(titles) > 1 else "".join(titles)

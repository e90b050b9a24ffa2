"""Where a request's speakers were asked for before, at this provider: context with its source and its end.

It is shown to a person who checks or decides. It raises no mark, starts no check, sorts nothing and stops nothing
(product.md rules 1 and 2; security.md R8, R14). Only requests that the reader may see are in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from dueregard.events.models import EventRequest, Memory, Speaker, SpeakerLink
from dueregard.events.queries.partner import SPEAKER_YEARS
from dueregard.events.queries.register import NOT_SHOWN
from dueregard.events.queries.visible import walked_by
from dueregard.organisation.models import Person

MOST, LONGEST = 20, 10


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier request. `until` is the day from which it is no longer shown; `said_so`: a person said that it is
    the same speaker, otherwise only the name is the same."""

    speaker: str
    request: EventRequest
    said_so: bool
    until: date


@dataclass(frozen=True, slots=True)
class Memories:
    lines: list[Earlier]
    years: int


def earlier_of(
    request: EventRequest, reader: Person, today: date, speakers: Iterable[Speaker] | None = None
) -> Memories:
    """Newest first, at most twenty."""
    mine = list(request.whole.speakers.all() if speakers is None else speakers)
    if not mine or request.unit is None:
        return Memories([], SPEAKER_YEARS)
    names = {each.name_key: each.name for each in mine if each.name_key}
    found: dict[object, Earlier] = {}
    years = SPEAKER_YEARS
    for row in _rows(request, reader, today, mine, list(names)):
        years = row.years
        day = row.request.day
        if years and day >= _years_before(today, years):
            named = names.get(row.name_key)
            line = Earlier(named or row.name, row.request, named is None, _years_before(day, -years))
            found.setdefault(row.request_id, line)
    return Memories(list(found.values())[:MOST], years)


def _rows(
    request: EventRequest, reader: Person, today: date, mine: list[Speaker], keys: list[str]
) -> Iterable[Any]:
    """Speakers of other requests with the same name, or of whom a person said that they are the same, by key. Each has
    `years`: for how long its provider shows it."""
    assert request.unit is not None
    # Few have the same name: each is looked at by itself. Gathered, all that a reader may see took SQLite half a second.
    seen = walked_by(reader, today).filter(pk=OuterRef("request"), day__gte=_years_before(today, LONGEST))
    kept = Memory.objects.filter(unit=request.unit.root_id).values("speaker_years")
    return (
        Speaker.objects.filter(Exists(seen), pk__in=_same_as(mine, keys))
        .filter(request__unit__path__startswith=_root(request))
        .exclude(request=request.whole.pk)
        .annotate(years=Coalesce(Subquery(kept), Value(SPEAKER_YEARS)))
        .select_related("request__unit")
        .defer(*(f"request__{name}" for name in NOT_SHOWN))
        .order_by("-request__day", "-pk")[: MOST * 2]
    )


def _same_as(mine: list[Speaker], keys: list[str]) -> list[int]:
    """Asked beforehand: PostgreSQL, which expects many of one name, else reads all speakers there are."""
    identities = SpeakerLink.objects.filter(speaker__in=[each.pk for each in mine], undone_at=None)
    merged = SpeakerLink.objects.filter(identity__in=identities.values("identity"), undone_at=None)
    named = Speaker.objects.filter(name_key__in=keys).order_by().values_list("pk")
    return [pk for (pk,) in named.union(merged.order_by().values_list("speaker"), all=True)]


def has_earlier() -> dict[str, Exists]:
    """Whether there can be anything: another row with the name of a speaker, or one that somebody has merged."""
    of_it = Speaker.objects.filter(Q(request=OuterRef("pk")) | Q(request=OuterRef("main")))
    named = Speaker.objects.filter(name_key=OuterRef("name_key")).exclude(request=OuterRef("request"))
    merged = SpeakerLink.objects.filter(speaker=OuterRef("pk"), undone_at=None)
    return {"has_earlier": Exists(of_it.filter(Exists(named.exclude(name_key="")) | Exists(merged)))}


def _root(request: EventRequest) -> str:
    assert request.unit is not None
    return request.unit.path.split(".")[0]


def _years_before(day: date, years: int) -> date:
    """The same day so many years before; a leap day becomes 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)

"""Who may be whom among the speakers of several events, and who is, because a person said so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet

from dueregard.events.catalogue import MERGE_SPEAKERS
from dueregard.events.models import EventRequest, Speaker, SpeakerLink
from dueregard.events.queries.visible import visible_to
from dueregard.events.rules.naming import may_be_one_person
from dueregard.organisation.access import units_where
from dueregard.organisation.models import Person

MOST = 1_000
SHOWN = 50


def same_person(speakers: Iterable[Speaker]) -> dict[int, list[Speaker]]:
    """For each speaker (by primary key) the other rows that a person has merged with it, newest event first; `[]`
    where nobody has. Two queries. The rows come with their requests: show only what the reader may see of these
    (`queries.visible.visible_to`). Names that merely look alike are never in here."""
    wanted = [speaker.pk for speaker in speakers]
    mine = dict(
        SpeakerLink.objects.filter(speaker__in=wanted, undone_at=None).values_list("speaker", "identity")
    )
    found: dict[int, list[Speaker]] = {pk: [] for pk in wanted}
    if not mine:
        return found
    links = SpeakerLink.objects.filter(identity__in=set(mine.values()), undone_at=None)
    of_identity: dict[object, list[Speaker]] = {}
    for link in links.select_related("speaker__request__unit").order_by("-speaker__request__day", "speaker"):
        of_identity.setdefault(link.identity_id, []).append(link.speaker)
    for pk, identity in mine.items():
        found[pk] = [each for each in of_identity[identity] if each.pk != pk]
    return found


def mergeable(person: Person, today: date) -> QuerySet[Speaker]:
    """The speakers about whom this person may say who they are: those of requests that the person may see, in the
    units of the post for it. One row an event, where several bodies decide."""
    scope = units_where(person, MERGE_SPEAKERS, today=today)
    seen = visible_to(person, today)
    requests = scope.filter(EventRequest.objects.filter(pk__in=seen.values("pk"), main=None))
    return Speaker.objects.filter(request__in=requests.values("pk")).exclude(name_key="")


def names_met_again(person: Person, today: date) -> QuerySet[Speaker, Any]:
    """Names that stand at more than one event: `name_key`, `events`, and one row each to begin from."""
    rows = mergeable(person, today).order_by().values("name_key")
    counted = rows.annotate(events=Count("request", distinct=True), first=Min("pk"))
    return counted.filter(events__gt=1)


@dataclass(frozen=True, slots=True)
class Alike:
    """One speaker with those who are said to be the same person, and those whose names may mean that person."""

    speaker: Speaker
    same: list[Speaker]
    candidates: list[Speaker]


def alike(speaker: Speaker, person: Person, today: date) -> Alike:
    """Found by the spelling of the name alone; what the reader may not see is not shown, nor counted."""
    mine = mergeable(person, today).select_related("request__unit")
    same = same_person([speaker])[speaker.pk]
    shown = set(mine.filter(pk__in=[each.pk for each in same]).values_list("pk", flat=True))
    known = {speaker.pk, *(each.pk for each in same)}
    rows = mine.filter(name_initials=speaker.name_initials).exclude(pk__in=known)
    found = [
        row
        for row in rows.order_by("-request__day", "pk")[:MOST]
        if may_be_one_person(row.name, speaker.name)
    ]
    return Alike(
        speaker,
        [each for each in same if each.pk in shown],
        found[:SHOWN],
    )

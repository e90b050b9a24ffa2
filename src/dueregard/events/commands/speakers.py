"""Saying that speakers of several events are one person, and taking it back. Never done by the program itself."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.choices import Status
from dueregard.events.models import Speaker, SpeakerIdentity, SpeakerLink
from dueregard.events.rules.naming import why_not_merge, why_not_take_out
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit


@transaction.atomic
def merge_speakers(*, speakers: Sequence[int], by: Person, why: str, now: datetime) -> SpeakerIdentity:
    """These rows mean one person, and so do all rows that were merged with any of them before."""
    rows = _locked(speakers)
    today = today_in_london(now)
    actors = [require(by, catalogue.MERGE_SPEAKERS, unit=row.request.unit, today=today) for row in rows]
    links = list(SpeakerLink.objects.select_for_update().filter(speaker__in=rows, undone_at=None))
    identities = {link.identity_id for link in links}
    refuse_if(
        why_not_merge(
            rows=len(rows),
            providers=len({row.request.unit.root_id for row in rows if row.request.unit}),
            already=len(links) == len(rows) and len(identities) == 1,
        )
    )
    first = rows[0].request.unit
    assert first is not None
    identity = SpeakerIdentity.objects.filter(pk__in=identities).order_by("made_at").first()
    identity = identity or SpeakerIdentity.objects.create(
        unit=Unit.objects.get(pk=first.root_id), made_at=now
    )
    elsewhere = SpeakerLink.objects.filter(identity__in=identities - {identity.pk}, undone_at=None)
    moved = {link.speaker_id for link in elsewhere}
    elsewhere.update(undone_by=by, undone_at=now)
    linked = set(identity.links.filter(undone_at=None).values_list("speaker", flat=True))
    wanted = ({row.pk for row in rows} | moved) - linked
    SpeakerLink.objects.bulk_create(
        SpeakerLink(identity=identity, speaker_id=pk, why=why, by=by, at=now) for pk in sorted(wanted)
    )
    record(catalogue.SPEAKERS_MERGED, by=actors[0], on=identity.ref, data={"rows": len(wanted)}, at=now)
    return identity


@transaction.atomic
def take_out(*, pk: int, by: Person, now: datetime) -> None:
    """This row means somebody else after all. The link stays on record as undone."""
    (row,) = _locked([pk])
    actor = require(by, catalogue.MERGE_SPEAKERS, unit=row.request.unit, today=today_in_london(now))
    link = SpeakerLink.objects.select_for_update().filter(speaker=row, undone_at=None).first()
    refuse_if(why_not_take_out(merged=link is not None))
    assert link is not None
    link.undone_by, link.undone_at = by, now
    link.save(update_fields=["undone_by", "undone_at"])
    record(catalogue.SPEAKER_TAKEN_OUT, by=actor, on=link.identity.ref, at=now)


def _locked(pks: Sequence[int]) -> list[Speaker]:
    """The rows, locked in one order. One that is not there, or stands in a draft, fails all."""
    found = Speaker.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    rows = list(found.exclude(request__status=Status.DRAFT).select_related("request__unit"))
    if not rows or len(rows) != len(set(pks)):
        raise NotThere
    return rows

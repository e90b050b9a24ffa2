"""Preparing, publishing and withdrawing a video."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dueregard.documents.files import discard, files_about, keep_video
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.outreach import catalogue
from dueregard.outreach.models import Video
from dueregard.outreach.models.video import State
from dueregard.outreach.rules import video as rules


@transaction.atomic
def save_video(
    *,
    by: Person,
    unit: Unit,
    pk: UUID | None = None,
    title: str,
    about: str = "",
    transcript: str = "",
    captions: str = "",
    upload: Any = None,
    now: datetime,
) -> Video:
    """Make a draft, or change one. Empty `captions` and no `upload` leave what is there."""
    video = _locked(pk) if pk else Video(unit=unit)
    actor = require(by, catalogue.MANAGE, unit=video.unit, today=today_in_london(now))
    refuse_if(rules.why_not_save(state=video.state, captions=captions))
    video.title, video.about, video.transcript = title, about, transcript
    video.captions = captions or video.captions
    if upload is not None:
        video.file = _file(video, upload, actor, now)
    video.changed_by, video.changed_at = by, now
    video.save()
    facts: dict[str, object] = {"unit": str(video.unit_id), "file": upload is not None}
    record(catalogue.VIDEO_SAVED, by=actor, on=video.ref, data=facts, at=now)
    return video


def _file(video: Video, upload: Any, actor: Actor, now: datetime) -> UUID:
    """The new file stands in place of the old one."""
    earlier = list(files_about(video.ref))
    most = settings.VIDEO_MEGABYTES * 1024 * 1024
    kept = keep_video(upload, about=video.ref, by=actor, now=now, most=most)
    for each in earlier:
        discard(each)
    return kept.pk


@transaction.atomic
def publish(*, by: Person, pk: UUID, now: datetime) -> Video:
    video = _locked(pk)
    actor = require(by, catalogue.MANAGE, unit=video.unit, today=today_in_london(now))
    refuse_if(
        rules.why_not_publish(
            state=video.state,
            file=video.file is not None,
            captions=video.captions,
            transcript=video.transcript,
        )
    )
    video.state, video.published_at, video.changed_by, video.changed_at = State.PUBLISHED, now, by, now
    video.save()
    record(catalogue.VIDEO_PUBLISHED, by=actor, on=video.ref, data={"unit": str(video.unit_id)}, at=now)
    return video


@transaction.atomic
def withdraw(*, by: Person, pk: UUID, now: datetime) -> Video:
    """Nobody can watch it any more; its page stays and says so. It can be published again."""
    video = _locked(pk)
    actor = require(by, catalogue.MANAGE, unit=video.unit, today=today_in_london(now))
    refuse_if(rules.why_not_withdraw(state=video.state))
    video.state, video.changed_by, video.changed_at = State.WITHDRAWN, by, now
    video.save()
    record(catalogue.VIDEO_WITHDRAWN, by=actor, on=video.ref, data={"unit": str(video.unit_id)}, at=now)
    return video


def _locked(pk: UUID) -> Video:
    video = Video.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if video is None:
        raise NotThere
    return video

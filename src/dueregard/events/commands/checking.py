"""Doing checks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dueregard.documents.files import keep
from dueregard.documents.models import StoredFile
from dueregard.events import catalogue
from dueregard.events.choices import CheckState
from dueregard.events.commands.locking import locked, require_for
from dueregard.events.commands.work import tell_the_step
from dueregard.events.models import Check, EventRequest
from dueregard.events.queries.facts import (
    blocking_checks,
    current_step,
    person_facts,
    post_of,
    request_facts,
    whose_turn,
)
from dueregard.events.rules.checking import why_not_add_file, why_not_record_check, why_not_without_paper
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.models import Person
from dueregard.timers.commands import cancel_timers


@transaction.atomic
def record_check(*, pk: UUID, by: Person, finding: str, text: str, now: datetime) -> Check:
    """Record what a check found. When the last check that the step waits for is done, the step is told."""
    request, check = _lock_check(pk)
    _require_and_refuse(request, check, by, now)
    refuse_if(why_not_without_paper(needed=_needs_paper(request, check), files=_files_of(check)))
    waited_for = [each.pk for each in blocking_checks(request, current_step(request))]
    check.state, check.finding, check.text = CheckState.DONE, finding, text
    post = post_of(check, by, today_in_london(now))
    check.done_by, check.done_post, check.done_at = by, post, now
    check.save()
    cancel_timers(check.ref)
    data = {"check": check.code, "finding": finding}
    record(catalogue.CHECK_DONE, by=by.actor(post), on=request.ref, data=data, at=now)
    if waited_for == [check.pk]:  # a check for which the step does not wait tells it nothing new
        tell_the_step(request)
    return check


@transaction.atomic
def add_file(*, pk: UUID, by: Person, upload: UploadedFile[bytes], now: datetime) -> StoredFile:
    """Keep a paper with a check. What it is, is told by its content (documents)."""
    request, check = _lock_check(pk)
    _require_and_refuse(request, check, by, now)
    refuse_if(why_not_add_file(request_facts(request), files=_files_of(check)))
    post = post_of(check, by, today_in_london(now))
    file = keep(upload, about=check.ref, by=by.actor(post), now=now)
    data = {"check": check.code, "file": str(file.pk)}
    record(catalogue.FILE_ADDED, by=by.actor(post), on=request.ref, data=data, at=now)
    return file


def _files_of(check: Check) -> int:
    return StoredFile.objects.filter(about_type=check.ref.type, about_id=check.ref.id).count()


def _needs_paper(request: EventRequest, check: Check) -> bool:
    asked = request.edition.document.check(check.code) if request.edition else None
    return asked is not None and asked.evidence == "needed"


def _lock_check(pk: UUID) -> tuple[EventRequest, Check]:
    """The request first, always, so that two commands never wait for each other."""
    found = Check.objects.filter(pk=pk).values_list("request_id", flat=True).first()
    if found is None:
        raise NotThere
    request = locked(found)
    return request, Check.objects.select_related("unit").get(pk=pk)


def _require_and_refuse(request: EventRequest, check: Check, by: Person, now: datetime) -> None:
    today = today_in_london(now)
    people = whose_turn(check, request, today)
    require_for(check, request, by=by, code=catalogue.CHECK, people=people, today=today)
    who = person_facts(by, people)
    refuse_if(why_not_record_check(request_facts(request), waiting=check.is_waiting, by=who))

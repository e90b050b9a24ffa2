"""Drafts: starting, saving and throwing away. Nothing is asked for before it is needed."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from dueregard.events import catalogue
from dueregard.events.choices import Status
from dueregard.events.commands.locking import Organiser, locked_of
from dueregard.events.fields import RequestFields
from dueregard.events.models import EventRequest, Speaker, speaker_row
from dueregard.events.queries.facts import request_facts
from dueregard.events.rules.facts import SpeakerFacts
from dueregard.events.rules.sending import why_not_edit_draft
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.words import kept_words
from dueregard.ledger.commands import record
from dueregard.organisation.models import Person
from dueregard.statements.models import Version

PLAIN = (
    "title", "summary", "kind", "unit", "place", "where", "venue", "day", "last_day", "starts", "ends",
    "people", "peak", "capacity", "audience", "on_the_day", "late_reason",
)  # fmt: skip


APART = 10_000
"""By which positions are moved out of the way of new ones; more than any request has speakers."""


@transaction.atomic
def start_draft(*, by: Person, fields: RequestFields, now: datetime, pk: UUID | None = None) -> EventRequest:
    """A new draft of this person's; only its organiser sees it until it is sent. `pk` is for pages that may be
    sent twice; raises `IntegrityError` when it is taken."""
    request = EventRequest(pk=pk or uuid4(), organiser=by, created_at=now, changed_at=now)
    write_fields(request, fields, now=now)
    record(catalogue.DRAFT_STARTED, by=by.actor(), on=request.ref, at=now)
    return request


@transaction.atomic
def save_draft(*, pk: UUID, by: Organiser, fields: RequestFields, now: datetime) -> EventRequest:
    request = locked_of(pk, by)
    refuse_if(why_not_edit_draft(request_facts(request)))
    write_fields(request, fields, now=now)
    return request


@transaction.atomic
def discard_draft(*, pk: UUID, by: Organiser, now: datetime) -> None:
    """Throw a draft away. Nothing but the ledger keeps that it was there."""
    request = locked_of(pk, by)
    refuse_if(why_not_edit_draft(request_facts(request)))
    record(catalogue.DRAFT_DISCARDED, by=by.actor(), on=request.ref, at=now)
    request.delete()


def write_fields(request: EventRequest, fields: RequestFields, *, now: datetime) -> None:
    """Put the fields on the request and save it with its speakers."""
    put_fields(request, fields)
    accept_code(request, fields.code, now=now)
    request.speaker_count = len(fields.speakers)
    request.words = words_of(request, fields.speakers)
    request.changed_at = now
    request.version += 0 if request.status == Status.DRAFT else 1
    request.save()
    write_speakers(request, fields.speakers)


def write_speakers(request: EventRequest, wanted: tuple[SpeakerFacts, ...]) -> None:
    """Let the request have these speakers. A speaker who stays keeps the row, and with it what a person said
    about whom it means; a name that is written differently is a new row."""
    request.speakers.update(position=F("position") + APART)
    kept: dict[str, list[Speaker]] = {}
    for row in request.speakers.all():
        kept.setdefault(row.name, []).append(row)
    rows = [speaker_row(request, place, each) for place, each in enumerate(wanted, start=1)]
    for row in rows:
        if same := kept.get(row.name):
            row.pk = same.pop(0).pk
    Speaker.objects.bulk_update(
        [row for row in rows if row.pk],
        ["position", "body", "topic"],
    )
    Speaker.objects.filter(request=request, position__gt=APART).delete()
    Speaker.objects.bulk_create(row for row in rows if not row.pk)


def accept_code(request: EventRequest, code: Version | None, *, now: datetime) -> None:
    """Which code of practice the organiser accepts, and when. Once a request is sent that stays, whatever comes into
    force later."""
    if request.status != Status.DRAFT or request.code_version_id == (code.pk if code else None):
        return
    request.code_version, request.code_accepted_at = code, now if code else None


def put_fields(request: EventRequest, fields: RequestFields) -> None:
    """Put the fields on the request without saving it."""
    for name in PLAIN:
        setattr(request, name, getattr(fields, name))
    if request.last_day and request.day and request.last_day <= request.day:
        request.last_day = None
    request.answers = dict(fields.answers)


def words_of(request: EventRequest, speakers: tuple[SpeakerFacts, ...]) -> str:
    """What the register's search looks in: title, venue, unit, organiser, speakers and where they are from."""
    unit = request.unit.name if request.unit else ""
    named = [part for each in speakers for part in (each.name, each.body)]
    return kept_words(request.title, request.venue, unit, request.organiser_name, *named)

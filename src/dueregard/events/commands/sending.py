"""Sending a request on its way, and withdrawing it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.choices import Status
from dueregard.events.commands import tracks
from dueregard.events.commands.conditions import drop_all_conditions
from dueregard.events.commands.drafting import words_of
from dueregard.events.commands.locking import Organiser, locked_of, next_number, touch
from dueregard.events.commands.work import end_work, take_route, tell_who_is_next
from dueregard.events.models import EventRequest
from dueregard.events.queries.facts import code_in_force, request_facts, was_approved, what_it_lacks
from dueregard.events.queries.tracks import bodies_for
from dueregard.events.rules.facts import SpeakerFacts
from dueregard.events.rules.sending import why_not_send, why_not_withdraw
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import Refused, refuse_if
from dueregard.ledger.commands import record
from dueregard.outbox.commands import queue
from dueregard.procedures.models import Edition
from dueregard.procedures.queries import in_force


@transaction.atomic
def send(*, pk: UUID, by: Organiser, now: datetime) -> EventRequest:
    """Send a request: it takes a number, keeps the procedure in force, and starts its checks and its ladder. Where
    that procedure names other bodies, each gets the request and starts its own."""
    request = locked_of(pk, by)
    refuse_if(why_not_send(request_facts(request)))
    today = today_in_london(now)
    edition = edition_for(request, now=now)
    bodies = bodies_for(request, edition, today)
    documents = [each.edition.document for each in bodies]
    code = code_in_force(request.unit, today)
    refuse_if(each.sentence for each in what_it_lacks(request, documents, today=today, code=code))
    _take_a_number(request)
    queue(catalogue.RECEIVED, about=request.ref)
    if len(bodies) > 1:
        tracks.set_out(request, bodies, now=now)
    else:
        take_route(request, edition, now=now)
        tell_who_is_next(request)
    facts = {
        "number": request.number,
        "late": request.late,
        "notice": request.notice,
        "edition": str(edition.pk),
    }
    record(catalogue.SENT, by=by.actor(), on=request.ref, data=facts, at=now)
    return request


def _take_a_number(request: EventRequest) -> None:
    speakers = tuple(SpeakerFacts(each.name, each.body) for each in request.speakers.all())
    request.number, request.words = next_number(), words_of(request, speakers)


def edition_for(request: EventRequest, *, now: datetime) -> Edition:
    """The procedure in force for the home unit; without one nothing can be sent, and the sentence says so."""
    if request.unit is None:
        raise Refused(["Say who is putting it on."])
    edition = in_force(catalogue.KIND, request.unit, today_in_london(now))
    if edition is None:
        raise Refused(
            [f"No procedure for events is in force for {request.unit.name} yet. Tell the Prevent lead."]
        )
    return edition


@transaction.atomic
def withdraw(*, pk: UUID, by: Organiser, whose: str, why: str, note: str, now: datetime) -> EventRequest:
    """The organiser withdraws, and says why: a quiet withdrawal would hide a pressure or a hard condition."""
    request = locked_of(pk, by).whole
    refuse_if(why_not_withdraw(request_facts(request)))
    approved = was_approved(request)
    if request.bodies:
        tracks.let_all_go(request, whose=whose, why=why, note=note, now=now)
    else:
        end_work(request, now=now)
        queue(catalogue.REQUEST_WITHDRAWN, about=request.ref)
    request.status, request.ended_at = Status.WITHDRAWN, now
    request.withdrawn_by, request.why_withdrawn, request.withdrawal_note = whose, why, note
    request.changed_at = now
    touch(
        request,
        "status",
        "ended_at",
        "withdrawn_by",
        "why_withdrawn",
        "withdrawal_note",
        "step_due",
        "decide_by",
    )
    drop_all_conditions(request, by=by.person or by.actor(), why="The request was withdrawn.", now=now)
    record(catalogue.WITHDRAWN, by=by.actor(), on=request.ref, data={"by": whose, "why": why}, at=now)
    if approved:
        queue(catalogue.CALLED_OFF, about=request.ref)
    return request

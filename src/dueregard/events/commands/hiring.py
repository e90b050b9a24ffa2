"""Requests by somebody without an account: an address confirmed by link, and one page for that request."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from dueregard.accounts.links import issue
from dueregard.events import catalogue
from dueregard.events.commands.locking import Organiser, locked_of
from dueregard.events.models import EventRequest
from dueregard.events.rules.hiring import why_not_begin
from dueregard.kernel.refs import system
from dueregard.ledger.commands import record
from dueregard.organisation.models import Unit
from dueregard.outbox.commands import queue

FRONT_DOOR = system("events.front-door")
HELD = timedelta(days=1)


@transaction.atomic
def begin_hire(*, name: str, email: str, phone: str, unit: Unit | None, now: datetime) -> EventRequest | None:
    """Begin a draft for a hirer and send the link. One address can begin only so many in a day: beyond that
    nothing happens, and the page's answer is the same."""
    own = EventRequest.objects.filter(contact_email__iexact=email, main=None)
    begun = own.filter(created_at__gt=now - HELD).count()
    if why_not_begin(begun=begun):
        return None
    request = EventRequest.objects.create(
        contact_name=name, contact_email=email, contact_phone=phone, unit=unit, created_at=now, changed_at=now
    )
    record(catalogue.DRAFT_STARTED, by=FRONT_DOOR, on=request.ref, at=now)
    issue(catalogue.HIRER, about=request.ref, by=FRONT_DOOR, now=now)
    queue(catalogue.CONFIRM_ADDRESS, about=request.ref)
    return request


@transaction.atomic
def confirm_address(*, pk: UUID, by: Organiser, now: datetime) -> EventRequest:
    """The link came to the address, and a person pressed the button: the address is confirmed."""
    request = locked_of(pk, by)
    if request.contact_confirmed_at is None:
        request.contact_confirmed_at = request.changed_at = now
        request.save(update_fields=["contact_confirmed_at", "changed_at"])
        record(catalogue.CONTACT_CONFIRMED, by=by.actor(), on=request.ref, at=now)
    return request

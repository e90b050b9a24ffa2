"""When the booking of a request has changed: take it over into the request, or leave the request as it is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.bookings import catalogue
from dueregard.bookings.choices import ChangeState
from dueregard.bookings.commands.locking import locked
from dueregard.bookings.models import Booking
from dueregard.bookings.queries.bookings import to_take_over
from dueregard.events.commands.amending import take_over_booking_change
from dueregard.events.models import Amendment
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import Refused
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person


@transaction.atomic
def take_over(*, pk: UUID, by: Person, now: datetime) -> Amendment:
    """Let the request follow its booking. Needs the permission for bookings and that for requests."""
    booking = locked(pk)
    actor = require(by, catalogue.MATCH, unit=booking.source.unit, today=today_in_london(now))
    changes = to_take_over(booking)
    if booking.request is None or not changes:
        raise Refused(["The request says the same as its booking already."])
    amendment = take_over_booking_change(pk=booking.request.pk, by=by, changes=changes, now=now)
    booking.changes.filter(state=ChangeState.OPEN).update(state=ChangeState.TAKEN, by=by, done_at=now)
    facts = {"request": str(booking.request.pk), "fields": len(changes)}
    record(catalogue.CHANGE_TAKEN, by=actor, on=booking.ref, data=facts, at=now)
    return amendment


@transaction.atomic
def leave(*, pk: UUID, by: Person, note: str, now: datetime) -> Booking:
    """The request stays as it is, with the reason."""
    booking = locked(pk)
    actor = require(by, catalogue.MATCH, unit=booking.source.unit, today=today_in_london(now))
    if booking.request_id is None or not booking.changes.filter(state=ChangeState.OPEN).exists():
        raise Refused(["No change of this booking waits to be looked at."])
    if not note.strip():
        raise Refused(["Say why the request stays as it is."])
    booking.changes.filter(state=ChangeState.OPEN).update(
        state=ChangeState.LEFT, note=note, by=by, done_at=now
    )
    record(catalogue.CHANGE_LEFT, by=actor, on=booking.ref, data={"request": str(booking.request_id)}, at=now)
    return booking

"""What a person says of a booking and a request: the same, not the same, or not the same after all. All reversible."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.bookings import catalogue
from dueregard.bookings.choices import ChangeState, MatchState
from dueregard.bookings.commands.locking import locked, standing_of
from dueregard.bookings.commands.marking import open_and_close
from dueregard.bookings.models import Booking, Match
from dueregard.bookings.rules.reviewing import why_not_link
from dueregard.events.models import EventRequest
from dueregard.events.queries.visible import visible_to
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import may, require
from dueregard.organisation.models import Person


@transaction.atomic
def link(*, pk: UUID, request: UUID, by: Person, now: datetime) -> Booking:
    """This booking is that request's. Only a request that the person may see can be named."""
    booking = locked(pk)
    actor = _actor(booking, by, now)
    about = _seen(request, by, now)
    refuse_if(why_not_link(standing_of(booking)))
    Match.objects.filter(booking=booking, state=MatchState.PROPOSED).exclude(request=about).delete()
    values = {"state": MatchState.LINKED, "by": by, "at": now}
    Match.objects.update_or_create(
        booking=booking, request=about, defaults=values, create_defaults={**values, "why": []}
    )
    booking.request, booking.linked_by_system = about, False
    booking.review, booking.look_by = "", None
    booking.save(update_fields=["request", "linked_by_system", "review", "look_by"])
    record(catalogue.LINKED, by=actor, on=booking.ref, data={"request": str(about.pk)}, at=now)
    return booking


@transaction.atomic
def link_by_number(*, pk: UUID, number: int, by: Person, now: datetime) -> Booking:
    """The same by the number of the request."""
    found = visible_to(by, today_in_london(now)).filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        # The same sentence for a request that is not there and for one that this person may not see.
        raise Refused([f"There is no request E-{number:04d} that you may see."])
    return link(pk=pk, request=found, by=by, now=now)


@transaction.atomic
def not_the_same(*, pk: UUID, request: UUID, by: Person, now: datetime) -> Booking:
    """Take the link off, or the proposal away. It is not made again by itself."""
    booking = locked(pk)
    actor = _actor(booking, by, now)
    match = Match.objects.filter(booking=booking, request=request).first()
    if match is None or match.state == MatchState.NOT_THE_SAME:
        raise Refused(["Nothing says that these two are the same."])
    was_linked = match.state == MatchState.LINKED
    match.state, match.by, match.at = MatchState.NOT_THE_SAME, by, now
    match.save(update_fields=["state", "by", "at"])
    if was_linked:
        booking.request, booking.linked_by_system = None, False
        booking.save(update_fields=["request", "linked_by_system"])
        booking.changes.filter(state=ChangeState.OPEN).update(state="")
        open_and_close(booking.source, now=now)
    code = catalogue.UNLINKED if was_linked else catalogue.NOT_THE_SAME
    record(code, by=actor, on=booking.ref, data={"request": str(request)}, at=now)
    return booking


@transaction.atomic
def may_be_the_same(*, pk: UUID, request: UUID, by: Person, now: datetime) -> Booking:
    """Take 'not the same' back: the two are proposed again."""
    booking = locked(pk)
    actor = _actor(booking, by, now)
    match = Match.objects.filter(booking=booking, request=request, state=MatchState.NOT_THE_SAME).first()
    if match is None:
        raise Refused(["Nobody has said that these two are not the same."])
    refuse_if(why_not_link(standing_of(booking)))
    match.state, match.by, match.at = MatchState.PROPOSED, None, now
    match.save(update_fields=["state", "by", "at"])
    record(catalogue.ASKED_AGAIN, by=actor, on=booking.ref, data={"request": str(request)}, at=now)
    return booking


def _actor(booking: Booking, by: Person, now: datetime) -> Actor:
    """Whoever may match, or may review: a review may end in 'it is the same as'."""
    today = today_in_london(now)
    if may(by, catalogue.REVIEW, unit=booking.source.unit, today=today):
        return require(by, catalogue.REVIEW, unit=booking.source.unit, today=today)
    return require(by, catalogue.MATCH, unit=booking.source.unit, today=today)


def _seen(request: UUID, by: Person, now: datetime) -> EventRequest:
    found = visible_to(by, today_in_london(now)).filter(pk=request).first()
    if found is None:
        raise NotThere
    return found


__all__ = ["NotAllowed", "link", "link_by_number", "may_be_the_same", "not_the_same"]

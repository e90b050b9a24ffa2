"""Taking the lock on a booking and what hangs on it."""

from uuid import UUID

from dueregard.bookings.models import Booking, Source
from dueregard.bookings.queries.requests import is_over
from dueregard.bookings.rules.reviewing import Standing
from dueregard.kernel.errors import NotThere


def locked(pk: UUID) -> Booking:
    """The booking, locked until the end of the transaction."""
    found = (
        Booking.objects.select_for_update(of=("self",))
        .select_related("source__unit", "request")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotThere
    return found


def locked_source(pk: UUID) -> Source:
    found = Source.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def standing_of(booking: Booking) -> Standing:
    return Standing(
        cancelled=booking.is_cancelled,
        day=booking.day,
        linked=booking.request_id is not None,
        review=booking.review,
        has_address=bool(booking.contact_email),
        over=booking.request is not None and is_over(booking.request),
    )

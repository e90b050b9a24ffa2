"""What bookings adds to the page of a request: its room bookings, and where they say something else."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from dueregard.bookings import catalogue
from dueregard.bookings.choices import ChangeState
from dueregard.bookings.models import Booking, Change
from dueregard.bookings.queries.bookings import Difference, differing
from dueregard.events.queries.record import Record
from dueregard.events.registries import Piece, record_may_have, record_pieces
from dueregard.organisation.access import access_of


@dataclass(slots=True)
class Shown:
    """A booking of the request. `may_open`: this reader may open the page of the booking."""

    booking: Booking
    differences: list[Difference] = field(default_factory=list)
    changed: bool = False
    may_open: bool = False


def may_have() -> dict[str, Exists]:
    of_it = Q(request=OuterRef("pk")) | Q(request=OuterRef("main"))
    return {"has_bookings": Exists(Booking.objects.filter(of_it))}


def bookings_of(record: Record) -> Piece | None:
    """At most one query, and none for a request without bookings."""
    if not getattr(record.request, "has_bookings", True):
        return None
    open_change = Change.objects.filter(booking=OuterRef("pk"), state=ChangeState.OPEN)
    rows = Booking.objects.filter(request=record.request.whole).select_related("source__unit")
    found = list(rows.annotate(is_changed=Exists(open_change)).order_by("day", "starts", "pk")[:20])
    if not found:
        return None
    return Piece("bookings/_of_request.html", [_shown(booking, record) for booking in found], order=20)


def _shown(booking: Booking, record: Record) -> Shown:
    booking.request = record.request.whole
    reader = record.reader
    may = reader is not None and any(
        access_of(reader, record.today).may(code, unit=booking.source.unit) for code in catalogue.ANY
    )
    return Shown(booking, differing(booking), bool(booking.is_changed), may)  # type: ignore[attr-defined]


def register() -> None:
    """Called once, when the app is ready."""
    record_pieces.register(bookings_of)
    record_may_have.register(may_have)

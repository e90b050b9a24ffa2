"""When a booking may be linked, looked at, written about; the reasons why not."""

from dataclasses import dataclass
from datetime import date

LOOK_WITHIN = 5
"""Working days in which somebody should look at a marked booking, and in which an answer to a letter is waited for."""
MOST_GONE = 0.5
FEW = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules need to know of a booking."""

    cancelled: bool
    day: date
    linked: bool
    review: str
    has_address: bool = False
    over: bool = False
    """Its request was withdrawn, refused or called off."""


def why_not_review(booking: Standing, *, today: date) -> list[str]:
    if booking.cancelled:
        return ["This booking has been cancelled. There is nothing to settle."]
    if booking.linked and not booking.over:
        return ["This booking has its request already."]
    if booking.day < today:
        return ["The day of this booking has passed."]
    return []


def why_not_look_again(booking: Standing, *, today: date) -> list[str]:
    if booking.review in ("", "open"):
        return ["This booking waits to be looked at already, or never did."]
    return why_not_review(booking, today=today)


def why_not_link(booking: Standing) -> list[str]:
    return ["This booking has its request already. Take it off first."] if booking.linked else []


def why_not_later(until: date, booking: Standing, *, today: date) -> list[str]:
    if until <= today:
        return ["Choose a day from tomorrow on."]
    if until >= booking.day:
        return ["Choose a day before that of the booking."]
    return []


def why_not_let_go(gone: int, standing: int) -> list[str]:
    """A file that misses most of what stood is more likely a part of the calendar than all of it."""
    if gone > FEW and gone > standing * MOST_GONE:
        missing = f"{gone:,} of {standing:,} bookings are missing from this file."
        return [
            f"{missing} If it holds only a part of the calendar, say that it does; if they really have gone, say so."
        ]
    return []

"""The letter to whoever booked a room: prepared, never sent by itself, and theirs to change who sends it.

It asks and offers help. It presumes nothing, and says that the booking stands (CTSA 2015 s.31: particular regard to
freedom of speech).
"""

from dueregard.bookings.models import Booking
from dueregard.bookings.rules.marking import in_words
from dueregard.kernel.dates import long_date
from dueregard.organisation.models import Person


def subject_of(booking: Booking) -> str:
    return f"Your booking on {long_date(booking.day)}: does it need an event request?"


def text_of(booking: Booking, *, by: Person, address: str) -> str:
    """The prepared words; `address` is the page on which a request is made."""
    name = booking.contact_name or "organiser"
    when = long_date(booking.day) + (f" at {booking.starts:%H:%M}" if booking.starts else "")
    where = f" in {booking.venue}" if booking.venue else ""
    why = _listed(in_words(booking.marks))
    stands = "The booking stands; nothing about it has been changed."
    asked = "if so, please tell us with one line, and give its number if there is one."
    maybe = f"It may be that you have sent it already, or that none is needed: {asked}"
    help_ = "It is there so that we can help you in good time with the room, stewards or anything else."
    ahead = "An event goes ahead unless somebody with authority to do so decides otherwise and says why."
    none = "We have not found one for this booking." if why else "We have not found an event request for it."
    paragraphs = [
        f"Dear {name},",
        f"Thank you for your booking ‘{booking.title}’ on {when}{where}. {stands}",
        f"We ask for an event request where {why}. {none} {maybe}" if why else f"{none} {maybe}",
        f"If it is an event with people from outside, the request takes about five minutes: {address}",
        f"{help_} {ahead}",
        f"With kind regards\n{by.name}",
    ]
    return "\n\n".join(paragraphs)


def _listed(words: list[str]) -> str:
    return " or ".join(words)

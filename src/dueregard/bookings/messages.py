"""The one message of bookings: the letter that a person sent, in that person's words."""

from typing import Any

from dueregard.bookings import catalogue
from dueregard.bookings.models import Booking, Letter
from dueregard.bookings.queries.requests import is_over
from dueregard.kernel.refs import Ref
from dueregard.outbox.kinds import Mail, handle, handle_addresses

CONTACT = "bookings.contact"


def _letter(about: Ref) -> Letter | None:
    return Letter.objects.select_related("booking__request").filter(pk=about.id).first()


def recipients(about: Ref) -> list[Ref]:
    return [Ref(CONTACT, about.id)] if _letter(about) else []


def _has_one(booking: Booking) -> bool:
    return booking.request is not None and not is_over(booking.request)


def still_due(about: Ref, to: Ref) -> bool:
    """A booking that was cancelled, or linked to a request that goes on, between the press and the post needs no letter any more."""
    letter = _letter(about)
    return letter is not None and not letter.booking.is_cancelled and not _has_one(letter.booking)


def render(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    letter = Letter.objects.get(pk=about.id)
    return Mail(letter.subject, letter.text)


def address(ref: Ref) -> tuple[str, str] | None:
    return Letter.objects.filter(pk=ref.id).values_list("to_name", "to_email").first()


def register() -> None:
    """Called once, when the app is ready."""
    handle_addresses(CONTACT, address)
    handle(catalogue.LETTER, recipients=recipients, still_due=still_due, render=render)

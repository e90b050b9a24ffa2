"""What a person does about a marked booking without a request. Nothing is ever sent but by their own press."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.bookings import catalogue
from dueregard.bookings.choices import Review
from dueregard.bookings.commands.locking import locked, standing_of
from dueregard.bookings.models import Booking, Letter
from dueregard.bookings.rules.reviewing import (
    LOOK_WITHIN,
    why_not_later,
    why_not_look_again,
    why_not_review,
)
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue


@transaction.atomic
def send_letter(
    *, pk: UUID, by: Person, name: str, email: str, subject: str, text: str, now: datetime
) -> Letter:
    """Send the letter as this person wrote it to whoever booked, and look at the booking again when an answer may be
    expected. The booking's own address is used where it has one."""
    booking = locked(pk)
    today = today_in_london(now)
    actor = require(by, catalogue.REVIEW, unit=booking.source.unit, today=today)
    refuse_if(why_not_review(standing_of(booking), today=today))
    letter = Letter.objects.create(
        booking=booking,
        to_name=booking.contact_name or name,
        to_email=booking.contact_email or email,
        subject=subject,
        text=text,
        by=by,
        at=now,
    )
    look_by = min(calendar_of(booking.source.unit).after(today, LOOK_WITHIN), booking.day)
    _settle(booking, Review.ASKED, "", look_by, by=by, now=now)
    queue(catalogue.LETTER, about=letter.ref)
    record(catalogue.LETTER_SENT, by=actor, on=booking.ref, data={"letter": str(letter.pk)}, at=now)
    return letter


@transaction.atomic
def needs_no_request(*, pk: UUID, by: Person, reason: str, now: datetime) -> Booking:
    booking = locked(pk)
    today = today_in_london(now)
    actor = require(by, catalogue.REVIEW, unit=booking.source.unit, today=today)
    refuse_if(why_not_review(standing_of(booking), today=today))
    refuse_if([] if reason.strip() else ["Say why this booking needs no request."])
    _settle(booking, Review.NOT_NEEDED, reason, None, by=by, now=now)
    record(catalogue.NOT_NEEDED, by=actor, on=booking.ref, at=now)
    return booking


@transaction.atomic
def look_later(*, pk: UUID, by: Person, until: date, now: datetime) -> Booking:
    """Leave it until a day; on that day it waits again."""
    booking = locked(pk)
    today = today_in_london(now)
    actor = require(by, catalogue.REVIEW, unit=booking.source.unit, today=today)
    standing = standing_of(booking)
    refuse_if(why_not_review(standing, today=today) or why_not_later(until, standing, today=today))
    _settle(booking, Review.LATER, booking.review_note, until, by=by, now=now)
    record(catalogue.LATER, by=actor, on=booking.ref, data={"until": until.isoformat()}, at=now)
    return booking


@transaction.atomic
def look_again(*, pk: UUID, by: Person, now: datetime) -> Booking:
    """Take back what was settled: the booking waits to be looked at as before."""
    booking = locked(pk)
    today = today_in_london(now)
    actor = require(by, catalogue.REVIEW, unit=booking.source.unit, today=today)
    refuse_if(why_not_look_again(standing_of(booking), today=today))
    look_by = min(calendar_of(booking.source.unit).after(today, LOOK_WITHIN), booking.day)
    booking.review_since = now
    _settle(booking, Review.OPEN, "", look_by, by=by, now=now)
    record(catalogue.LOOK_AGAIN, by=actor, on=booking.ref, at=now)
    return booking


def _settle(
    booking: Booking, review: Review, note: str, look_by: date | None, *, by: Person, now: datetime
) -> None:
    booking.review, booking.review_note, booking.look_by = review, note, look_by
    booking.reviewed_by, booking.reviewed_at = by, now
    booking.save(
        update_fields=["review", "review_note", "look_by", "reviewed_by", "reviewed_at", "review_since"]
    )

"""Forgetting who booked, once nobody needs to write to them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dueregard.bookings import catalogue
from dueregard.bookings.models import Booking, Letter, Source
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.refs import system
from dueregard.ledger.commands import record

KEPT_FOR = timedelta(days=90)
"""How long after its day a booking keeps the name and the address of whoever booked. Far beyond the days that are read,
so that no file brings them back."""


@transaction.atomic
def forget_contacts(*, now: datetime) -> int:
    """Empty the contacts of bookings that are long past, and of their letters; how many bookings."""
    before = today_in_london(now) - KEPT_FOR
    past = Booking.objects.filter(day__lt=before).filter(Q(last_day=None) | Q(last_day__lt=before))
    held = past.exclude(contact_name="", contact_email="")
    Letter.objects.filter(booking__in=held).exclude(to_name="").update(to_name="")
    count = 0
    for source in Source.objects.filter(bookings__in=held).distinct().order_by("pk"):
        gone = held.filter(source=source).update(contact_name="", contact_email="")
        record(
            catalogue.FORGOTTEN, by=system("bookings.forget"), on=source.ref, data={"bookings": gone}, at=now
        )
        count += gone
    return count

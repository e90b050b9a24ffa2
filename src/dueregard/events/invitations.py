"""An approved event in its organiser's own calendar: put there, moved, and taken out again."""

from dataclasses import replace
from datetime import date
from email.utils import parseaddr

from django.conf import settings

from dueregard.documents.calendar import Invited, invitation
from dueregard.events.choices import Outcome, Status
from dueregard.events.exports import calendar_item
from dueregard.events.models import EventRequest
from dueregard.events.queries.facts import GOES_AHEAD, was_approved
from dueregard.events.rules.ending import CANCELLED
from dueregard.kernel.refs import Ref
from dueregard.outbox.kinds import Invitation, address_of


def invitation_for(request: EventRequest, to: Ref, today: date) -> Invitation | None:
    """What the organiser's calendar should hold as things stand: the event once it is approved, nothing any more once
    it is off. None where the calendar need not change, or the day has passed."""
    if request.day is None or request.day < today:
        return None
    if (
        request.status == Status.DECIDED
        and request.outcome in GOES_AHEAD
        and request.aftermath not in CANCELLED
    ):
        return _made(request, request.day, to, "REQUEST")
    if was_approved(request) and _is_off(request):
        return _made(request, request.day, to, "CANCEL")
    return None


def _is_off(request: EventRequest) -> bool:
    refused = request.status == Status.DECIDED and request.outcome == Outcome.REFUSED
    return refused or request.status == Status.WITHDRAWN or request.aftermath in CANCELLED


def _made(request: EventRequest, day: date, to: Ref, method: str) -> Invitation | None:
    reached = address_of(to)
    if reached is None or not reached[1]:
        return None
    cancelled = method == "CANCEL"
    item = calendar_item(request, day)
    if cancelled:
        item = replace(item, summary=f"Cancelled: {item.summary}")
    invited = Invited(
        method="CANCEL" if cancelled else "REQUEST",
        # Every change of a request raises its version, so a later entry always has a higher number.
        sequence=request.version,
        sender=parseaddr(settings.MAIL_REPLY_TO or settings.DEFAULT_FROM_EMAIL)[1],
        recipient=reached[1],
    )
    return Invitation(invited.method, invitation(item, invited))

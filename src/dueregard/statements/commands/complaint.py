"""Complaints: taken from anybody, answered once by whoever holds the post."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.kernel.refs import system
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.outbox.commands import queue
from dueregard.statements import catalogue
from dueregard.statements.models import Complaint
from dueregard.statements.rules import complaining as rules

FRONT_DOOR = system("statements.front-door")
HELD = timedelta(days=1)


@transaction.atomic
def complain(
    *, unit: Unit, name: str, email: str, who: str, which: str, what: str, now: datetime
) -> Complaint | None:
    """Take a complaint from anybody; it is confirmed by mail. None where the address has made too many today: the
    page's answer is the same."""
    _lock_numbers()
    made = Complaint.objects.filter(email__iexact=email, made_at__gt=now - HELD).count()
    if rules.why_not_take(made=made):
        return None
    highest = Complaint.objects.aggregate(highest=Max("number"))["highest"]
    complaint = Complaint.objects.create(
        number=(highest or 0) + 1,
        unit=unit,
        name=name,
        email=email,
        who=who,
        which=which,
        what=what,
        made_at=now,
    )
    record(catalogue.COMPLAINT_MADE, by=FRONT_DOOR, on=complaint.ref, data={"unit": str(unit.pk)}, at=now)
    queue(catalogue.COMPLAINT_RECEIVED, about=complaint.ref)
    queue(catalogue.COMPLAINT_WAITS, about=complaint.ref)
    return complaint


@transaction.atomic
def answer_complaint(*, pk: UUID, by: Person, result: str, answer: str, now: datetime) -> Complaint:
    """Answer a complaint; the answer goes to whoever made it, and stays with it."""
    complaint = Complaint.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if complaint is None:
        raise NotThere
    actor = require(by, catalogue.COMPLAINTS, unit=complaint.unit, today=today_in_london(now))
    refuse_if(rules.why_not_answer(answered=bool(complaint.result)))
    if not answer:
        raise Refused(["Write the answer. Whoever complained reads these words."])
    complaint.result, complaint.answer = result, answer
    complaint.answered_by, complaint.answered_at = by, now
    complaint.save()
    record(catalogue.COMPLAINT_ANSWERED, by=actor, on=complaint.ref, data={"result": result}, at=now)
    queue(catalogue.COMPLAINT_ANSWER, about=complaint.ref)
    return complaint


def _lock_numbers() -> None:
    """Nobody else takes a number meanwhile: the first provider's row stands for the series."""
    Unit.objects.select_for_update().filter(parent=None).order_by("pk").first()

"""Sending the code of practice to students once a year, through the outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.outbox.commands import queue_in_batches
from dueregard.outbox.rules import batch_at
from dueregard.statements import catalogue
from dueregard.statements.models import CODE, Copy, Sending
from dueregard.statements.queries.version import in_force
from dueregard.statements.queries.yearly import audience_of, whole_of
from dueregard.statements.rules import yearly as rules


@transaction.atomic
def send_yearly(
    *, by: Person, unit: Unit, units: Sequence[Unit], lists: Iterable[str], words: str = "", now: datetime
) -> Sending:
    """Send the version in force to the people of the units (and those below) and to the addresses of lists.

    Who has had this version this academic year is passed over. Kept whole or not at all; the worker then sends a
    batch after the other.
    """
    provider = Unit.objects.select_for_update().filter(pk=unit.pk, parent=None).first()
    if provider is None:
        raise NotThere
    today = today_in_london(now)
    actor = require(by, catalogue.SEND, unit=provider, today=today)
    code = in_force(CODE, provider, today)
    year = rules.academic_year(today)
    audience = audience_of(provider, code, year, units, lists, today)
    refuse_if(
        rules.why_not_send(
            code=code is not None,
            starter=code is not None and code.starter,
            recipients=audience.recipients,
            already=audience.already,
        )
    )
    assert code is not None
    sending = Sending.objects.create(
        unit=provider,
        version=code,
        year=year,
        units=[each.name for each in units],
        words=words,
        people=len(audience.people),
        lists=len(audience.lists),
        already=audience.already,
        without_address=audience.without_address,
        by=by,
        at=now,
    )
    _write_copies(sending, audience.people, audience.lists)
    queue_in_batches(catalogue.YEARLY, whole_of(sending), at=now)
    counts = {"people": sending.people, "lists": sending.lists, "already": sending.already}
    record(
        catalogue.SENDING_STARTED,
        by=actor,
        on=sending.ref,
        data={"version": str(code.pk), "year": year, **counts},
        at=now,
    )
    return sending


def _write_copies(sending: Sending, people: Sequence[UUID], lists: Sequence[str]) -> None:
    """A row for each recipient, with its batch."""
    rows = [Copy(person_id=pk) for pk in people] + [Copy(address=address) for address in lists]
    for place, row in enumerate(rows):
        row.sending, row.version, row.year = sending, sending.version, sending.year
        row.batch = batch_at(place)
    Copy.objects.bulk_create(rows, batch_size=1000)

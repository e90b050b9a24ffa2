"""Keeping the contacts of a local network, and how long is remembered what they say."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.models import Memory, PartnerContact
from dueregard.events.queries.partner import months_after
from dueregard.events.rules.partner import ContactFields, why_not_keep_contact
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.kernel.refs import system
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Person, Unit

CLOCK = system("events.memory")
FORGOTTEN_AFTER = 6
"""Months after the day by which somebody was to look at a contact again."""


@transaction.atomic
def keep_contact(*, by: Person, unit: Unit, fields: ContactFields, now: datetime) -> PartnerContact:
    """Add a contact to those of the unit's provider."""
    home, today = provider_of(unit), today_in_london(now)
    require(by, catalogue.PARTNER_CONTACTS, unit=home, today=today)
    contact = PartnerContact(unit=home)
    refuse_if(_why_not(contact, fields, today))
    _write(contact, fields, by, now)
    record(catalogue.CONTACT_KEPT, by=by.actor(), on=contact.ref, at=now)
    return contact


@transaction.atomic
def change_contact(*, pk: UUID, by: Person, fields: ContactFields, now: datetime) -> PartnerContact:
    """Change or review a contact: it may be asked until the new date."""
    contact = _locked(pk, by, now)
    refuse_if(_why_not(contact, fields, today_in_london(now)))
    _write(contact, fields, by, now)
    record(catalogue.CONTACT_REVIEWED, by=by.actor(), on=contact.ref, at=now)
    return contact


@transaction.atomic
def remove_contact(*, pk: UUID, by: Person, now: datetime) -> None:
    """Delete a contact. What was answered stays with the requests until its own day."""
    contact = _locked(pk, by, now)
    record(catalogue.CONTACT_REMOVED, by=by.actor(), on=contact.ref, at=now)
    contact.delete()


@transaction.atomic
def forget_contacts(*, now: datetime) -> int:
    """Delete contacts at whom nobody looked again within six months of their day. How many."""
    last = months_after(today_in_london(now), -FORGOTTEN_AFTER)
    due = PartnerContact.objects.select_for_update(of=("self",)).filter(review_by__lt=last)
    gone = list(due.order_by("pk")[:500])
    for contact in gone:
        record(catalogue.CONTACT_REMOVED, by=CLOCK, on=contact.ref, at=now)
        contact.delete()
    return len(gone)


@transaction.atomic
def set_memory(*, by: Person, unit: Unit, answer_months: int, speaker_years: int, now: datetime) -> Memory:
    """How long this provider keeps answers of partners, and shows earlier decisions about a speaker."""
    home = provider_of(unit)
    require(by, catalogue.PARTNER_CONTACTS, unit=home, today=today_in_london(now))
    if not 1 <= answer_months <= 36 or not 0 <= speaker_years <= 10:
        raise Refused(["Keep answers for 1 to 36 months, and look back at most 10 years."])
    kept = {"answer_months": answer_months, "speaker_years": speaker_years}
    memory, _ = Memory.objects.update_or_create(unit=home, defaults=kept)
    record(catalogue.MEMORY_SET, by=by.actor(), on=memory.ref, data=kept, at=now)
    return memory


def _why_not(contact: PartnerContact, fields: ContactFields, today: date) -> list[str]:
    same = PartnerContact.objects.filter(unit=contact.unit, email__iexact=fields.email).exclude(pk=contact.pk)
    return why_not_keep_contact(review_by=fields.review_by, today=today, taken=same.exists())


def _write(contact: PartnerContact, fields: ContactFields, by: Person, now: datetime) -> None:
    contact.name, contact.role = fields.name, fields.role
    contact.organisation, contact.email = fields.organisation, fields.email
    contact.review_by, contact.kept_by, contact.kept_at = fields.review_by, by, now
    contact.save()


def _locked(pk: UUID, by: Person, now: datetime) -> PartnerContact:
    found = (
        PartnerContact.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    )
    if found is None:
        raise NotThere
    require(by, catalogue.PARTNER_CONTACTS, unit=found.unit, today=today_in_london(now))
    return found

"""Asking partners about a speaker by one-time link, and forgetting what they said on time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.accounts.links import issue, revoke, use_up
from dueregard.accounts.models import Link
from dueregard.events import catalogue
from dueregard.events.commands.locking import locked
from dueregard.events.models import EventRequest, PartnerContact, PartnerQuestion
from dueregard.events.queries.facts import everybody_at_work, person_facts, request_facts
from dueregard.events.queries.partner import forget_on, question_facts
from dueregard.events.rules import partner as rules
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.kernel.refs import system
from dueregard.ledger.commands import record
from dueregard.organisation.access import may, require
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue

CLOCK = system("events.memory")


@transaction.atomic
def ask_partners(
    *, pk: UUID, by: Person, speaker: str, contacts: Sequence[UUID], now: datetime
) -> list[PartnerQuestion]:
    """Ask some contacts the one question about one speaker. Each gets a link of their own."""
    request = locked(pk)
    _require_work(request, by, now)
    assert request.unit is not None
    kept = PartnerContact.objects.filter(unit=provider_of(request.unit), pk__in=list(contacts))
    chosen = list(kept.select_for_update())
    refuse_if(_what_asking_lacks(request, speaker, chosen, now))
    made = [_ask(request, speaker, contact, by, now) for contact in chosen]
    record(catalogue.PARTNERS_ASKED, by=by.actor(), on=request.ref, data={"questions": len(made)}, at=now)
    return made


def _require_work(request: EventRequest, by: Person, now: datetime) -> None:
    today = today_in_london(now)
    people = everybody_at_work(request, today)
    if by not in people and not may(by, catalogue.CHECK, today=today):
        require(by, catalogue.DECIDE, today=today)
    refuse_if(rules.why_not_ask_partners(request_facts(request), by=person_facts(by, people)))


def _what_asking_lacks(
    request: EventRequest, speaker: str, chosen: list[PartnerContact], now: datetime
) -> list[str]:
    waiting = PartnerQuestion.objects.filter(
        request=request, speaker=speaker, contact__in=chosen, withdrawn_at=None, expires_at__gt=now
    )
    return rules.what_asking_lacks(
        speaker=speaker,
        known=tuple(request.whole.speakers.values_list("name", flat=True)),
        contacts=len(chosen),
        overdue=tuple(str(each) for each in chosen if each.review_by < today_in_london(now)),
        asked=tuple(str(each.contact) for each in waiting.select_related("contact")),
    )


def _ask(
    request: EventRequest, speaker: str, contact: PartnerContact, by: Person, now: datetime
) -> PartnerQuestion:
    assert request.unit is not None
    made = PartnerQuestion(
        request=request,
        contact=contact,
        contact_name=contact.name,
        contact_role=contact.role,
        organisation=contact.organisation,
        speaker=speaker,
        event=request.title,
        asked_by=by,
        asked_at=now,
        expires_at=now + catalogue.PARTNER_LASTS,
        forget_on=forget_on(request.unit, now),
    )
    made.save(force_insert=True)
    issue(catalogue.PARTNER_CHECK, about=made.ref, holder=str(contact.pk), by=by.actor(), now=now)
    queue(catalogue.PARTNER_ASKED, about=made.ref, to=contact.ref)
    return made


@transaction.atomic
def answer_partner(*, link: Link, answer: str, text: str, source: str, now: datetime) -> PartnerQuestion:
    """The contact answers by the link, which is used up. It informs; nothing follows from it by itself."""
    question = _locked(link.about_id)
    refuse_if(rules.why_not_answer_partner(question_facts(question), now=now))
    if answer not in ("yes", "no", "speak"):
        raise Refused(["Choose an answer."])
    use_up(link, now)
    question.answer, question.text, question.source, question.answered_at = answer, text, source, now
    question.save(update_fields=["answer", "text", "source", "answered_at"])
    data = {"question": str(question.pk)}
    record(catalogue.PARTNER_ANSWERED, by=link.actor(), on=question.request.ref, data=data, at=now)
    queue(catalogue.PARTNER_HAS_ANSWERED, about=question.ref)
    return question


@transaction.atomic
def remind_partner(*, pk: UUID, by: Person, now: datetime) -> PartnerQuestion:
    question = _locked_for(pk, by, now)
    refuse_if(rules.why_not_remind(question_facts(question), now=now))
    question.reminded_at = now
    question.save(update_fields=["reminded_at"])
    assert question.contact is not None
    data = {"question": str(question.pk)}
    record(catalogue.PARTNER_REMINDED, by=by.actor(), on=question.request.ref, data=data, at=now)
    queue(catalogue.PARTNER_ASKED_AGAIN, about=question.ref, to=question.contact.ref)
    return question


@transaction.atomic
def take_question_back(*, pk: UUID, by: Person, now: datetime) -> PartnerQuestion:
    """The link opens nothing any more."""
    question = _locked_for(pk, by, now)
    refuse_if(rules.why_not_take_back_question(question_facts(question)))
    question.withdrawn_at = now
    question.save(update_fields=["withdrawn_at"])
    revoke(question.ref, catalogue.PARTNER_CHECK, by=by.actor(), now=now)
    data = {"question": str(question.pk)}
    record(catalogue.PARTNER_TAKEN_BACK, by=by.actor(), on=question.request.ref, data=data, at=now)
    return question


@transaction.atomic
def read_answer(*, pk: UUID, by: Person, now: datetime) -> PartnerQuestion:
    """The asker has read it: it no longer waits on their home page."""
    question = _locked(pk)
    if question.asked_by_id != by.pk or question.answered_at is None:
        raise Refused(["It is for the person who asked to say that the answer is read."])
    question.seen_at = now
    question.save(update_fields=["seen_at"])
    data = {"question": str(question.pk)}
    record(catalogue.PARTNER_READ, by=by.actor(), on=question.request.ref, data=data, at=now)
    return question


def _locked(pk: UUID | str) -> PartnerQuestion:
    rows = PartnerQuestion.objects.select_for_update(of=("self",)).select_related("request", "contact")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _locked_for(pk: UUID, by: Person, now: datetime) -> PartnerQuestion:
    """For whoever asked, and for those at work on the request now."""
    question = _locked(pk)
    people = [question.asked_by, *everybody_at_work(question.request, today_in_london(now))]
    if by not in people:
        require(by, catalogue.DECIDE, unit=question.request.unit, today=today_in_london(now))
        raise Refused(["Only whoever asked, and those at work on this request, may do this."])
    return question


@transaction.atomic
def forget_answers(*, now: datetime) -> int:
    """Delete names and answers whose day has come; the trace that somebody was asked stays. How many."""
    due = PartnerQuestion.objects.select_for_update(of=("self",)).select_related("request")
    gone = 0
    for question in due.filter(forget_on__lte=today_in_london(now), forgotten_at=None)[:500]:
        question.speaker = question.event = question.contact_name = question.contact_role = ""
        question.answer = question.text = question.source = ""
        question.contact, question.forgotten_at = None, now
        question.save()
        revoke(question.ref, catalogue.PARTNER_CHECK, by=CLOCK, now=now)
        data = {"question": str(question.pk)}
        record(catalogue.PARTNER_FORGOTTEN, by=CLOCK, on=question.request.ref, data=data, at=now)
        gone += 1
    return gone

"""Asking the organiser for information stops the clock; the answer starts it where it stood."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.choices import Status
from dueregard.events.commands import clock, tracks
from dueregard.events.commands.locking import Organiser, locked, locked_of, touch
from dueregard.events.commands.work import add_check, climb_if_step_is_gone, tell_the_check, tell_who_is_next
from dueregard.events.models import EventRequest, InformationRequest
from dueregard.events.queries.facts import everybody_at_work, person_facts, request_facts
from dueregard.events.rules.sending import why_not_answer, why_not_mark, why_not_return, why_not_take_back
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import may, require
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue
from dueregard.procedures import rules as procedure_rules


@transaction.atomic
def return_for_information(*, pk: UUID, by: Person, question: str, now: datetime) -> EventRequest:
    """Ask the organiser something. Whoever has a waiting check or the current step may."""
    request = locked(pk)
    people = everybody_at_work(request, today_in_london(now))
    _require_work(by, people, now)
    refuse_if(why_not_return(request_facts(request), by=person_facts(by, people)))
    asked = InformationRequest.objects.create(request=request, question=question, asked_by=by, asked_at=now)
    clock.stop_work_timers(request)
    request.status, request.changed_at = Status.RETURNED, now
    touch(request, "status")
    tracks.settle(request, now=now)
    record(catalogue.ASKED, by=by.actor(), on=request.ref, at=now)
    queue(catalogue.INFORMATION_NEEDED, about=asked.ref)
    return request


def _require_work(by: Person, people: list[Person], now: datetime) -> None:
    """Whoever checks or decides may ask; either permission will do, or that the work has climbed to them."""
    today = today_in_london(now)
    if by not in people and not may(by, catalogue.CHECK, today=today):
        require(by, catalogue.DECIDE, today=today)


@transaction.atomic
def answer(*, pk: UUID, by: Organiser, text: str, now: datetime) -> EventRequest:
    """The organiser answers. Every date moves by the whole working days for which the clock stood still."""
    request = locked_of(pk, by)
    refuse_if(why_not_answer(request_facts(request)))
    question = request.questions.get(answered_at=None)
    _close_question(request, question, text, now)
    record(catalogue.ANSWERED, by=by.actor(), on=request.ref, data={"days": question.days_paused}, at=now)
    queue(catalogue.INFORMATION_GIVEN, about=request.ref)
    tell_who_is_next(request)
    return request


@transaction.atomic
def take_back(*, pk: UUID, by: Person, now: datetime) -> EventRequest:
    """Whoever is at work on the request no longer needs the answer; the clock starts again."""
    request = locked(pk)
    people = everybody_at_work(request, today_in_london(now))
    _require_work(by, people, now)
    refuse_if(why_not_take_back(request_facts(request), by=person_facts(by, people)))
    question = request.questions.get(answered_at=None)
    _close_question(request, question, "", now)
    record(catalogue.TAKEN_BACK, by=by.actor(), on=request.ref, data={"days": question.days_paused}, at=now)
    tell_who_is_next(request)
    return request


def _close_question(request: EventRequest, question: InformationRequest, text: str, now: datetime) -> None:
    days = clock.days_since(request, question.asked_at, now)
    question.answer, question.answered_at, question.days_paused = text, now, days
    question.save()
    clock.shift(request, days, today=today_in_london(now))
    request.status, request.changed_at = Status.SUBMITTED, now
    touch(request, "status", "step_due", "decide_by")
    clock.start_timers(request)
    tracks.settle(request, now=now)


@transaction.atomic
def mark_designated(*, pk: UUID, by: Person, now: datetime) -> EventRequest:
    """A person marks the event as designated: it climbs to the step that decides those, and gets their checks."""
    request = locked(pk)
    require(by, catalogue.MARK, unit=request.unit, today=today_in_london(now))
    refuse_if(why_not_mark(request_facts(request)))
    if "designated" not in request.marks:
        request.marked_by_person = sorted({*request.marked_by_person, "designated"})
        request.marks = sorted({*request.marks, "designated"})
        _add_new_checks(request, now)
        climb_if_step_is_gone(request, now=now)
        request.changed_at = now
        touch(request, "marks", "marked_by_person", "step", "step_title", "step_due", "decide_by")
        record(catalogue.MARKED, by=by.actor(), on=request.ref, data={"mark": "designated"}, at=now)
        tracks.join_others(request, now=now)
    return request


def _add_new_checks(request: EventRequest, now: datetime) -> None:
    assert request.edition is not None
    today, calendar = today_in_london(now), clock.calendar_for(request)
    have = set(request.checks.values_list("code", flat=True))
    for check in procedure_rules.checks(request.edition.document, frozenset(request.marks)):
        if check.id not in have:
            due = clock.before_the_day(request, calendar.after(today, check.within), today=today)
            made = add_check(request, check, due=due, now=now)
            clock.start_check_timers(request, made)
            tell_the_check(request, made)

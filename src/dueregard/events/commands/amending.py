"""Amending a sent request: only what changed is looked at again."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from dueregard.events import catalogue
from dueregard.events.choices import CheckState, Status
from dueregard.events.commands import clock, tracks
from dueregard.events.commands.after import keep_room_open
from dueregard.events.commands.conditions import move_conditions
from dueregard.events.commands.drafting import PLAIN, put_fields, write_fields
from dueregard.events.commands.locking import Organiser, locked, locked_of, touch
from dueregard.events.commands.work import add_check, climb_if_step_is_gone, tell_the_check, tell_the_step
from dueregard.events.fields import RequestFields
from dueregard.events.models import Amendment, Check, EventRequest, Turn
from dueregard.events.queries.facts import facts_for_marks, request_facts, what_it_lacks
from dueregard.events.queries.tracks import editions_of
from dueregard.events.rules.amending import NEEDS_NO_LOOK, changed_fields, checks_touched
from dueregard.events.rules.facts import Missing, SpeakerFacts
from dueregard.events.rules.sending import why_not_amend, why_not_take_over
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import Refused, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue
from dueregard.procedures import rules as procedure_rules


class Lacking(Refused):
    """A change that leaves out what a sent request must have; `missing` says at which fields."""

    def __init__(self, missing: list[Missing]) -> None:
        self.missing = missing
        super().__init__(each.sentence for each in missing)


@transaction.atomic
def amend(*, pk: UUID, by: Organiser, fields: RequestFields, now: datetime) -> Amendment:
    """Change a sent request. Checks that look at what changed are done again; the rest stands.

    A request that had been approved goes back to the step that decided it; what was approved stands meanwhile.
    """
    request = locked_of(pk, by).whole
    amendment = _amended(request, fields, now=now)
    if "ends" in amendment.after and request.status == Status.DECIDED:
        # Nobody looks at it again, so no decision brings the calendar up to date.
        queue(catalogue.CALENDAR_CHANGED, about=request.ref, once=True)
    record(catalogue.AMENDED, by=by.actor(), on=request.ref, data=_counted(amendment), at=now)
    tracks.tell_all(request, catalogue.REQUEST_AMENDED)
    return amendment


@transaction.atomic
def take_over_booking_change(
    *, pk: UUID, by: Person, changes: Mapping[str, object], now: datetime
) -> Amendment:
    """Let a request follow its room booking: room, days, times, size and nothing else. The organiser is told, and only
    the checks that look at what changed are done again."""
    request = locked(pk).whole
    today = today_in_london(now)
    actor = require(by, catalogue.TAKE_OVER, unit=request.unit, today=today)
    refuse_if(why_not_take_over(request_facts(request), changes, by=str(by.pk), today=today))
    amendment = _amended(request, with_changes(fields_of(request), changes), now=now, by=by)
    record(catalogue.BOOKING_TAKEN_OVER, by=actor, on=request.ref, data=_counted(amendment), at=now)
    tracks.tell_all(request, catalogue.REQUEST_AMENDED)
    queue(catalogue.FOLLOWS_BOOKING, about=request.ref)
    return amendment


def _amended(
    request: EventRequest, fields: RequestFields, *, now: datetime, by: Person | None = None
) -> Amendment:
    """Change the locked request; `by` is whoever does it in the organiser's place."""
    today = today_in_london(now)
    refuse_if(why_not_amend(request_facts(request), today=today))
    if missing := what_it_would_lack(request, fields, today=today):
        raise Lacking(missing)
    before = snapshot(request)
    write_fields(request, fields, now=now)
    after = snapshot(request)
    changed = changed_fields(before, after)
    if not changed:
        raise Refused(["Nothing has been changed."])
    rows = tracks.carry_change(request, changed) if request.bodies else [(request, changed)]
    reopened = [code for row, own in rows for code in _look_again(row, own, now=now)]
    if "day" in changed:
        move_conditions(request, now=now)
    if {"day", "last_day"} & set(changed):
        keep_room_open(request)
    tracks.join_others(request, now=now)
    return Amendment.objects.create(
        request=request,
        at=now,
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        reopened=reopened,
    )


def _counted(amendment: Amendment) -> dict[str, object]:
    return {"fields": len(amendment.after), "reopened": len(amendment.reopened)}


def with_changes(fields: RequestFields, changes: Mapping[str, Any]) -> RequestFields:
    return replace(fields, **changes)


def fields_of(request: EventRequest) -> RequestFields:
    """What the request says now, as a form would send it."""
    speakers = tuple(SpeakerFacts(each.name, each.body, each.topic) for each in request.speakers.all())
    plain = {name: getattr(request, name) for name in PLAIN}
    return RequestFields(**plain, answers=request.answers, speakers=speakers)


def what_it_would_lack(request: EventRequest, fields: RequestFields, *, today: date) -> list[Missing]:
    """What the request would lack, by field, if it were changed so. Changes nothing."""
    changed = copy(request)
    put_fields(changed, fields)
    documents = [edition.document for edition in editions_of(request)]
    return what_it_lacks(changed, documents, today=today, speakers=fields.speakers)


def snapshot(request: EventRequest) -> dict[str, object]:
    """The amendable fields as JSON holds them."""
    shown: dict[str, object] = {}
    for name in PLAIN:
        value = getattr(request, name)
        shown[name] = str(value) if value is not None and not isinstance(value, int) else value
    speakers = [SpeakerFacts(each.name, each.body, each.topic) for each in request.speakers.all()]
    shown["speakers"] = [[each.name, each.body, each.topic] for each in speakers]
    shown["answers"] = request.answers
    return shown


def _look_again(request: EventRequest, changed: list[str], *, now: datetime) -> list[str]:
    """Re-open the checks that the change touches, add those that it newly asks for, and go back to the ladder."""
    assert request.edition is not None
    document, today = request.edition.document, today_in_london(now)
    request.marks = sorted(
        procedure_rules.marks(document, request.answers, facts_for_marks(request, late=request.late))
    )
    needed = procedure_rules.checks(document, frozenset(request.marks))
    touched = set(checks_touched({check.id: check.looks_at for check in needed}, changed))
    reopened: list[str] = []
    for check in needed:
        latest = request.checks.filter(code=check.id).order_by("-round").first()
        if latest is None or (check.id in touched and not latest.is_waiting):
            due = clock.calendar_for(request).after(today, check.within)
            _do_again(request, check, latest, clock.before_the_day(request, due, today=today), now)
            reopened.append(check.id)
    if request.is_open:
        climb_if_step_is_gone(request, now=now)
    _back_to_the_ladder(request, anything=bool(set(changed) - NEEDS_NO_LOOK), now=now)
    request.changed_at = now
    touch(request, "marks", "status", "outcome", "decided_at", "step", "step_title", "step_due", "decide_by")
    clock.start_timers(request) if request.status == Status.SUBMITTED else None
    return reopened


def _do_again(
    request: EventRequest, check: procedure_rules.Check, latest: Check | None, due: date, now: datetime
) -> None:
    if latest is not None:
        latest.state = CheckState.REPLACED
        latest.save(update_fields=["state"])
    made = add_check(request, check, due=due, now=now, round_=latest.round + 1 if latest else 1)
    tell_the_check(request, made)


def _back_to_the_ladder(request: EventRequest, *, anything: bool, now: datetime) -> None:
    if request.status != Status.DECIDED or not anything:
        return
    assert request.edition is not None
    document, today = request.edition.document, today_in_london(now)
    last = Turn.objects.filter(request=request, result="decided").order_by("-left_at").first()
    marks = frozenset(request.marks)
    step = (document.step(last.step) if last else None) or procedure_rules.first_step(document, marks)
    request.status, request.outcome, request.decided_at = Status.SUBMITTED, "", None
    due = clock.calendar_for(request).after(today, step.within)
    waiting = [check.due for check in request.checks.filter(state=CheckState.WAITING)]
    due = clock.before_the_day(request, max([due, *waiting]), today=today)
    clock.open_turn(request, step, due=due, now=now)
    request.decide_by = due
    if not waiting:
        tell_the_step(request)

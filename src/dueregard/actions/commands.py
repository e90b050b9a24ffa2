"""The only writers of actions. Other apps call `agree` and `drop_about` inside their own commands."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from dueregard.actions import catalogue, rules
from dueregard.actions.choices import State
from dueregard.actions.models import Action
from dueregard.actions.queries import actions_about, facts_of, who_of, why_too_early
from dueregard.kernel.dates import LONDON, today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.refs import Actor, Ref
from dueregard.ledger.commands import record
from dueregard.organisation.models import Person, Unit
from dueregard.outbox.commands import queue
from dueregard.timers.commands import cancel_timers, set_timer

REMIND = "actions.remind"
MORNING = 8


@transaction.atomic
def agree(
    *,
    what: str,
    about: Ref,
    label: str,
    url: str,
    unit: Unit,
    due: date,
    by: Person,
    now: datetime,
    owner: Person | None = None,
    owner_post: str = "",
    why: str = "",
) -> Action:
    """Something is agreed: who does it and by when. Whoever calls has asked whether `by` may agree it.

    `label` is what the owner reads of its origin; `url` is shown only to those who may open it.
    """
    if owner is None and not owner_post:
        raise Refused(["Say who does it: a person or a post."])
    action = Action.objects.create(
        what=what[:300],
        why=why,
        about_type=about.type,
        about_id=about.id,
        about_label=label[:300],
        about_url=url,
        unit=unit,
        owner=owner,
        owner_post=owner_post if owner is None else "",
        due=due,
        made_by=by,
        made_at=now,
    )
    _remind_on(action, due)
    data = {"about_type": about.type, "about": about.id, "due": due.isoformat()}
    record(catalogue.AGREED, by=by.actor(), on=action.ref, data=data, at=now)
    if owner != by:
        queue(catalogue.YOURS, about=action.ref, at=now)
    return action


@transaction.atomic
def check_off(*, pk: UUID, by: Person, note: str, now: datetime) -> Action:
    """Its owner says that it is done."""
    action = _locked(pk)
    _refuse(rules.why_not_check_off(facts_of(action), by=who_of(by, action, today_in_london(now))))
    action.state, action.done_by, action.done_at, action.done_note = State.DONE, by, now, note
    action.save(update_fields=["state", "done_by", "done_at", "done_note"])
    cancel_timers(action.ref)
    record(catalogue.CHECKED_OFF, by=by.actor(), on=action.ref, at=now)
    if action.made_by_id != by.pk:
        queue(catalogue.DONE, about=action.ref, at=now)
    return action


@transaction.atomic
def confirm(*, pk: UUID, by: Person, held: bool, note: str, now: datetime) -> Action:
    """Somebody else says whether it held: done and good, or not. What did not hold says why."""
    action = _locked(pk)
    _refuse(rules.why_not_confirm(facts_of(action), by=who_of(by, action, today_in_london(now))))
    refuse_if(why_too_early(action, today_in_london(now)))
    if not held and not note:
        raise Refused(["Say what was not done, or did not work."])
    action.state, action.held = State.CONFIRMED, held
    action.confirmed_by, action.confirmed_at, action.confirm_note = by, now, note
    action.save(update_fields=["state", "held", "confirmed_by", "confirmed_at", "confirm_note"])
    cancel_timers(action.ref)
    record(catalogue.CONFIRMED, by=by.actor(), on=action.ref, data={"held": held}, at=now)
    return action


@transaction.atomic
def hand_over(*, pk: UUID, by: Person, owner: Person, due: date, now: datetime) -> Action:
    """Another person does it, by the same day or another."""
    action = _locked(pk)
    _refuse(rules.why_not_change(facts_of(action), by=who_of(by, action, today_in_london(now))))
    if due < today_in_london(now):
        raise Refused(["Choose a day that is still to come."])
    action.owner, action.owner_post, action.due = owner, "", due
    action.save(update_fields=["owner", "owner_post", "due"])
    _remind_on(action, due)
    record(catalogue.HANDED_OVER, by=by.actor(), on=action.ref, data={"due": due.isoformat()}, at=now)
    if owner != by:
        queue(catalogue.YOURS, about=action.ref, at=now)
    return action


@transaction.atomic
def drop(*, pk: UUID, by: Person, why: str, now: datetime) -> Action:
    """It is no longer to be done, and why."""
    action = _locked(pk)
    _refuse(rules.why_not_drop(facts_of(action), by=who_of(by, action, today_in_london(now))))
    if not why:
        raise Refused(["Say why it is dropped."])
    _drop(action, by, why, now)
    return action


@transaction.atomic
def drop_about(*, refs: Iterable[Ref], by: Person | Actor, why: str, now: datetime) -> list[Action]:
    """What these things asked for no longer stands: their actions that nobody has confirmed are dropped. Whoever
    calls has asked whether `by` may take back what they came from."""
    dropped = _locked_about(refs, State.OPEN, State.DONE)
    for action in dropped:
        _drop(action, by, why, now)
    return dropped


@transaction.atomic
def move_about(*, refs: Iterable[Ref], due: date) -> None:
    """What these things ask for is due on another day: for whoever moved the day of the thing itself."""
    for action in _locked_about(refs, State.OPEN):
        if action.due != due:
            action.due = due
            action.save(update_fields=["due"])
            _remind_on(action, due)


@transaction.atomic
def remind(*, pk: UUID) -> None:
    """Today is its day. The message itself asks again whether it is still to be done."""
    action = Action.objects.filter(pk=pk, state=State.OPEN).first()
    if action is not None:
        queue(catalogue.REMINDER, about=action.ref)


def _locked(pk: UUID) -> Action:
    rows = Action.objects.select_for_update(of=("self",)).select_related("unit", "owner", "made_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _locked_about(refs: Iterable[Ref], *states: State) -> list[Action]:
    ids = [action.pk for action in actions_about(refs) if action.state in states]
    rows = Action.objects.select_for_update(of=("self",)).select_related("unit", "owner", "made_by")
    return list(rows.filter(pk__in=ids, state__in=states).order_by("pk"))


def _refuse(reasons: list[str]) -> None:
    """Not being one of those who may is 403; that the action is closed already is 409."""
    if reasons and reasons[0] not in rules.CLOSED.values():
        raise NotAllowed(reasons[0])
    refuse_if(reasons)


def _drop(action: Action, by: Person | Actor, why: str, now: datetime) -> None:
    was_open = action.is_open
    person, actor = (by, by.actor()) if isinstance(by, Person) else (None, by)
    action.state, action.dropped_by, action.dropped_at, action.dropped_why = State.DROPPED, person, now, why
    action.save(update_fields=["state", "dropped_by", "dropped_at", "dropped_why"])
    cancel_timers(action.ref)
    record(catalogue.DROPPED, by=actor, on=action.ref, at=now)
    if was_open and (person is None or action.owner_id != person.pk):
        queue(catalogue.NO_LONGER, about=action.ref, at=now)


def _remind_on(action: Action, due: date) -> None:
    set_timer(REMIND, about=action.ref, due=datetime.combine(due, time(MORNING), tzinfo=LONDON))

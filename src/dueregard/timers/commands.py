"""Writers of timers. Other apps call `set_timer` and `cancel_timers` inside their own commands; the rest is the
worker's."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from dueregard.kernel.refs import Ref
from dueregard.timers import rules
from dueregard.timers.kinds import OnTimer, Plan
from dueregard.timers.models import Heartbeat, Schedule, Timer


@transaction.atomic
def set_timer(kind: str, *, about: Ref, due: datetime) -> None:
    """Let something happen about a thing at a moment. A thing has one timer of a kind: setting it again moves it."""
    Timer.objects.update_or_create(
        kind=kind,
        about_type=about.type,
        about_id=about.id,
        defaults={"due": due, "next_try": due, "attempts": 0, "parked": False, "last_error": ""},
    )


@transaction.atomic
def cancel_timers(about: Ref, kind: str | None = None) -> None:
    """Forget the timers about a thing, or only those of one kind. None there is no fault."""
    found = Timer.objects.filter(about_type=about.type, about_id=about.id)
    (found if kind is None else found.filter(kind=kind)).delete()


@transaction.atomic
def try_parked_timer(*, pk: int, now: datetime) -> Timer:
    """Let a parked timer run again at the next round. Raises `Timer.DoesNotExist` when it is not parked (any more)."""
    timer = Timer.objects.select_for_update().get(pk=pk, parked=True)
    timer.parked, timer.attempts, timer.next_try = False, 0, now
    timer.save(update_fields=["parked", "attempts", "next_try"])
    return timer


def claim_timer(*, now: datetime) -> Timer | None:
    """The timer that is due first, with this try counted before it begins: one that kills its worker is parked too."""
    due = Timer.objects.filter(parked=False, next_try__lte=now).order_by("next_try", "pk")
    while due.exists():  # asked before any lock is taken: an idle worker never holds up a writer
        with transaction.atomic():
            timer = due.select_for_update(skip_locked=True).first()
            if timer is None:
                return None
            if timer.attempts >= rules.TRIES_UNTIL_PARKED:
                timer.parked, timer.last_error = True, timer.last_error or "worker-died"
            else:
                timer.attempts += 1
                timer.next_try = now + rules.wait(timer.attempts)
            timer.save(update_fields=["parked", "last_error", "attempts", "next_try"])
        if not timer.parked:
            return timer
    return None


@transaction.atomic
def run_timer(timer: Timer, run: OnTimer, *, now: datetime) -> None:
    """Do what a claimed timer is for, and forget it, in one transaction: whatever happens, once or not at all.

    It is forgotten first, so that what it does may set it again.
    """
    claimed = Timer.objects.select_for_update().filter(pk=timer.pk, due=timer.due, attempts=timer.attempts)
    if claimed.first() is None:
        return  # moved, cancelled or done meanwhile
    claimed.delete()
    run(timer.about, now)


@transaction.atomic
def timer_failed(timer: Timer, *, why: str) -> bool:
    """Note why; parked after the last try. Answers whether it is parked."""
    parked = timer.attempts >= rules.TRIES_UNTIL_PARKED
    Timer.objects.filter(pk=timer.pk, attempts=timer.attempts).update(last_error=why, parked=parked)
    return parked


def claim_schedule(plan: Plan, *, now: datetime) -> Schedule | None:
    """The plan's row, leased to this worker, when it is due and nobody else has it."""
    row = Schedule.objects.filter(pk=plan.code).first()
    first = rules.next_run(plan.every, plan.at, now)
    if row is None:
        Schedule.objects.get_or_create(pk=plan.code, defaults={"next_run": first})
        return None
    if row.next_run > now:
        return None
    with transaction.atomic():
        free = Schedule.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now), next_run__lte=now)
        found = free.select_for_update(skip_locked=True).filter(pk=plan.code).first()
        if found is None:
            return None
        found.attempts += 1
        found.leased_until = now + rules.SCHEDULE_LEASE
        found.save(update_fields=["attempts", "leased_until"])
    return found


@transaction.atomic
def schedule_ran(row: Schedule, plan: Plan, *, now: datetime) -> None:
    """Done: the next run follows from the plan, however many were missed."""
    Schedule.objects.filter(pk=row.pk).update(
        last_run=now,
        next_run=rules.next_run(plan.every, plan.at, now),
        attempts=0,
        leased_until=None,
        last_error="",
    )


@transaction.atomic
def schedule_failed(row: Schedule, plan: Plan, *, why: str, now: datetime) -> None:
    """Tried again soon, and after the last try at its next regular time; `last_error` stays to be seen."""
    given_up = row.attempts >= rules.TRIES_UNTIL_PARKED
    again = rules.next_run(plan.every, plan.at, now)
    Schedule.objects.filter(pk=row.pk).update(
        next_run=again if given_up else min(now + rules.wait(row.attempts), again),
        attempts=0 if given_up else row.attempts,
        leased_until=None,
        last_error=why,
    )


@transaction.atomic
def seen(worker: str, *, started: datetime, now: datetime) -> None:
    """A worker finished a round."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"started_at": started, "seen_at": now})
    Heartbeat.objects.filter(seen_at__lt=now - rules.FORGET_WORKERS_AFTER).delete()

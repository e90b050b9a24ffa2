"""The worker's jobs: timers and schedules that are due."""

import logging
from datetime import datetime

from dueregard.kernel.work import where
from dueregard.timers import commands
from dueregard.timers.kinds import Plan, plans, timer_handlers
from dueregard.timers.models import Schedule, Timer

BITE = 50
log = logging.getLogger("dueregard.timers")


def run_due(now: datetime) -> int:
    """Run timers that are due; answers how many were tried."""
    for done in range(BITE):
        timer = commands.claim_timer(now=now)
        if timer is None:
            return done
        _run(timer, now)
    return BITE


def _run(timer: Timer, now: datetime) -> None:
    try:
        commands.run_timer(timer, timer_handlers[timer.kind], now=now)
    except Exception as problem:  # a handler of another app: whatever it raises must not stop the others
        parked = commands.timer_failed(timer, why=type(problem).__name__[:64])
        log.error(
            "Timer %s of kind %s failed%s: %s",
            timer.pk,
            timer.kind,
            " for the last time and is parked" if parked else "",
            where(problem),
        )


def run_schedules(now: datetime) -> int:
    """Run schedules that are due; answers how many ran."""
    return sum(_keep(plan, now) for plan in list(plans.values()))


def _keep(plan: Plan, now: datetime) -> int:
    row = commands.claim_schedule(plan, now=now)
    if row is None:
        return 0
    try:
        plan.run(now)
    except Exception as problem:  # as above
        _failed(row, plan, problem, now)
    else:
        commands.schedule_ran(row, plan, now=now)
    return 1


def _failed(row: Schedule, plan: Plan, problem: Exception, now: datetime) -> None:
    commands.schedule_failed(row, plan, why=type(problem).__name__[:64], now=now)
    log.error("Schedule %s failed: %s", plan.code, where(problem))

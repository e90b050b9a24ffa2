"""What happens when a timer or a schedule is due, registered by apps in their `apps.py` `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from dueregard.kernel.refs import Ref

Every = Literal["hour", "day", "week"]
OnTimer = Callable[[Ref, datetime], None]
OnSchedule = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule as declared. `at` is the time of day in Europe/London; a week begins on Monday; of an hour only
    the minute counts."""

    code: str
    every: Every
    run: OnSchedule
    at: time


timer_handlers: dict[str, OnTimer] = {}
plans: dict[str, Plan] = {}


def handle_timer(kind: str, run: OnTimer) -> None:
    """Say what a kind of timer does: `run(about, now)`, in one transaction with the removal of the timer.

    It may set the same timer again. When it raises, nothing of it stays, and it is tried again later.
    """
    timer_handlers[kind] = run


def handle_schedule(code: str, every: Every, run: OnSchedule, at: time = time(2, 30)) -> None:
    """Say what happens every hour, day or week: `run(now)`, outside any transaction, once however many workers.

    A run that was missed while no worker ran is made up once.
    """
    plans[code] = Plan(code, every, run, at)

"""What the worker's timers do: load by id, call one command."""

from datetime import datetime, time
from uuid import UUID

from dueregard.events.commands import clock
from dueregard.events.commands.after import ASK, ask_for_feedback
from dueregard.events.commands.conditions import LOOK, look_at_conditions
from dueregard.events.commands.contacts import forget_contacts
from dueregard.events.commands.ending import break_promise, lapse, remind, remind_advisers, widen
from dueregard.events.commands.partner import forget_answers
from dueregard.events.messages import thing
from dueregard.events.models import Check, Turn
from dueregard.kernel.errors import NotThere
from dueregard.kernel.refs import Ref
from dueregard.timers.kinds import handle_schedule, handle_timer


def on_the_day(about: Ref, now: datetime) -> None:
    try:
        lapse(pk=UUID(about.id), now=now)
    except NotThere:
        return


def on_the_promise(about: Ref, now: datetime) -> None:
    try:
        break_promise(pk=UUID(about.id), now=now)
    except NotThere:
        return


def on_due(about: Ref, now: datetime) -> None:
    remind(about=about)


def on_advice_due(about: Ref, now: datetime) -> None:
    remind_advisers(about=about)


def on_unclaimed(about: Ref, now: datetime) -> None:
    item = thing(about)
    if isinstance(item, Check | Turn):
        widen(item=item, now=now)


def on_the_day_before(about: Ref, now: datetime) -> None:
    look_at_conditions(pk=UUID(about.id))


def on_the_day_after(about: Ref, now: datetime) -> None:
    ask_for_feedback(pk=UUID(about.id), now=now)


def forget_what_is_due(now: datetime) -> None:
    while forget_answers(now=now):
        pass
    while forget_contacts(now=now):
        pass


def register() -> None:
    """Called once, when the app is ready."""
    handle_schedule("events.forget_answers", "day", forget_what_is_due, at=time(2, 20))
    handle_timer(clock.LAPSE, on_the_day)
    handle_timer(clock.PROMISE, on_the_promise)
    handle_timer(clock.REMIND_CHECK, on_due)
    handle_timer(clock.REMIND_STEP, on_due)
    handle_timer(clock.REMIND_ADVICE, on_advice_due)
    handle_timer(ASK, on_the_day_after)
    handle_timer(LOOK, on_the_day_before)
    handle_timer(clock.WIDEN_CHECK, on_unclaimed)
    handle_timer(clock.WIDEN_STEP, on_unclaimed)

"""When a request will be decided at today's pace, and whether that breaks a date. Plain arithmetic from the days that
the procedure gives to what is still to do; nothing here knows who does it, or how fast anybody was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dueregard.kernel.clock import working_days
from dueregard.kernel.dates import WorkingCalendar, long_date


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known of an open request. `waiting` are the checks for which the current step waits, each with its
    date; `ready` is the day on which the step could begin (with its turn, or when its last check was done);
    `due` is the step's own date. `days` are the working days that the procedure gives to the current step and to
    those that must follow because it cannot decide. `stopped` is the day since which the clock stands still."""

    today: date
    day: date
    promised: date | None
    waiting: Sequence[tuple[str, date]]
    ready: date
    due: date
    days: Sequence[int]
    stopped: date | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """`on` is the day of the decision at today's pace; `breaks` which date that is too late for: 'event', 'promise',
    or '' for none. `sentence` says so, `why` what it comes from."""

    on: date
    breaks: str
    sentence: str
    why: str


def forecast(pace: Pace, calendar: WorkingCalendar) -> Forecast:
    """Every check that is still to do is done on its date, or today where that has passed; then each step takes the
    days that the procedure gives it."""
    counted_from = pace.stopped or pace.today
    begins = calendar.on_or_after(counted_from)
    ready = max([pace.ready, *(max(due, begins) for _, due in pace.waiting)])
    on = max(calendar.after(ready, pace.days[0]), begins)
    if pace.due < pace.day - timedelta(days=1):  # else it was cut short by the event's day, and says nothing
        on = max(on, pace.due)
    for days in pace.days[1:]:
        on = calendar.after(on, days)
    if pace.stopped is not None:
        on = calendar.after(on, calendar.between(pace.stopped, pace.today))
    breaks = _breaks(on, pace)
    return Forecast(on, breaks, _sentence(on, breaks, pace), _why(pace, counted_from) if breaks else "")


def _breaks(on: date, pace: Pace) -> str:
    if on >= pace.day:
        return "event"
    # A clock that stands still moves the promise along; one that was broken already says so by itself.
    if pace.promised is None or pace.stopped is not None or pace.promised < pace.today:
        return ""
    return "promise" if on > pace.promised else ""


def _sentence(on: date, breaks: str, pace: Pace) -> str:
    said = f"At today’s pace this will be decided on {long_date(on)}"
    if breaks == "event":
        return f"{said}, {'on the day of' if on == pace.day else 'after'} the event."
    if breaks == "promise" and pace.promised is not None:
        return f"{said}, after the date promised, {long_date(pace.promised)}."
    return f"{said}."


def _why(pace: Pace, today: date) -> str:
    overdue = [title for title, due in pace.waiting if due < today]
    if pace.stopped is not None:
        return (
            f"The clock has stood still since {long_date(pace.stopped)}, and the event does not move with it."
        )
    if overdue:
        past = "is past its date" if len(overdue) == 1 else "are past their dates"
        return f"{' and '.join(f'‘{title}’' for title in overdue)} {past}, and the steps after still need their time."
    if pace.waiting:
        return "The checks and the steps still to come need that long by the procedure."
    return f"The steps still to come have {working_days(sum(pace.days))} by the procedure."

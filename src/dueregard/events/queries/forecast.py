"""What the arithmetic of `rules.forecast` needs, from rows that a page has read already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dueregard.events.choices import CheckState
from dueregard.events.models import Check, EventRequest, Turn
from dueregard.events.rules.forecast import Forecast, Pace, forecast
from dueregard.kernel.dates import WorkingCalendar, today_in_london
from dueregard.organisation.lookup import calendar_of
from dueregard.procedures import rules as procedure_rules


def forecast_of(
    request: EventRequest,
    turn: Turn,
    checks: Iterable[Check],
    *,
    today: date,
    calendar: WorkingCalendar,
    stopped: date | None = None,
) -> Forecast | None:
    """When this will be decided at today's pace; None where the day has come, or no step of the procedure has it."""
    step = request.edition.document.step(turn.step) if request.edition else None
    if step is None or request.day is None or request.day <= today or request.edition is None:
        return None
    waited_for = [check for check in checks if step.after is None or check.code in step.after]
    done = [today_in_london(check.done_at) for check in waited_for if check.done_at is not None]
    pace = Pace(
        today=today,
        day=request.day,
        promised=request.decide_by,
        waiting=[(check.title, check.due) for check in waited_for if check.is_waiting],
        ready=max([today_in_london(turn.since), *done]),
        due=turn.due,
        days=_days(request, step),
        stopped=stopped,
    )
    return forecast(pace, calendar)


def _days(request: EventRequest, step: procedure_rules.Step) -> list[int]:
    """The days of the step, and of those after it up to the first that decides."""
    assert request.edition is not None
    document, marks = request.edition.document, frozenset(request.marks)
    days = [step.within]
    while not step.decides:
        following = procedure_rules.next_step(document, step.id, marks)
        if following is None:
            break
        step = following
        days.append(step.within)
    return days


def checks_of(turns: Iterable[Turn]) -> dict[UUID, list[Check]]:
    """The checks of the turns' requests, those done again left out. One query."""
    found: dict[UUID, list[Check]] = {}
    rows = Check.objects.filter(request__in=[turn.request_id for turn in turns])
    wanted = rows.filter(state__in=(CheckState.WAITING, CheckState.DONE)).order_by()
    for check in wanted.only("request_id", "code", "title", "due", "state", "done_at"):
        found.setdefault(check.request_id, []).append(check)
    return found


@dataclass(frozen=True, slots=True)
class Ahead:
    """An open turn as a list of work sees it: `blocked` while its step waits for a check."""

    turn: Turn
    blocked: bool
    forecast: Forecast | None

    @property
    def is_late_ahead(self) -> bool:
        return self.forecast is not None and bool(self.forecast.breaks)


def ahead(turns: Iterable[Turn], today: date) -> list[Ahead]:
    """What comes of these turns at today's pace. One query, and the landmarks."""
    turns = list(turns)
    checks = checks_of(turns)
    found = []
    for turn in turns:
        own = checks.get(turn.request_id, [])
        step = turn.request.edition.document.step(turn.step) if turn.request.edition else None
        waited_for = [
            check for check in own if step is None or step.after is None or check.code in step.after
        ]
        blocked = any(check.is_waiting for check in waited_for)
        calendar = calendar_of(turn.unit)
        found.append(
            Ahead(turn, blocked, forecast_of(turn.request, turn, own, today=today, calendar=calendar))
        )
    return found

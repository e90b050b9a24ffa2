"""By when: the dates of checks and steps for a request with certain marks."""

from dataclasses import dataclass
from datetime import date

from dueregard.kernel.dates import WorkingCalendar
from dueregard.procedures.rules.document import Check, Document, Step
from dueregard.procedures.rules.interpret import checks, ladder, waits_for


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A step with its date. `certain` is false where the step comes only if one below passes it up."""

    step: Step
    due: date
    certain: bool


@dataclass(frozen=True, slots=True)
class Route:
    """The likely way of a request. `decide_by` is the date of the last certain step.

    `notice` and `lead_time` are working days; `late` is that notice is less than asked; `marks` are those the
    route was made with, `late` among them where it is late.
    """

    checks: list[tuple[Check, date]]
    steps: list[RouteStep]
    decide_by: date
    notice: int
    lead_time: int
    late: bool
    marks: frozenset[str]


def is_late(doc: Document, sent: date, event_day: date, calendar: WorkingCalendar) -> bool:
    """Whether there is less notice than the lead time: working days after sending, the event's day included."""
    return calendar.notice(sent, event_day) < doc.lead_time


def route(
    doc: Document,
    marks: frozenset[str],
    sent: date,
    event_day: date,
    calendar: WorkingCalendar,
    *,
    asked: date | None = None,
) -> Route:
    """The checks and steps with their dates, from the longest path of checks and then steps. `asked` is the day from
    which notice counts, where the work begins later than the request was sent."""
    asked = asked or sent
    late = is_late(doc, asked, event_day, calendar)
    marks = marks | {"late"} if late else marks - {"late"}
    due = {check.id: calendar.after(sent, check.within) for check in checks(doc, marks)}
    steps: list[RouteStep] = []
    ready, certain = calendar.on_or_after(sent), True
    for step in ladder(doc, marks):
        ready = max([ready, *(due[check.id] for check in waits_for(doc, step, marks))])
        ready = calendar.after(ready, step.within)
        steps.append(RouteStep(step, ready, certain))
        certain = certain and not step.decides
    return Route(
        checks=[(check, due[check.id]) for check in checks(doc, marks)],
        steps=steps,
        decide_by=max(each.due for each in steps if each.certain),
        notice=calendar.notice(asked, event_day),
        lead_time=doc.lead_time,
        late=late,
        marks=marks,
    )

"""How long each part of the work took, read from the rows that record it: never a stored sum.

Whole working days by the provider's calendar. Days on which the clock stood still for an answer are the question's,
not those of the check or step that waited for it; a step that waits for checks begins when the last of them is done.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db.models import F

from dueregard.events.choices import DecisionState, TurnResult
from dueregard.events.models import Check, Decision, InformationRequest, Turn
from dueregard.kernel.dates import LONDON, WorkingCalendar, today_in_london
from dueregard.organisation.lookup import calendar_of, landmarks
from dueregard.organisation.models import Unit
from dueregard.procedures.models import Edition

if TYPE_CHECKING:
    from dueregard.events.queries.record import Record

CHUNK = 5000
LONG = timedelta(days=366)
"""How far back a pause may lie that still belongs to work which ended in a period."""
Kind = Literal["check", "step", "question", "decision"]
Pause = tuple[date, date]


@dataclass(frozen=True, slots=True)
class StepTime:
    """One part of the work on one request that has ended. `kind`: a check, a step of the ladder, a question to the
    organiser, or the whole way to the decision. `code` and `title` are the procedure's; `track` is the title of the
    body whose part it was, '' where one body decides. `days` are working days. `request_id` is the request with the
    number, whichever body's row the work stands on."""

    kind: Kind
    code: str
    title: str
    track: str
    days: int
    request_id: UUID
    ended: date


def durations(*, first: date, last: date, unit: Unit | None, today: date) -> list[StepTime]:
    """Every part that ended from `first` to `last`, for the requests of a unit and below (None: of all). What is
    still going on is left out. Seven queries."""
    period = _Period(first, min(last, today), unit)
    times = _Times(period)
    return [*times.checks(), *times.steps(), *times.questions(), *times.decisions()]


@dataclass(frozen=True, slots=True)
class _Period:
    first: date
    last: date
    unit: Unit | None

    def rows(self, rows: Any, ended: str) -> Any:
        """The rows that ended in the period, of requests that were handled here."""
        starts = datetime.combine(self.first, time(), tzinfo=LONDON)
        ends = datetime.combine(self.last + timedelta(days=1), time(), tzinfo=LONDON)
        rows = rows.filter(**{f"{ended}__gte": starts, f"{ended}__lt": ends}, request__brought_in=None)
        if self.unit is not None:
            inside = Unit.objects.filter(path__startswith=self.unit.path).order_by().values("pk")
            rows = rows.filter(request__unit__in=inside)
        return rows.order_by().annotate(
            main=F("request__main_id"), track=F("request__track_title"), path=F("request__unit__path")
        )


COMMON = ("request_id", "main", "track", "path")


@dataclass
class _Times:
    """The parts of one period; what several kinds need is read once."""

    period: _Period
    calendars: dict[UUID, WorkingCalendar] = field(default_factory=dict)
    pauses: dict[UUID, list[Pause]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = landmarks()
        self.calendars = {
            pk: WorkingCalendar(root.nation, found.closed[pk]) for pk, root in found.roots.items()
        }
        asked_before = replace(self.period, first=self.period.first - LONG)
        rows = asked_before.rows(InformationRequest.objects.filter(days_paused__gt=0), "answered_at")
        for request, asked, answered in rows.values_list("request_id", "asked_at", "answered_at"):
            pause = (today_in_london(asked), today_in_london(answered))
            self.pauses.setdefault(request, []).append(pause)

    def checks(self) -> Iterator[StepTime]:
        rows = self.period.rows(Check.objects.filter(done_at__isnull=False), "done_at")
        wanted = rows.values_list(*COMMON, "code", "title", "since", "done_at")
        for *common, code, title, since, done in wanted.iterator(chunk_size=CHUNK):
            yield self.part("check", common, code, title, since, done)

    def steps(self) -> Iterator[StepTime]:
        left = Turn.objects.filter(result__in=(TurnResult.DECIDED, TurnResult.PASSED_UP))
        rows = self.period.rows(left, "left_at")
        done = self._checks_done(rows)
        waits = self._waits(rows)
        wanted = rows.values_list(*COMMON, "step", "title", "since", "left_at", "request__edition_id")
        for *common, step, title, since, at, edition in wanted.iterator(chunk_size=CHUNK):
            ready = began(since, at, done.get(common[0], ()), waits.get((edition, step)))
            yield self.part("step", common, step, title, ready, at)

    def questions(self) -> Iterator[StepTime]:
        rows = self.period.rows(InformationRequest.objects.exclude(answer=""), "answered_at")
        for *common, asked, answered in rows.values_list(*COMMON, "asked_at", "answered_at"):
            yield self.part("question", common, "question", "Question to the organiser", asked, answered)

    def decisions(self) -> Iterator[StepTime]:
        """From sending, or from the day a body began, to the first decision that counted."""
        final = Decision.objects.filter(replaces=None).exclude(
            state__in=(DecisionState.PROPOSED, DecisionState.NOT_CONFIRMED)
        )
        rows = self.period.rows(final, "final_at")
        wanted = rows.values_list(*COMMON, "step", "request__submitted_at", "final_at")
        for *common, step, sent, at in wanted.iterator(chunk_size=CHUNK):
            yield self.part("decision", common, step, "The decision", sent, at)

    def part(
        self, kind: Kind, common: list[Any], code: str, title: str, since: datetime, until: datetime
    ) -> StepTime:
        request, main, track, path = common
        calendar = self.calendars[UUID(path[:32])]
        pauses = self.pauses.get(request, []) if kind != "question" else []
        days = working_days(calendar, since, until, pauses)
        return StepTime(kind, code, title, track, days, main or request, today_in_london(until))

    def _checks_done(self, turns: Any) -> dict[UUID, list[tuple[str, datetime]]]:
        found: dict[UUID, list[tuple[str, datetime]]] = {}
        rows = Check.objects.filter(done_at__isnull=False, request__in=turns.values("request"))
        for request, code, at in rows.order_by().values_list("request_id", "code", "done_at"):
            assert at is not None
            found.setdefault(request, []).append((code, at))
        return found

    def _waits(self, turns: Any) -> dict[tuple[UUID, str], tuple[str, ...] | None]:
        """For each edition and step, the checks that it names as those it waits for; None for all."""
        return {
            (edition.pk, step.id): step.after
            for edition in Edition.objects.filter(pk__in=turns.values("request__edition"))
            for step in edition.document.steps
        }


def began(
    since: datetime, until: datetime, done: Iterable[tuple[str, datetime]], after: tuple[str, ...] | None
) -> datetime:
    """When a step could begin: with its turn, or when the last check that it waited for was done."""
    waited = [at for code, at in done if since < at <= until and (after is None or code in after)]
    return max([since, *waited])


def working_days(calendar: WorkingCalendar, since: datetime, until: datetime, pauses: Iterable[Pause]) -> int:
    """Whole working days from one moment to another, less those on which the clock stood still meanwhile."""
    start, end = today_in_london(since), today_in_london(until)
    still = sum(calendar.between(max(start, asked), min(end, answered)) for asked, answered in pauses)
    return max(0, calendar.between(start, end) - still)


def steps_of(record: "Record") -> list[StepTime]:
    """The same of one request, from what its page has read already: checks, steps and questions that have ended."""
    request = record.request
    assert request.unit is not None
    calendar = record.calendar or calendar_of(request.unit)
    answered = [each for each in record.questions if each.answered_at is not None]
    pauses = [_pause(each) for each in answered if each.days_paused]
    done = [(line.check.code, line.check.done_at) for line in record.checks if line.check.done_at]

    def part(kind: Kind, code: str, title: str, since: datetime, until: datetime) -> StepTime:
        days = working_days(calendar, since, until, [] if kind == "question" else pauses)
        ended = today_in_london(until)
        return StepTime(kind, code, title, request.track_title, days, request.whole.pk, ended)

    found = [
        part("check", each.check.code, each.check.title, each.check.since, each.check.done_at)
        for each in record.checks
        if each.check.done_at
    ]
    for turn in record.turns:
        if turn.left_at is not None and turn.result != TurnResult.ENDED:
            step = request.edition.document.step(turn.step) if request.edition else None
            since = began(turn.since, turn.left_at, done, step.after if step else None)
            found.append(part("step", turn.step, turn.title, since, turn.left_at))
    for each in answered:
        if each.answered_at is not None:
            title = "Question to the organiser"
            found.append(part("question", "question", title, each.asked_at, each.answered_at))
    return found


def _pause(question: InformationRequest) -> Pause:
    assert question.answered_at is not None
    return today_in_london(question.asked_at), today_in_london(question.answered_at)

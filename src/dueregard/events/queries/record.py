"""The whole record of one request on one page, and what this person may do with it."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from dueregard.documents.models import StoredFile
from dueregard.events import catalogue
from dueregard.events.choices import CheckState, DecisionState, Status
from dueregard.events.models import (
    Amendment,
    Appeal,
    Check,
    Condition,
    Decision,
    EventRequest,
    InformationRequest,
    Speaker,
    Turn,
)
from dueregard.events.queries.facts import facts_for_marks, names, next_post_for, people_for
from dueregard.events.queries.happened import Happened, what_happened
from dueregard.events.queries.route import Rung, why_this_route
from dueregard.kernel.dates import WorkingCalendar, short_date
from dueregard.organisation.access import may
from dueregard.organisation.lookup import Board, calendar_of
from dueregard.organisation.models import Person
from dueregard.procedures import rules as procedure_rules
from dueregard.procedures.queries import post_titles
from dueregard.procedures.rules import Question


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check as the record shows it: whose it is, its papers, and whether the reader may do it."""

    check: Check
    whose: str
    files: list[StoredFile]
    mine: bool


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    shown: str


@dataclass(slots=True)
class Record:
    """What the page `request` shows. `reader` is None for the holder of a link."""

    request: EventRequest
    reader: Person | None
    is_organiser: bool
    today: date
    calendar: WorkingCalendar | None
    speakers: list[Speaker]
    checks: list[CheckLine]
    turns: list[Turn]
    decisions: list[Decision]
    questions: list[InformationRequest]
    amendments: list[Amendment]
    appeals: list[Appeal]
    rungs: list[Rung]
    happened: list[Happened]
    answers: list[Answer]
    why: list[str]
    with_whom: str
    my_turn: bool = False
    may_confirm: bool = False
    my_appeal: bool = False
    may_mark: bool = False
    may_ask: bool = False
    may_record_after: bool = False
    original: list[tuple[str, str]] = field(default_factory=list)

    @property
    def decision(self) -> Decision | None:
        """The decision in force."""
        return next((each for each in self.decisions if each.state == DecisionState.FINAL), None)

    @property
    def proposed(self) -> Decision | None:
        return next((each for each in self.decisions if each.state == DecisionState.PROPOSED), None)

    @property
    def open_question(self) -> InformationRequest | None:
        return next((each for each in self.questions if each.answered_at is None), None)

    @property
    def open_appeal(self) -> Appeal | None:
        return next((each for each in self.appeals if not each.result), None)

    @property
    def may_appeal(self) -> bool:
        decision = self.decision
        return bool(
            self.is_organiser
            and decision
            and decision.appeal_until
            and decision.appeal_until >= self.today
            and not any(each.decision_id == decision.pk for each in self.appeals)
        )

    @property
    def waiting_checks(self) -> list[CheckLine]:
        return [line for line in self.checks if line.check.is_waiting]

    @property
    def sees_papers(self) -> bool:
        """The organiser sees who has it and by when, and the letter; not what checkers wrote to one another."""
        return not self.is_organiser


def record_of(request: EventRequest, reader: Person | None, today: date) -> Record:
    """Everything about one request, in a number of queries that does not depend on the size of anything."""
    checks = list(
        Check.objects.filter(request=request)
        .exclude(state=CheckState.REPLACED)
        .select_related("unit", "done_by")
        .order_by("since", "code")
    )
    turns = list(Turn.objects.filter(request=request).select_related("unit", "by").order_by("since"))
    decisions = list(
        Decision.objects.filter(request=request)
        .select_related("by", "confirmed_by")
        .prefetch_related(Prefetch("conditions", Condition.objects.order_by("position")))
        .order_by("-at")
    )
    questions = list(InformationRequest.objects.filter(request=request).select_related("asked_by"))
    amendments = list(Amendment.objects.filter(request=request))
    appeals = list(Appeal.objects.filter(request=request).select_related("by", "unit", "decision"))
    is_organiser = reader is None or request.organiser_id == reader.pk
    open_turn = next((turn for turn in turns if turn.left_at is None), None)
    board = _board(request, checks, open_turn, appeals, decisions, today)
    found = Record(
        request=request,
        reader=reader,
        is_organiser=is_organiser,
        today=today,
        calendar=calendar_of(request.unit) if request.unit else None,
        speakers=list(Speaker.objects.filter(request=request)),
        checks=_check_lines(request, checks, board, reader),
        turns=turns,
        decisions=decisions,
        questions=questions,
        amendments=amendments,
        appeals=appeals,
        rungs=_rungs(request, checks, turns, board),
        happened=what_happened(request, checks, turns, decisions, questions, amendments, appeals),
        answers=answers_of(request),
        why=why_this_route(request, request.edition, frozenset(request.marks)) if request.edition else [],
        with_whom=_with_whom(request, checks, open_turn, board),
        original=[(str(key), str(value)) for key, value in (request.original or {}).items()],
    )
    if reader is not None and not is_organiser:
        _what_the_reader_may(found, reader, board, open_turn)
    return found


def _board(
    request: EventRequest,
    checks: list[Check],
    turn: Turn | None,
    appeals: list[Appeal],
    decisions: list[Decision],
    today: date,
) -> Board:
    """Who sits in the posts that matter now; nothing is asked about a request that is closed."""
    codes = {check.post for check in checks if check.is_waiting} | {
        appeal.post for appeal in appeals if not appeal.result
    }
    if turn is not None and request.edition is not None:
        codes |= {turn.post, next_post_for(turn, request)}
        marks = frozenset(request.marks)
        codes |= {step.post for step in procedure_rules.ladder(request.edition.document, marks)}
    if any(decision.state == DecisionState.PROPOSED for decision in decisions):
        codes |= set(_confirming_posts(request))
    codes.discard("")
    return Board.load(today, codes) if codes else Board({}, {})


def _confirming_posts(request: EventRequest) -> tuple[str, ...]:
    if request.edition is None:
        return ()
    return procedure_rules.confirmers(request.edition.document, request.step, frozenset(request.marks))


def _check_lines(
    request: EventRequest, checks: list[Check], board: Board, reader: Person | None
) -> list[CheckLine]:
    ids = [str(check.pk) for check in checks]
    files: dict[str, list[StoredFile]] = {}
    for file in StoredFile.objects.filter(about_type="events.check", about_id__in=ids):
        files.setdefault(file.about_id, []).append(file)
    lines = []
    for check in checks:
        people = people_for(check, board, next_post=next_post_for(check, request)) if check.is_waiting else []
        mine = reader in people and request.status == Status.SUBMITTED
        lines.append(CheckLine(check, names(people), files.get(str(check.pk), []), mine))
    return lines


def _rungs(request: EventRequest, checks: list[Check], turns: list[Turn], board: Board) -> list[Rung]:
    """The ladder as it was climbed, where it stands, and what may still come."""
    rungs: list[Rung] = []
    live = [check for check in checks if check.state != CheckState.NOT_NEEDED]
    if live:
        open_ones = [check for check in live if check.is_waiting]
        said = ", ".join(check.title for check in open_ones or live)
        last = max(check.due for check in open_ones) if open_ones else None
        sub = f"by {short_date(last)}" if last else "All done"
        rungs.append(Rung("now" if open_ones and request.is_open else "done", "Checks", said, sub))
    waiting = any(rung.state == "now" for rung in rungs)
    rungs += [_rung_of(turn, board, waiting=waiting) for turn in turns]
    if request.is_open and request.edition is not None and request.step:
        titles = post_titles()
        document, marks = request.edition.document, frozenset(request.marks)
        step = document.step(request.step)
        surely = step is not None and not step.decides
        following = procedure_rules.next_step(document, request.step, marks)
        while following is not None:
            maybe = Rung("maybe", following.title, "Only if it is passed up")
            rungs.append(Rung("later", following.title) if surely else maybe)
            surely = surely and not following.decides
            following = procedure_rules.next_step(document, following.id, marks)
        if document.appeal is not None:
            title = titles.get(document.appeal.post, document.appeal.post)
            rungs.append(Rung("maybe", f"Appeal to the {title}", "Only if the organiser asks"))
    return rungs


def _rung_of(turn: Turn, board: Board, *, waiting: bool) -> Rung:
    if turn.left_at is not None:
        by = (
            f"{turn.by.name}, {short_date(turn.left_at.date())}"
            if turn.by
            else short_date(turn.left_at.date())
        )
        return Rung("done", turn.title, str(turn.get_result_display()), by)
    seat = board.turn(turn.post, turn.unit)
    text = names(seat.people) or "Nobody holds this post now"
    return Rung("later" if waiting else "now", turn.title, text, f"by {short_date(turn.due)}")


def _with_whom(request: EventRequest, checks: list[Check], turn: Turn | None, board: Board) -> str:
    """Who has it now, as a sentence part: 'Sid Rowe (security) and Nell Hart (secretariat)'."""
    if request.status == Status.RETURNED:
        return "the organiser, who has been asked a question"
    titles = post_titles() if request.is_open else {}
    waiting = [check for check in checks if check.is_waiting]
    if request.status == Status.SUBMITTED and waiting:
        parts = [
            f"{titles.get(check.post, check.post)} ({check.title[:1].lower()}{check.title[1:]})"
            for check in waiting
        ]
        return _joined(parts)
    if request.status == Status.SUBMITTED and turn is not None:
        people = names(board.turn(turn.post, turn.unit).people)
        title = titles.get(turn.post, turn.title)
        return f"{people}, {title}" if people else f"the {title}"
    return ""


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def answers_of(request: EventRequest) -> list[Answer]:
    """The questions that were asked, with what was answered."""
    if request.edition is None:
        return []
    asked = procedure_rules.asked(
        request.edition.document, request.answers, facts_for_marks(request, late=request.late)
    )
    return [Answer(question, _said(question, request.answers.get(question.id))) for question in asked]


def _said(question: Question, value: object) -> str:
    if value is None or value == "":
        return "Not answered"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return next((option.label for option in question.options if option.value == value), str(value))


def _what_the_reader_may(record: Record, reader: Person, board: Board, turn: Turn | None) -> None:
    request = record.request
    if turn is not None and request.status in (Status.SUBMITTED, Status.RETURNED):
        record.my_turn = reader in people_for(turn, board, next_post=next_post_for(turn, request))
    decision = record.proposed
    if decision is not None and request.unit is not None:
        people = [p for post in _confirming_posts(request) for p in board.turn(post, request.unit).people]
        record.may_confirm = reader in people and reader.pk not in (decision.by_id, request.organiser_id)
    appeal = record.open_appeal
    if appeal is not None:
        took_part = reader.pk in (appeal.decision.by_id, appeal.decision.confirmed_by_id)
        record.my_appeal = reader in board.turn(appeal.post, appeal.unit).people and not took_part
    at_work = record.my_turn or any(line.mine for line in record.checks)
    record.may_ask = at_work and request.status == Status.SUBMITTED and decision is None
    record.may_mark = (
        request.is_open
        and "designated" not in request.marks
        and may(reader, catalogue.MARK, unit=request.unit)
    )
    record.may_record_after = (
        request.status in (Status.DECIDED, Status.NOT_DECIDED)
        and request.outcome != "refused"
        and not request.aftermath
        and request.brought_in_id is None
        and may(reader, catalogue.RECORD_AFTER, unit=request.unit)
    )

"""The whole record of one request on one page, and what this person may do with it."""

from dataclasses import dataclass, field, replace
from datetime import date

from dueregard.documents.models import StoredFile
from dueregard.events import catalogue
from dueregard.events.choices import DecisionState, Status
from dueregard.events.models import (
    Amendment,
    Appeal,
    Check,
    Decision,
    EventRequest,
    InformationRequest,
    PartnerQuestion,
    Speaker,
    Turn,
)
from dueregard.events.queries.advice import Asked, asked_of, written_at
from dueregard.events.queries.answers import Answer, answers_of
from dueregard.events.queries.bringing_in import as_in_the_sheet
from dueregard.events.queries.facts import (
    current_step,
    facts_of,
    names,
    next_posts_for,
    people_for,
    people_in,
    person_facts,
)
from dueregard.events.queries.happened import (
    Happened,
    for_the_organiser,
    what_happened,
    with_advice,
    with_moves,
    with_partners,
    with_the_bodies,
)
from dueregard.events.queries.ladder import rungs_of, with_whom
from dueregard.events.queries.partner import asked_of_partners
from dueregard.events.queries.route import Rung, why_this_route
from dueregard.events.queries.rows import (
    appeals_in,
    checks_of,
    decisions_of,
    may_have,
    moves_of,
    questions_of,
    turns_of,
)
from dueregard.events.queries.together import Together, together_of
from dueregard.events.registries import Piece, links_of, pieces_of
from dueregard.events.rules.deciding import why_not_act_on_step, why_not_confirm, why_not_hear_appeal
from dueregard.events.rules.facts import PersonFacts, RequestFacts
from dueregard.kernel.dates import WorkingCalendar
from dueregard.organisation.access import may
from dueregard.organisation.lookup import Board, calendar_of
from dueregard.organisation.models import Person
from dueregard.procedures import rules as procedure_rules


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check as the record shows it: whose it is, its papers, and whether the reader may do it."""

    check: Check
    whose: str
    files: list[StoredFile]
    mine: bool


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
    at_the_step: list[Person] = field(default_factory=list)
    confirmers: list[Person] = field(default_factory=list)
    hearers: list[Person] = field(default_factory=list)
    may_mark: bool = False
    may_ask: bool = False
    may_record_after: bool = False
    original: list[tuple[str, str]] = field(default_factory=list)
    advice: list[Asked] = field(default_factory=list)
    partner_questions: list[PartnerQuestion] = field(default_factory=list)
    together: Together | None = None
    pieces: list[Piece] = field(default_factory=list)
    more_links: list[tuple[str, str]] = field(default_factory=list)

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
    def facts(self) -> RequestFacts:
        """What the rules need, from what has been read already."""
        step = current_step(self.request)
        blocking = [
            line.check.title
            for line in self.waiting_checks
            if step and (step.after is None or line.check.code in step.after)
        ]
        found = facts_of(self.request, checks_open=tuple(blocking), waiting=self.proposed)
        awaited = tuple(said for asked in self.advice for said in asked.awaited(self.today))
        return replace(found, advice_open=awaited)

    def as_one_of(self, people: list[Person]) -> PersonFacts:
        """The reader, as the rules see them, among those whose turn it is."""
        return person_facts(self.reader, people) if self.reader else PersonFacts(id="", turn=False)

    @property
    def why_not_decide(self) -> list[str]:
        """Why the reader cannot act at the current step; empty for whoever can."""
        return why_not_act_on_step(self.facts, by=self.as_one_of(self.at_the_step))

    @property
    def why_not_confirm(self) -> list[str]:
        return why_not_confirm(self.facts, by=self.as_one_of(self.confirmers))

    @property
    def why_not_hear(self) -> list[str]:
        """Why the reader cannot hear the open appeal, or the last one."""
        appeal = self.open_appeal or (self.appeals[-1] if self.appeals else None)
        if appeal is None:
            return ["No appeal has been made."]
        took_part = (appeal.decision.by_id, appeal.decision.confirmed_by_id)
        return why_not_hear_appeal(
            decided=bool(appeal.result),
            took_part=self.reader is not None and self.reader.pk in took_part,
            by=self.as_one_of(self.hearers),
            organiser_id=str(self.request.organiser_id or ""),
        )

    @property
    def my_turn(self) -> bool:
        return self.reader in self.at_the_step

    @property
    def may_confirm(self) -> bool:
        return self.proposed is not None and not self.why_not_confirm

    @property
    def my_appeal(self) -> bool:
        return self.open_appeal is not None and not self.why_not_hear

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
    """Everything about one request, in a number of queries that does not depend on the size of anything; what
    cannot exist is not asked for."""
    is_organiser = reader is None or request.organiser_id == reader.pk
    together = together_of(request, reader, today)
    alone = not request.bodies
    checks, turns = (checks_of(request), turns_of(request)) if alone else ([], [])
    decisions = decisions_of(request) if alone else []
    appeals = appeals_in(decisions)
    questions = questions_of(request) if alone else []
    amendments = (
        list(Amendment.objects.filter(request=request.whole).select_related("by"))
        if may_have(request, "amendments")
        else []
    )
    open_turn = next((turn for turn in turns if turn.left_at is None), None)
    board = _board(request, checks, open_turn, appeals, decisions, today)
    given = [] if is_organiser else written_at(turns)
    partners = [] if is_organiser else asked_of_partners(request)
    happened = what_happened(request, checks, turns, decisions, questions, amendments, appeals)
    happened = with_partners(with_advice(happened, given), partners, today)
    moves = moves_of(request)
    happened = with_moves(happened, moves)
    happened = with_the_bodies(happened, together) if together and not alone else happened
    found = Record(
        request=request,
        reader=reader,
        is_organiser=is_organiser,
        today=today,
        calendar=calendar_of(request.unit) if request.unit and (request.is_open or appeals) else None,
        speakers=list(Speaker.objects.filter(request=request.whole)) if request.speaker_count else [],
        checks=_check_lines(request, checks, board, reader, with_files=not is_organiser),
        turns=turns,
        decisions=decisions,
        questions=questions,
        amendments=amendments,
        appeals=appeals,
        rungs=rungs_of(request, checks, turns, board),
        happened=for_the_organiser(happened) if is_organiser else happened,
        answers=answers_of(request, together, moves),
        why=why_this_route(request, request.edition, frozenset(request.marks)) if request.edition else [],
        with_whom=with_whom(request, checks, open_turn, board) if alone or not together else together.waiting,
        together=together,
        original=as_in_the_sheet(request),
        advice=[] if is_organiser else asked_of(request, turns, given, board),
        partner_questions=partners,
    )
    _whose(found, board, open_turn)
    if reader is not None and not is_organiser:
        _what_the_reader_may(found, reader)
    found.pieces = pieces_of(found)
    found.more_links = links_of(found)  # which may depend on what the pieces show
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
    codes = {post for check in checks if check.is_waiting for post in check.posts} | {
        appeal.post for appeal in appeals if not appeal.result
    }
    if turn is not None and request.edition is not None:
        document, marks = request.edition.document, frozenset(request.marks)
        codes |= {
            *turn.posts,
            *next_posts_for(turn, request),
            *([turn.advice_post] if turn.advice_post else []),
        }
        codes |= {post for step in procedure_rules.ladder(document, marks) for post in step.posts}
        codes |= {document.appeal.post} if document.appeal else set()
    if any(decision.state == DecisionState.PROPOSED for decision in decisions):
        codes |= set(_confirming_posts(request))
    return Board.load(today, codes) if codes else Board({}, {})


def _confirming_posts(request: EventRequest) -> tuple[str, ...]:
    if request.edition is None:
        return ()
    return procedure_rules.confirmers(request.edition.document, request.step, frozenset(request.marks))


def _check_lines(
    request: EventRequest, checks: list[Check], board: Board, reader: Person | None, *, with_files: bool
) -> list[CheckLine]:
    ids = [str(check.pk) for check in checks] if with_files else []
    files: dict[str, list[StoredFile]] = {}
    if not checks:
        return []
    for file in StoredFile.objects.filter(about_type="events.check", about_id__in=ids):
        files.setdefault(file.about_id, []).append(file)
    lines = []
    for check in checks:
        following = next_posts_for(check, request)
        people = people_for(check, board, next_posts=following) if check.is_waiting else []
        own = reader is not None and reader.pk == request.organiser_id
        mine = reader in people and not own and request.status == Status.SUBMITTED
        lines.append(CheckLine(check, names(people), files.get(str(check.pk), []), mine))
    return lines


def _whose(record: Record, board: Board, turn: Turn | None) -> None:
    """Whose turn it is at the step, to confirm a proposed refusal, and to hear the appeal."""
    request, decision, appeal = record.request, record.proposed, record.open_appeal
    if turn is not None and request.is_open:
        people = people_for(turn, board, next_posts=next_posts_for(turn, request))
        record.at_the_step = [each for each in people if each.pk != request.organiser_id]
    if decision is not None and request.unit is not None:
        people = people_in(_confirming_posts(request), request.unit, board)
        barred = (decision.by_id, request.organiser_id)
        record.confirmers = [each for each in people if each.pk not in barred]
    if appeal is not None:
        record.hearers = board.turn(appeal.post, appeal.unit).people


def _what_the_reader_may(record: Record, reader: Person) -> None:
    request = record.request
    at_work = record.my_turn or any(line.mine for line in record.checks)
    record.may_ask = at_work and request.status == Status.SUBMITTED and record.proposed is None
    record.may_mark = (
        request.is_open
        and not request.bodies
        and "designated" not in request.marks
        and may(reader, catalogue.MARK, unit=request.unit)
    )
    record.may_record_after = (
        request.whole.status in (Status.DECIDED, Status.NOT_DECIDED)
        and request.whole.outcome != "refused"
        and not request.aftermath
        and request.brought_in_id is None
        and may(reader, catalogue.RECORD_AFTER, unit=request.unit)
    )

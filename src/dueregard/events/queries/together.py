"""How several bodies stand about one event, for whoever reads its page or that of one of them.

Everybody at work sees of another body where it stands and by when, its outcome and its conditions; never its checks,
notes, reasons or questions (ideas.md N11). The organiser sees of each body what an organiser sees of a request.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from dueregard.events.choices import CheckState, DecisionState, Outcome, Status
from dueregard.events.models import Appeal, Check, Condition, Decision, EventRequest, InformationRequest, Turn
from dueregard.events.queries.ladder import with_whom
from dueregard.events.queries.tracks import bodies_in, joined, standings_of
from dueregard.events.queries.visible import belongs_to_the_body
from dueregard.events.rules.tracks import Body, can_still_decide
from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Person


@dataclass(slots=True)
class BodyLine:
    """One body as a page shows it. `row` is its companion, None while it has not begun. `address` leads to its own
    page, '' for whoever may not open that; `question`, `letter` and `may_appeal` are for the organiser alone."""

    body: Body
    row: EventRequest | None
    waits_for: str = ""
    never: bool = False
    whose: str = ""
    conditions: list[Condition] = field(default_factory=list)
    decision: Decision | None = None
    address: str = ""
    question: InformationRequest | None = None
    letter: bool = False
    may_appeal: bool = False
    mine: bool = False
    links: dict[str, str] = field(default_factory=dict)
    """Where the organiser answers, appeals and reads the letter; the page fills it in."""

    @property
    def title(self) -> str:
        return self.body.title

    @property
    def said(self) -> str:
        """Where it stands, in a word or two."""
        if self.row is None:
            return "Does not begin" if self.never else "Not begun"
        return str(self.row.get_outcome_display() if self.row.outcome else self.row.get_status_display())

    @property
    def colour(self) -> str:
        if self.row is None or self.row.status == Status.WITHDRAWN or self.row.outcome == Outcome.REFUSED:
            return "grey"
        if self.row.outcome:
            return "green"
        return {Status.RETURNED: "yellow", Status.NOT_DECIDED: "red"}.get(Status(self.row.status), "")


@dataclass(slots=True)
class Together:
    """All bodies of a request, in the procedure's order, and the date by which the last of them decides."""

    lines: list[BodyLine]
    main: EventRequest
    for_the_organiser: bool

    @property
    def conditions(self) -> list[tuple[str, Condition]]:
        """Every condition of every body, with the title of the body: what holds for the event."""
        return [(line.title, each) for line in self.lines for each in line.conditions]

    @property
    def waiting(self) -> str:
        """The bodies that have it now: 'St Anne’s College and University'."""
        open_ones = [line.title for line in self.lines if line.row is not None and line.row.is_open]
        return joined(open_ones)

    @property
    def asking(self) -> str:
        asking = [line.title for line in self.lines if line.row and line.row.status == Status.RETURNED]
        return joined(asking)

    @property
    def readable(self) -> list[EventRequest]:
        """The companions whose answers the reader sees: the organiser of all, others of those that they may open."""
        rows = [line.row for line in self.lines if self.for_the_organiser or line.address]
        return [row for row in rows if row is not None]

    @property
    def shown(self) -> list[BodyLine]:
        """All of them on the page of the whole, the others on the page of one."""
        return [line for line in self.lines if not line.mine]


def together_of(request: EventRequest, reader: Person | None, today: date) -> Together | None:
    """How the bodies of a main row, or those beside a companion, stand; None where one body decides."""
    main = request.whole
    if not main.bodies:
        return None
    rows = list(main.tracks.exclude(status=Status.WITHDRAWN).select_related("unit", "edition__unit"))
    if main.status == Status.WITHDRAWN:
        rows = list(main.tracks.select_related("unit", "edition__unit"))
    for row in rows:
        row.main = main
    lines = _lines(main, {row.track: row for row in rows})
    is_organiser = reader is None or main.organiser_id == reader.pk
    _decisions(lines) if is_organiser else _conditions(lines)
    if request.pk == main.pk:
        _whose(lines, today)
        _questions_and_appeals(lines, today) if is_organiser else None
    for line in lines:
        line.mine = line.row is not None and line.row.pk == request.pk
        if not is_organiser and line.row is not None and reader is not None and not line.mine:
            line.address = _address(line.row, reader, today)
    return Together(lines, main, is_organiser)


def _lines(main: EventRequest, rows: dict[str, EventRequest]) -> list[BodyLine]:
    bodies = bodies_in(main)
    titles = {body.code: body.title for body in bodies}
    may = can_still_decide(bodies, standings_of(rows.values()))
    return [
        BodyLine(
            body,
            rows.get(body.code),
            waits_for=joined([titles[code] for code in body.after if code in titles]),
            never=body.code not in rows and body.code not in may,
        )
        for body in bodies
    ]


def _conditions(lines: list[BodyLine]) -> None:
    """The conditions in force of each body; asked for only where a body has any."""
    approved = {line.row.pk: line for line in lines if line.row and line.row.outcome == Outcome.CONDITIONS}
    if approved:
        rows = Condition.objects.filter(decision__request__in=approved, decision__state=DecisionState.FINAL)
        for each in rows.select_related("decision").order_by("position"):
            approved[each.decision.request_id].conditions.append(each)


def _decisions(lines: list[BodyLine]) -> None:
    """The decision in force of each body that has one, with its conditions; asked for only where there can be any."""
    by_row = {line.row.pk: line for line in lines if line.row is not None and line.row.outcome}
    if not by_row:
        return
    found = list(
        Decision.objects.filter(request__in=by_row, state=DecisionState.FINAL).select_related(
            "by", "confirmed_by"
        )
    )
    conditioned = [each for each in found if each.outcome == Outcome.CONDITIONS]
    prefetch_related_objects(conditioned, Prefetch("conditions", Condition.objects.order_by("position")))
    for decision in found:
        line = by_row[decision.request_id]
        line.decision = decision
        line.conditions = list(decision.conditions.all()) if decision in conditioned else []


def _whose(lines: list[BodyLine], today: date) -> None:
    """Who has it in each body that is still at work: three queries and those of the board."""
    open_rows = {line.row.pk: line for line in lines if line.row is not None and line.row.is_open}
    if not open_rows:
        return
    checks = list(
        Check.objects.filter(request__in=open_rows, state=CheckState.WAITING).select_related("unit")
    )
    turns = list(Turn.objects.filter(request__in=open_rows, left_at=None).select_related("unit"))
    work: list[Check | Turn] = [*checks, *turns]
    board = Board.load(today, {code for each in work for code in each.posts})
    for pk, line in open_rows.items():
        assert line.row is not None
        own = [each for each in checks if each.request_id == pk]
        turn = next((each for each in turns if each.request_id == pk), None)
        line.whose = with_whom(line.row, own, turn, board)


def _questions_and_appeals(lines: list[BodyLine], today: date) -> None:
    """What the organiser is asked by a body, and may do about its decision."""
    rows = {line.row.pk: line for line in lines if line.row is not None}
    if any(line.row is not None and line.row.status == Status.RETURNED for line in lines):
        for question in InformationRequest.objects.filter(request__in=rows, answered_at=None).select_related(
            "asked_by"
        ):
            rows[question.request_id].question = question
    appealable = {
        line.decision.pk: line
        for line in lines
        if line.decision is not None and line.decision.appeal_until and line.decision.appeal_until >= today
    }
    appealed = (
        set(Appeal.objects.filter(decision__in=appealable).values_list("decision_id", flat=True))
        if appealable
        else set()
    )
    for line in lines:
        line.letter = line.decision is not None and bool(line.decision.letter)
        line.may_appeal = line.decision is not None and line.decision.pk in appealable.keys() - appealed


def _address(row: EventRequest, reader: Person, today: date) -> str:
    return reverse("events:request", args=[row.pk]) if belongs_to_the_body(reader, row, today) else ""

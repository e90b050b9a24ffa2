"""Turning rows into the plain values on which the rules work, and finding whose turn it is."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from dueregard.events.choices import CheckState, DecisionState, Outcome
from dueregard.events.models import Appeal, Check, Decision, EventRequest, Turn
from dueregard.events.rules.facts import FormFacts, Missing, PersonFacts, RequestFacts, SpeakerFacts
from dueregard.events.rules.sending import what_is_missing
from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Person, Unit
from dueregard.procedures import rules as procedure_rules
from dueregard.procedures.rules import Document, Facts, Feedback, Step
from dueregard.statements.models import CODE, Version
from dueregard.statements.queries import in_force as statement_in_force


def open_turn_of(request: EventRequest) -> Turn | None:
    return request.turns.filter(left_at=None).select_related("unit").first()


def current_step(request: EventRequest) -> Step | None:
    return request.edition.document.step(request.step) if request.edition and request.step else None


def blocking_checks(request: EventRequest, step: Step | None) -> list[Check]:
    """The checks for which a step waits: those that it names, or all."""
    if step is None:
        return []
    waiting = request.checks.filter(state=CheckState.WAITING)
    if step.after is not None:
        waiting = waiting.filter(code__in=step.after)
    return list(waiting)


GOES_AHEAD = (Outcome.APPROVED, Outcome.CONDITIONS)


def was_approved(request: EventRequest) -> bool:
    """Whether it was ever approved, by whichever body: then its organiser may have it in a calendar."""
    either = Q(request=request.pk) | Q(request__main=request.pk)
    return Decision.objects.filter(either, final_at__isnull=False, outcome__in=GOES_AHEAD).exists()


def proposed(request: EventRequest) -> Decision | None:
    return request.decisions.filter(state=DecisionState.PROPOSED).select_related("by").first()


def request_facts(request: EventRequest) -> RequestFacts:
    """What the rules need: at most two queries."""
    open_ones = tuple(check.title for check in blocking_checks(request, current_step(request)))
    return facts_of(request, checks_open=open_ones, waiting=proposed(request) if request.is_open else None)


def facts_of(
    request: EventRequest, *, checks_open: tuple[str, ...], waiting: Decision | None
) -> RequestFacts:
    """The same from what has been read already: no query."""
    step = current_step(request)
    return RequestFacts(
        status=request.status,
        day=request.day,
        last_day=request.last_day,
        organiser_id=str(request.organiser_id or ""),
        outcome=request.outcome,
        aftermath=request.aftermath,
        step_title=request.step_title,
        may=tuple(step.may) if step else (),
        checks_open=checks_open,
        proposed_by=str(waiting.by_id) if waiting else "",
        proposes=waiting.proposes if waiting else "refusal",
        brought_in=request.brought_in_id is not None,
        several=bool(request.bodies),
        version=request.version,
        feedback_for=request.edition.document.feedback.open_for if request.edition else Feedback().open_for,
    )


def facts_for_marks(request: EventRequest, *, late: bool = False) -> Facts:
    """The plain facts from which marks follow. A request without an organiser of ours is an outside one."""
    outside = {"external organiser"} if request.organiser_id is None else set()
    return Facts(
        people=request.people,
        where=request.where or "on-premises",  # type: ignore[arg-type]
        audience=request.audience or "members",  # type: ignore[arg-type]
        late=late,
        marked_by_person=frozenset({*request.marked_by_person, *outside}),
    )


def code_in_force(unit: Unit | None, today: date) -> Version | None:
    """The code of practice that whoever asks for an event in this unit accepts; None where there is none yet."""
    return statement_in_force(CODE, unit, today) if unit else None


def form_facts(
    request: EventRequest,
    document: Document,
    *,
    speakers: tuple[SpeakerFacts, ...] | None = None,
    code: Version | None = None,
) -> FormFacts:
    """What the form holds; `speakers` in place of those that are kept. `code` is the code of practice in force when
    a request is about to be sent, which must be the one that was accepted."""
    if speakers is None:
        speakers = tuple(SpeakerFacts(each.name, each.body, each.topic) for each in request.speakers.all())
    asked = procedure_rules.asked(document, request.answers, facts_for_marks(request))
    unanswered = [q for q in asked if q.required and request.answers.get(q.id) in (None, "")]
    return FormFacts(
        title=request.title,
        kind=request.kind,
        unit=str(request.unit_id or ""),
        where=request.where,
        venue=request.venue,
        day=request.day,
        starts=request.starts is not None,
        people=request.people,
        audience=request.audience,
        speakers=speakers,
        asked=tuple((q.id, q.ask) for q in unanswered),
        code_to_accept=code is not None and code.pk != request.code_version_id,
    )


def what_it_lacks(
    request: EventRequest,
    documents: Iterable[Document],
    *,
    today: date,
    speakers: tuple[SpeakerFacts, ...] | None = None,
    code: Version | None = None,
) -> list[Missing]:
    """What must be filled in before the request can go to the bodies with these procedures; each thing once."""
    found: dict[str, Missing] = {}
    for document in documents:
        for each in what_is_missing(form_facts(request, document, speakers=speakers, code=code), today=today):
            found.setdefault(each.field, each)
    return list(found.values())


def whose_turn(item: Check | Turn | Appeal, request: EventRequest, today: date) -> list[Person]:
    """Everybody who may act on a check, a turn or an appeal today, those to whom it has climbed among them, and never
    its organiser."""
    following = next_posts_for(item, request) if request.edition else ()
    board = Board.load(today, [*posts_at(item), *following])
    people = people_for(item, board, next_posts=following)
    return [person for person in people if person.pk != request.organiser_id]


def everybody_at_work(request: EventRequest, today: date) -> list[Person]:
    """All who may act on the current step or on a waiting check today."""
    turn = open_turn_of(request)
    waiting = request.checks.filter(state=CheckState.WAITING).select_related("unit")
    work: list[Check | Turn] = [*([turn] if turn else []), *waiting]
    board = Board.load(
        today, {code for each in work for code in (*each.posts, *next_posts_for(each, request))}
    )
    people = [
        person
        for each in work
        for person in people_for(each, board, next_posts=next_posts_for(each, request))
    ]
    return list(dict.fromkeys(people))


def posts_at(item: Check | Turn | Appeal) -> list[str]:
    """The posts of which any one may act."""
    return [item.post] if isinstance(item, Appeal) else item.posts


def people_for(item: Check | Turn | Appeal, board: Board, *, next_posts: Iterable[str] = ()) -> list[Person]:
    """Everybody who may act: the holders (in absence deputies) of any of its posts, and whomever undone work has
    climbed to."""
    people = people_in(posts_at(item), item.unit, board)
    widened = 0 if isinstance(item, Appeal) else item.widened
    if widened >= 1:
        # Where the post is found: that may be a unit above the one from which it is looked up.
        found = [(post, board.turn(post, item.unit).unit.pk) for post in posts_at(item)]
        seats = [board.seats.get(each) for each in found]
        people = [*people, *(person for seat in seats if seat for person in seat.deputies)]
    if widened >= 2:
        people = [*people, *people_in(next_posts, item.unit, board)]
    return list(dict.fromkeys(people))


def people_in(posts: Iterable[str], unit: Unit, board: Board) -> list[Person]:
    """Whose turn it is for any of these posts, each person once."""
    return list(dict.fromkeys(person for post in posts for person in board.turn(post, unit).people))


def is_ones_own(item: Check | Turn | Appeal, request: EventRequest, board: Board) -> bool:
    """Whether only the organiser holds the posts that must act: then others stand in (`clock.stand_aside`)."""
    people = people_in(posts_at(item), item.unit, board)
    return bool(people) and all(person.pk == request.organiser_id for person in people)


def post_of(item: Check | Turn, person: Person, today: date) -> str:
    """The post in which somebody acts, where there are several; the first for whoever acts for another reason."""
    if len(item.posts) == 1:
        return item.post
    board = Board.load(today, item.posts)
    sits = (post for post in item.posts if person in board.turn(post, item.unit).people)
    return next(sits, item.post)


def next_posts_for(item: Check | Turn | Appeal, request: EventRequest) -> tuple[str, ...]:
    """The posts to which undone work climbs: the next step's, at the top the accountable officer, or for a check those
    of the step that waits for it."""
    assert request.edition is not None
    document, marks = request.edition.document, frozenset(request.marks)
    step = None
    if isinstance(item, Turn):
        step = procedure_rules.next_step(document, item.step, marks)
        if step is None:
            return (procedure_rules.LAST_RESORT,)
    if isinstance(item, Check):
        step = document.step(request.step)
    return step.posts if step else ()


def person_facts(person: Person, people: list[Person]) -> PersonFacts:
    return PersonFacts(id=str(person.pk), turn=person in people, whose=names(people))


def nobody(person: Person) -> PersonFacts:
    return PersonFacts(id=str(person.pk), turn=False)


def confirmers(request: EventRequest, decision: Decision, today: date) -> list[Person]:
    """Those who may confirm a refusal: a different person in a post that the procedure names (procedures.md)."""
    assert request.edition is not None
    assert request.unit is not None
    posts = procedure_rules.confirmers(request.edition.document, decision.step, frozenset(request.marks))
    board = Board.load(today, posts)
    people = people_in(posts, request.unit, board)
    barred = {decision.by_id, request.organiser_id}
    return [person for person in people if person.pk not in barred]


def names(people: list[Person]) -> str:
    return " or ".join(person.name for person in people)

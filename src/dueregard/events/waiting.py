"""What waits for a person in events: for the home page and the calendar feed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.urls import reverse

from dueregard.events import looking_back, partner_waiting
from dueregard.events.catalogue import ADVISE, CHECK, CONFIRM, DECIDE, HEAR_APPEAL, RECORD_AFTER
from dueregard.events.choices import CheckState, DecisionState, Outcome, Status
from dueregard.events.models import Appeal, Check, Decision, EventRequest, FurtherPost, Turn
from dueregard.events.queries.advice import Asked, asked_of, written_at
from dueregard.events.queries.facts import is_ones_own, names, next_posts_for, people_for, people_in, posts_at
from dueregard.events.queries.forecast import Ahead, ahead
from dueregard.kernel.dates import LONDON, short_date
from dueregard.kernel.refs import Ref
from dueregard.kernel.registries import WaitingItem, waiting_everywhere, waiting_items
from dueregard.organisation.access import UnitScope, access_of, posts_of
from dueregard.organisation.lookup import Board, board_for_pages
from dueregard.organisation.lookup import Turn as Seat
from dueregard.organisation.models import Person
from dueregard.procedures import rules as procedure_rules

MOST = 200
"""Nobody reads more than this; the query stays bounded whatever the size of the register."""
OWN = "Whoever holds the post asked for this event, so somebody else acts."


@dataclass(frozen=True, slots=True)
class Mine:
    """The posts that a person fills today, as far as a query can tell. `further` is `below` for those posts of a check
    or turn that are not the first."""

    codes: tuple[str, ...]
    below: Q
    climbed: Q
    further: Q
    advised: Q

    @classmethod
    def of(cls, person: Person, today: date) -> "Mine":
        posts = posts_of(person, today)
        below = advised = Q(pk__in=[])
        for post in posts:
            inside = Q(unit__path__startswith=post.unit.path) | Q(
                unit__sponsor__path__startswith=post.unit.path
            )
            below |= Q(post=post.post_kind_code) & inside
            advised |= Q(advice_post=post.post_kind_code) & inside
        further = FurtherPost.objects.filter(below).order_by()
        of_them = Q(pk__in=further.values("check_of")) | Q(pk__in=further.values("turn"))
        codes = tuple({post.post_kind_code for post in posts})
        return cls(codes, below, climbed=Q(widened__gt=0), further=of_them, advised=advised)

    @classmethod
    def anyone(cls, inside: Q) -> "Mine":
        """Whatever lies in some units, whoever holds it."""
        return cls((), inside, climbed=Q(pk__in=[]), further=Q(pk__in=[]), advised=inside)


def waiting_for(person: Person, today: date) -> Iterable[WaitingItem]:
    """Everything in events that waits for this person, in no order. A constant number of queries."""
    yield from _own(person, today)
    mine, may = Mine.of(person, today), access_of(person, today).may
    # Work that nobody did, or whose only holder asked for the event, climbs: at the top to whoever confirms refusals.
    turns = _turns_to_show(mine, today) if may(DECIDE) or may(CONFIRM) else []
    # Work that nobody did climbs from a check to the step that waits for it.
    checks = _open_checks(mine) if may(CHECK) or may(DECIDE) else []
    appeals = _open_appeals(mine) if may(HEAR_APPEAL) else []
    proposals = _proposals() if may(CONFIRM) else []
    lapsed = _lapsed(mine) if may(DECIDE) or may(RECORD_AFTER) else []
    board = board_for_pages(today)
    yield from (_item_of_check(check, board, person) for check in checks if _is_mine(check, person, board))
    yield from (_item_of_turn(each, board, person) for each in turns if _is_mine(each.turn, person, board))
    yield from (_item_of_appeal(appeal, board) for appeal in appeals if _is_mine(appeal, person, board))
    yield from _to_confirm(proposals, person, board)
    yield from (_item_of_lapse(turn, board) for turn in lapsed if _is_mine(turn, person, board))
    yield from _advice_wanted(mine.advised, person, board) if may(ADVISE) else ()


def waiting_in(scope: UnitScope, today: date) -> Iterable[WaitingItem]:
    """Everything in events that waits for any post in these units, whoever holds it. Drafts wait for nobody."""
    inside = Q(pk__isnull=False) if scope.everything else Q(unit__in=scope.units().order_by().values("pk"))
    anyone = Mine.anyone(inside)
    board = board_for_pages(today)
    yield from (_item_of_check(check, board) for check in _open_checks(anyone))
    yield from (_item_of_turn(each, board) for each in _turns_to_show(anyone, today))
    yield from (_item_of_appeal(appeal, board) for appeal in _open_appeals(anyone))
    yield from _to_confirm([each for each in _proposals() if each.request.unit in scope], None, board)
    yield from (_item_of_lapse(turn, board) for turn in _lapsed(anyone))
    yield from _advice_wanted(inside, None, board)


def _open_checks(mine: Mine) -> list[Check]:
    rows = Check.objects.filter(state=CheckState.WAITING, request__status=Status.SUBMITTED)
    return _loaded(rows.filter(mine.below | mine.further | mine.climbed))


def _turns_to_show(mine: Mine, today: date) -> list[Ahead]:
    """Those whose step can act; and, before a date is broken, those that will come to it too late."""
    return [each for each in ahead(_open_turns(mine), today) if not each.blocked or each.is_late_ahead]


def _open_turns(mine: Mine) -> list[Turn]:
    """Open turns that do not wait for a second person."""
    proposed = Decision.objects.filter(state=DecisionState.PROPOSED).values("request")
    rows = Turn.objects.filter(left_at=None, request__status=Status.SUBMITTED).exclude(request__in=proposed)
    return _loaded(rows.filter(mine.below | mine.further | mine.climbed))


def _open_appeals(mine: Mine) -> list[Appeal]:
    return _loaded(Appeal.objects.filter(mine.below, result=""))


def _lapsed(mine: Mine) -> list[Turn]:
    """The last turns of requests that were not decided in time, until a person records what happened."""
    rows = Turn.objects.filter(
        mine.below | mine.further | mine.climbed,
        result="ended",
        request__status=Status.NOT_DECIDED,
        request__aftermath="",
    )
    return _loaded(rows)


def _proposals() -> list[Decision]:
    rows = Decision.objects.filter(state=DecisionState.PROPOSED, request__status=Status.SUBMITTED)
    related = ("request__unit", "request__edition", "request__main", "by")
    return list(rows.select_related(*related).order_by("at")[:MOST])


def _advice_wanted(inside: Q, reader: Person | None, board: Board) -> Iterator[WaitingItem]:
    """Open turns that ask for advice of somebody who has not written yet: of the reader, or (None) of anybody."""
    rows = Turn.objects.filter(inside, left_at=None, request__status=Status.SUBMITTED).exclude(advice_post="")
    turns: list[Turn] = _loaded(rows)
    given = written_at(turns)
    for turn in turns:
        for asked in asked_of(turn.request, [turn], given, board):
            if asked.missing if reader is None else reader in asked.missing:
                yield _item_of_advice(asked, board)


def _item_of_advice(asked: Asked, board: Board) -> WaitingItem:
    turn = asked.turn
    seat = board.turn(turn.advice_post, turn.unit)
    return WaitingItem(
        what=f"Advise: {turn.request.title}",
        detail=f"{turn.request.shown_number}, {turn.request.unit}",
        ref=turn.ref,
        post=str(seat.post) if seat.post else asked.title,
        holder=names(asked.missing),
        since=turn.since,
        due=turn.advice_due,
        address=reverse("events:advise", args=[turn.request_id]),
        note="Advice decides nothing; the decision may come without it.",
    )


def _loaded(rows: QuerySet[Check] | QuerySet[Turn] | QuerySet[Appeal]) -> list:  # type: ignore[type-arg]
    related = ("unit", "request__unit", "request__edition", "request__main__unit")
    return list(rows.select_related(*related).order_by("due", "pk")[:MOST])


def _confirming_posts(decision: Decision) -> tuple[str, ...]:
    request = decision.request
    if request.edition is None:
        return ()
    return procedure_rules.confirmers(request.edition.document, decision.step, frozenset(request.marks))


def _is_mine(item: Check | Turn | Appeal, person: Person, board: Board) -> bool:
    climbed = not isinstance(item, Appeal) and item.widened > 1
    if item.request.organiser_id == person.pk:
        return False
    return person in people_for(item, board, next_posts=next_posts_for(item, item.request) if climbed else ())


def _to_confirm(proposals: list[Decision], person: Person | None, board: Board) -> Iterator[WaitingItem]:
    """Proposed refusals and charges that this person may confirm, or (None) all."""
    for decision in proposals:
        unit = decision.request.unit
        assert unit is not None
        barred = {decision.by_id, decision.request.organiser_id}
        if person is not None and person.pk in barred:
            continue
        for post in _confirming_posts(decision):
            turn = board.turn(post, unit)
            if person in turn.people if person is not None else turn.people:
                yield WaitingItem(
                    what=f"Confirm or do not confirm a {decision.proposes}: {decision.request.title}",
                    detail=f"{decision.request.shown_number}, proposed by {decision.by.name}",
                    ref=decision.ref,
                    post=str(turn.post or post),
                    holder=names(turn.people),
                    since=decision.at,
                    due=decision.request.decide_by,
                    address=reverse("events:confirm", args=[decision.request_id]),
                )
                break


def _item_of_check(check: Check, board: Board, reader: Person | None = None) -> WaitingItem:
    address = reverse("events:check", args=[check.pk])
    what = f"Check ‘{check.title}’: {check.request.title}"
    return _item(what, check, board, check.ref, address, check.since, reader)


def _item_of_turn(each: Ahead, board: Board, reader: Person | None = None) -> WaitingItem:
    turn, note = each.turn, each.forecast.sentence if each.forecast and each.is_late_ahead else ""
    step = turn.request.edition.document.step(turn.step) if turn.request.edition else None
    verb = "Decide" if step is None or step.decides else "Look at and pass on"
    page = "events:decide"
    if each.blocked:
        verb, page = "See what holds up", "events:request"
    address = reverse(page, args=[turn.request_id])
    item = _item(f"{verb}: {turn.request.title}", turn, board, turn.ref, address, turn.since, reader)
    return _with_note(item, " ".join(part for part in (item.note, note) if part))


def _item_of_appeal(appeal: Appeal, board: Board) -> WaitingItem:
    address = reverse("events:hear-appeal", args=[appeal.pk])
    return _item(
        f"Hear an appeal: {appeal.request.title}", appeal, board, appeal.ref, address, appeal.lodged_at
    )


def _item_of_lapse(turn: Turn, board: Board) -> WaitingItem:
    address = reverse("events:after", args=[turn.request_id])
    item = _item(
        f"Record what happened: {turn.request.title}", turn, board, turn.request.ref, address, turn.since
    )
    return _with_note(item, "Not decided in time")


def _with_note(item: WaitingItem, note: str) -> WaitingItem:
    return WaitingItem(
        item.what, item.detail, item.ref, item.post, item.holder, item.since, item.due, item.address, note
    )


def _item(
    what: str,
    item: Check | Turn | Appeal,
    board: Board,
    ref: Ref,
    address: str,
    since: datetime,
    reader: Person | None = None,
) -> WaitingItem:
    seats = [board.turn(post, item.unit) for post in posts_at(item)]
    request = item.request
    when = f", {short_date(request.day)}" if request.day else ""
    # That one of several posts is empty or away explains nothing as long as another is there.
    note = "" if any(seat and not seat.why for seat in seats) else seats[0].why
    if not isinstance(item, Appeal) and item.widened:
        own = is_ones_own(item, request, board)
        note = OWN if own else "Its time has run out, so others may act too."
    return WaitingItem(
        what=what,
        detail=f"{request.shown_number}, {request.whole.unit}{when}",
        ref=ref,
        post=_post(item, seats, reader),
        holder=names(people_in(posts_at(item), item.unit, board)),
        since=since,
        due=item.due,
        address=address,
        note=note,
    )


def _post(item: Check | Turn | Appeal, seats: list[Seat], reader: Person | None) -> str:
    """The post as the list names it: of several the one in which the reader stands in for somebody, else all of them."""
    standing_in = next((seat for seat in seats if reader in seat.deputies), None)
    if standing_in is not None:
        return str(standing_in.post)
    named = [seat.post for seat in seats if seat.post]
    if not named:
        return item.post
    titles = [post.kind.title for post in named]
    return f"{' or '.join(titles)}, {named[0].unit.name}"


def _own(person: Person, today: date) -> Iterator[WaitingItem]:
    """What waits for a person as the organiser: an answer to give, or what became of an event."""
    # Each half is read from an index of its own, so that what is over and told is never looked at. Neither is found by
    # walking all events of a busy organiser in their order, which PostgreSQL would prefer if they were one condition.
    own = EventRequest.objects.filter(organiser=person).order_by().values("pk")
    to_answer = own.filter(status=Status.RETURNED, bodies=[])
    to_tell_about = own.filter(
        day__lt=today,
        outcome__in=[Outcome.APPROVED, Outcome.CONDITIONS],
        aftermath="",
        brought_in=None,
        main=None,
    )
    to_tell_about = to_tell_about.exclude(last_day__gte=today)
    rows = EventRequest.objects.filter(pk__in=to_answer.union(to_tell_about))
    for request in rows.select_related("unit", "main__unit").order_by("day", "pk")[:MOST]:
        yield _own_item(request, person)


def _own_item(request: EventRequest, person: Person) -> WaitingItem:
    asked = request.status == Status.RETURNED
    after = (
        datetime.combine(request.ends_on, time(23), tzinfo=LONDON) if request.ends_on else request.changed_at
    )
    return WaitingItem(
        what=f"{'Answer a question about' if asked else 'Say what became of'}: {request.title}",
        detail=f"{request.shown_number}, {request.whole.unit or ''}",
        ref=request.ref,
        post="Organiser",
        holder=person.name,
        since=request.changed_at if asked else after,
        due=request.day if asked else None,
        address=reverse("events:answer" if asked else "events:after", args=[request.pk]),
        note="The clock stands still until you answer." if asked else "",
    )


def register() -> None:
    """Called once, when the app is ready."""
    waiting_items.register(waiting_for)
    waiting_items.register(looking_back.waiting_for)
    waiting_items.register(partner_waiting.waiting_for)
    waiting_everywhere.register(waiting_in)
    waiting_everywhere.register(partner_waiting.waiting_in)

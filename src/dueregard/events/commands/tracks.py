"""Several bodies that decide about one request: its companions, the facts they share, and what they say together."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime
from uuid import uuid4

from dueregard.events import catalogue
from dueregard.events.choices import Status, WhyWithdrawn, WithdrawnBy
from dueregard.events.commands import clock
from dueregard.events.commands.locking import touch
from dueregard.events.commands.work import end_work, take_route, tell_who_is_next
from dueregard.events.models import (
    Advice,
    Appeal,
    Check,
    Decision,
    EventRequest,
    FurtherPost,
    InformationRequest,
    Turn,
)
from dueregard.events.queries.tracks import Deciding, bodies_for, bodies_in, standings_of
from dueregard.events.rules.tracks import Body, Standing, can_still_decide, combined, ready
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.refs import system
from dueregard.ledger.commands import record
from dueregard.organisation.models import Unit
from dueregard.outbox.commands import queue
from dueregard.procedures.models import Edition
from dueregard.procedures.queries import in_force
from dueregard.procedures.rules import HOME

TRACKS = system("events.tracks")
FACTS = (
    "title", "summary", "kind", "place", "where", "venue", "day", "last_day", "starts", "ends", "people", "audience",
    "on_the_day", "late_reason", "speaker_count", "organiser", "contact_name", "contact_email", "contact_phone",
    "contact_confirmed_at", "peak", "capacity", "code_version", "code_accepted_at", "aftermath", "aftermath_note", "attended",
)  # fmt: skip
"""What the event is, whoever looks at it. Speakers stand once, on the main row, and are read there."""
WORK = (Check, Turn, FurtherPost, Advice, Decision, InformationRequest, Appeal)


def carry_over(main: EventRequest, companion: EventRequest) -> None:
    """Put the facts of the main row on a companion, without saving it: the only way by which they get there.

    Of the answers it gets those to the questions of its own procedure. Who puts the event on is a fact of the main
    row; for a body, `unit` says from where its posts are looked up, which for home is the same.
    """
    for name in FACTS:
        setattr(companion, name, getattr(main, name))
    if companion.track == HOME:
        companion.unit = main.unit
    assert companion.edition is not None
    asked = [question.id for question in companion.edition.document.questions]
    companion.answers = {code: main.answers[code] for code in asked if code in main.answers}


def set_out(main: EventRequest, bodies: list[Deciding], *, now: datetime) -> None:
    """Send a request on its way to several bodies: those that wait for nobody begin now."""
    main.edition, main.status, main.submitted_at = bodies[0].edition, Status.SUBMITTED, now
    main.bodies, main.changed_at = [each.body.as_json() for each in bodies], now
    main.save()
    editions = {each.body.code: each.edition for each in bodies}
    for each in bodies:
        if not each.body.after:
            _begin(main, each.body, each.unit, editions[each.body.code], now=now)
    settle(main, now=now)


def _begin(main: EventRequest, body: Body, unit: Unit, edition: Edition, *, now: datetime) -> EventRequest:
    """A body begins: its companion row takes the facts, and its own checks and ladder start."""
    companion = EventRequest(
        main=main,
        track=body.code,
        track_title=body.title,
        unit=unit,
        edition=edition,
        created_at=now,
        changed_at=now,
    )
    carry_over(main, companion)
    take_route(companion, edition, now=now)
    record(catalogue.BODY_BEGAN, by=TRACKS, on=companion.ref, data={"track": body.code}, at=now)
    tell_who_is_next(companion)
    return companion


def settle(request: EventRequest, *, now: datetime) -> None:
    """After any change in a companion: let begin what can, and write on the main row what all say together.

    Does nothing for a request that one body decides. The main row is locked by whoever locked the companion.
    """
    main = request.whole
    if not main.bodies or main.status == Status.WITHDRAWN:
        return
    bodies = bodies_in(main)
    companions = _companions(main)
    for body in ready(bodies, standings_of(companions)):
        if (made := _begin_late(main, body, now=now)) is not None:
            companions.append(made)
    standings = standings_of(companions)
    _write(main, combined(bodies, standings), companions, now=now)
    waiting = [body.title for body in bodies if body.code in can_still_decide(bodies, standings)]
    main.step_title = ", ".join(waiting)[:200] if main.is_open else main.step_title
    touch(
        main, "status", "outcome", "decided_at", "ended_at", "decide_by", "step_due", "step_title", "late", "marks",
        "notice", "lead_time",
    )  # fmt: skip


def _begin_late(main: EventRequest, body: Body, *, now: datetime) -> EventRequest | None:
    """A body begins once others have approved, by what is in force on that day."""
    unit = Unit.objects.get(pk=body.unit)
    edition = in_force(catalogue.KIND, unit, today_in_london(now)) if body.code != HOME else main.edition
    return _begin(main, body, unit, edition, now=now) if edition is not None else None


def _companions(main: EventRequest) -> list[EventRequest]:
    rows = EventRequest.objects.filter(main=main).exclude(status=Status.WITHDRAWN)
    found = list(rows.select_related("unit", "place", "organiser", "edition").order_by("created_at", "pk"))
    for each in found:
        each.main = main
    return found


def _write(main: EventRequest, said: Standing, companions: list[EventRequest], *, now: datetime) -> None:
    was = (main.status, main.outcome)
    main.status, main.outcome = said.status, said.outcome
    main.late = any(each.late for each in companions)
    main.marks = sorted({mark for each in companions for mark in each.marks})
    main.notice = min((each.notice for each in companions if each.notice is not None), default=None)
    main.lead_time = max((each.lead_time for each in companions if each.lead_time is not None), default=None)
    main.step_due = min(
        (each.step_due for each in companions if each.is_open and each.step_due), default=None
    )
    main.decide_by = said.decide_by or main.decide_by
    main.changed_at = now
    if was == (main.status, main.outcome):
        return
    main.decided_at = now if said.status == Status.DECIDED else None
    main.ended_at = now if said.status == Status.NOT_DECIDED else None
    if not said.is_open:
        record(
            catalogue.SETTLED,
            by=TRACKS,
            on=main.ref,
            data={"status": said.status, "outcome": said.outcome},
            at=now,
        )
    if said.approves:
        queue(catalogue.STANDS, about=main.ref, once=True)


def join_others(request: EventRequest, *, now: datetime) -> None:
    """Let the bodies be those that the marks and the place ask for now: a request that one body had goes to several,
    new bodies begin, and a body that is no longer concerned is let off."""
    main = request.whole
    home = _home_of(main)
    if home is None or home.edition is None:
        return
    wanted = bodies_for(home, home.edition, today_in_london(now))
    if not main.bodies and len(wanted) == 1:
        return
    if not main.bodies:
        _split(main, now=now)
    main.bodies = [each.body.as_json() for each in wanted]
    touch(main, "bodies")
    codes = {each.body.code: str(each.unit.pk) for each in wanted}
    for companion in _companions(main):
        if companion.track != HOME and codes.get(companion.track) != str(companion.unit_id):
            let_go(companion, whose=WithdrawnBy.ORGANISER, why=WhyWithdrawn.PLANS, note="", now=now)
    settle(main, now=now)


def _home_of(main: EventRequest) -> EventRequest | None:
    """The row that runs by the procedure which names the others: home's companion, or the request itself."""
    if not main.bodies:
        return main
    return next((each for each in _companions(main) if each.track == HOME), None)


def _split(main: EventRequest, *, now: datetime) -> None:
    """Hand the work of a request that one body had to a companion of its own, so that others can stand beside it."""
    assert main.edition is not None
    home = copy(main)
    home.pk, home._state = uuid4(), copy(main._state)
    home._state.adding = True
    home.main, home.track, home.track_title = main, HOME, main.edition.unit.name
    home.number, home.words, home.bodies = None, "", []
    carry_over(main, home)
    home.save(force_insert=True)
    for model in WORK:
        model._default_manager.filter(request=main).update(request=home)
    clock.stop_all_timers(main)
    if home.is_open:
        clock.start_timers(home)
    main.step, main.step_due = "", None
    touch(main, "step", "step_due")
    record(catalogue.BODY_BEGAN, by=TRACKS, on=home.ref, data={"track": HOME}, at=now)


def carry_change(main: EventRequest, changed: list[str]) -> list[tuple[EventRequest, list[str]]]:
    """Carry a change of the facts to every body; those that must look again, each with what changed for it. A body
    that has refused, or did not decide in time, keeps the facts in step and looks at nothing."""
    found = []
    for each in _companions(main):
        answers = each.answers
        carry_over(main, each)
        each.save()
        own = {"answers": each.answers != answers, "unit": each.track == HOME}
        if each.outcome != "refused" and each.status != Status.NOT_DECIDED:
            found.append((each, [name for name in changed if own.get(name, True)]))
    return found


def tell_all(main: EventRequest, code: str) -> None:
    """A message about the whole to whoever is at work on it, in each body."""
    for each in _companions(main) if main.bodies else [main]:
        queue(code, about=each.ref)


def let_go(companion: EventRequest, *, whose: str, why: str, note: str, now: datetime) -> None:
    """The request is no longer before this body."""
    end_work(companion, now=now)
    companion.status, companion.outcome, companion.ended_at = Status.WITHDRAWN, "", now
    companion.withdrawn_by, companion.why_withdrawn, companion.withdrawal_note = whose, why, note
    companion.changed_at = now
    touch(
        companion, "status", "outcome", "ended_at", "withdrawn_by", "why_withdrawn", "withdrawal_note", "step_due",
    )  # fmt: skip
    queue(catalogue.REQUEST_WITHDRAWN, about=companion.ref)


def let_all_go(main: EventRequest, *, whose: str, why: str, note: str, now: datetime) -> None:
    """The organiser has withdrawn the whole: every body that has it is told."""
    for each in _companions(main):
        let_go(each, whose=whose, why=why, note=note, now=now)


def carry_to_all(main: EventRequest, fields: Iterable[str]) -> None:
    """Carry facts that change nobody's work, such as what became of the event, to every companion."""
    for each in EventRequest.objects.filter(main=main).select_related("edition"):
        carry_over(main, each)
        each.save(update_fields=[*fields])

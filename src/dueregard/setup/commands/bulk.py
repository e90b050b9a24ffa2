"""Many requests at once, written straight into the tables: for benchmarks and for a demonstration of a large register.

The rows keep every constraint, and their shares are those of a real register (domain.md section 0, fact 3: of 32,290
events 97.7 in 100 were approved, 1.5 approved with conditions, 0.8 refused). What the ledger, the outbox and the
timers would hold is left out: nobody did these things.
"""

import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model

from dueregard.events.choices import Aftermath, Audience, Kind, Outcome, Status, Where, WhyWithdrawn
from dueregard.events.commands.drafting import words_of
from dueregard.events.models import (
    Check,
    Condition,
    Decision,
    EventRequest,
    FurtherPost,
    NumberSeries,
    Speaker,
    Turn,
    speaker_row,
)
from dueregard.events.rules.facts import SpeakerFacts
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.models import Person, Unit
from dueregard.procedures.models import Edition
from dueregard.procedures.queries import in_force

AT_ONCE = 2_000
OPEN_DAYS = 21
"""Only what was sent in the last three weeks still waits, whatever the size: a queue does not grow with a register."""
OPEN_AT_MOST = 120

FIRST = [
    "Amara",
    "Bela",
    "Cass",
    "Dilys",
    "Edda",
    "Fenn",
    "Greta",
    "Hamid",
    "Ines",
    "Joss",
    "Kofi",
    "Lena",
    "Mei",
    "Noor",
    "Oona",
    "Pavel",
    "Quill",
    "Rhea",
    "Soren",
    "Tova",
]
LAST = [
    "Ashdown",
    "Brook",
    "Calder",
    "Dunmore",
    "Ebdon",
    "Farrar",
    "Garth",
    "Holm",
    "Inkpen",
    "Jarrow",
    "Keld",
    "Lorne",
    "Marsh",
    "Nettle",
    "Orme",
    "Pike",
    "Rill",
]
BODIES = [
    "Fell Folk Archive",
    "College of the Plain",
    "Levels Gazette",
    "Institute of Coastal Law",
    "Delta Heritage Fund",
    "",
]
OPENINGS = "An evening with|Arguments about|A short history of|Questions of|In praise of|Against|Notes on|The future of"
SUBJECTS = (
    "bread|the tide|old maps|public houses|the weekend|bridges|choirs|the long nineteenth century|clouds|kindness|"
    "the footpath|translation|small museums|honest advertising|the night train|weeds|the village hall|silence"
)
VENUES = (
    "Lecture room 1|Lecture room 2|Lecture room 4|Hartwell Hall|Chaplaincy|Riverside hall|Union, main room"
)


@dataclass
class Ground:
    """What the rows stand on."""

    units: list[Unit]
    editions: dict[uuid.UUID, Edition]
    organisers: list[Person]
    decider: Person
    confirmer: Person
    now: datetime
    years: int
    dice: random.Random
    opened: int = 0
    rows: dict[type[Model], list[Any]] = field(default_factory=dict)

    def add(self, row: Model) -> None:
        self.rows.setdefault(type(row), []).append(row)


@transaction.atomic
def fill(count: int, *, root: Unit, now: datetime, years: int = 5, seed: int = 7) -> int:
    """Add `count` requests to the provider, spread over its units and over so many years until half a year from
    now. The same seed gives the same titles, days and outcomes. Returns how many there are."""
    ground = _ground(root, now, years, random.Random(seed))  # noqa: S311 (not for secrets)
    series, _ = NumberSeries.objects.select_for_update().get_or_create(pk=1)
    first = series.last + 1
    for start in range(first, first + count, AT_ONCE):
        for number in range(start, min(start + AT_ONCE, first + count)):
            _request(ground, number)
        _write(ground)
    series.last += count
    series.save(update_fields=["last"])
    return count


def _ground(root: Unit, now: datetime, years: int, dice: random.Random) -> Ground:
    units = list(Unit.objects.filter(path__startswith=root.path).order_by("path"))
    people = list(Person.objects.filter(unit__path__startswith=root.path).order_by("code", "name")[:200])
    editions: dict[uuid.UUID, Edition] = {}
    for unit in units:
        edition = in_force("events", unit, today_in_london(now))
        if edition is None:
            raise ValueError(f"No procedure is in force in {unit}; there is nothing to handle requests by.")
        editions[unit.pk] = edition
    return Ground(units, editions, people, people[0], people[1], now, years, dice)


def _write(ground: Ground) -> None:
    for model in (EventRequest, Speaker, Turn, Check, FurtherPost, Decision, Condition):
        model._default_manager.bulk_create(ground.rows.pop(model, []), batch_size=AT_ONCE)


def _request(ground: Ground, number: int) -> None:
    dice = ground.dice
    unit = dice.choice(ground.units)
    day = today_in_london(ground.now) + timedelta(days=dice.randint(-365 * ground.years, 180))
    sent = _moment(day - timedelta(days=dice.choice((9, 18, 25, 30, 35, 42, 60))), dice)
    sent = min(sent, ground.now - timedelta(hours=dice.randint(1, 24 * 14)))
    edition = ground.editions[unit.pk]
    notice = max(0, (day - sent.date()).days * 5 // 7)
    request = EventRequest(
        id=uuid.UUID(int=dice.getrandbits(128), version=4),
        number=number,
        title=f"{dice.choice(OPENINGS.split('|'))} {dice.choice(SUBJECTS.split('|'))}",
        summary="An evening for everybody who would like to think about it.",
        kind=dice.choice(Kind.values),
        unit=unit,
        where=dice.choices(Where.values, (90, 8, 2))[0],
        venue=dice.choice(VENUES.split("|")),
        day=day,
        starts=time(dice.randint(9, 19), dice.choice((0, 30))),
        people=dice.choice((12, 30, 45, 60, 90, 120, 250)),
        audience=dice.choice(Audience.values),
        organiser=dice.choice(ground.organisers),
        status=Status.SUBMITTED,
        edition=edition,
        notice=notice,
        lead_time=edition.document.lead_time,
        late=notice < edition.document.lead_time,
        submitted_at=sent,
        created_at=sent - timedelta(days=1),
        changed_at=sent,
    )
    request.marks = ["late"] if request.late else []
    _speakers(ground, request)
    _what_happened(ground, request, sent)
    ground.add(request)


def _speakers(ground: Ground, request: EventRequest) -> None:
    dice = ground.dice
    needed = 1 if request.kind in (Kind.TALK, Kind.DEBATE) else 0
    request.speaker_count = max(needed, dice.choices((0, 1, 2, 3, 6), (20, 50, 18, 9, 3))[0])
    facts = tuple(
        SpeakerFacts(f"{dice.choice(FIRST)} {dice.choice(LAST)}", dice.choice(BODIES))
        for _ in range(request.speaker_count)
    )
    for position, each in enumerate(facts, start=1):
        ground.add(speaker_row(request, position, each))
    request.words = words_of(request, facts)


def _what_happened(ground: Ground, request: EventRequest, sent: datetime) -> None:
    """Its checks, its turn, its outcome, and what became of it."""
    dice, now = ground.dice, ground.now
    today = today_in_london(now)
    assert request.day is not None
    young = (now - sent).days < OPEN_DAYS and request.day > today
    is_open = young and ground.opened < OPEN_AT_MOST
    decided = min(sent + timedelta(days=dice.randint(2, 12)), now - timedelta(minutes=dice.randint(1, 600)))
    decided = max(decided, sent)
    _checks(ground, request, sent, None if is_open and dice.random() < 0.6 else decided)
    if is_open:
        ground.opened += 1
        _turn(ground, request, sent, left=None, result="")
        return
    fate = dice.random()
    if fate < 0.03:
        _withdrawn(ground, request, sent, decided)
    elif fate < 0.035 and request.day <= today:
        _lapsed(ground, request, sent)
    else:
        _decided(ground, request, sent, decided)
    if request.day < today and request.status in (Status.DECIDED, Status.NOT_DECIDED):
        _aftermath(ground, request)


def _checks(ground: Ground, request: EventRequest, sent: datetime, done: datetime | None) -> None:
    assert request.edition is not None
    for check in request.edition.document.checks:
        if check.when:
            continue
        row = Check(
            request=request,
            code=check.id,
            title=check.title,
            post=check.post,
            also=list(check.posts[1:]),
            unit=request.unit,
            since=sent,
            due=sent.date() + timedelta(days=check.within + 2),
        )
        if done is not None:
            row.state, row.finding, row.text = "done", "clear", "Nothing stands in the way."
            row.done_by, row.done_post, row.done_at = ground.confirmer, check.post, done
        ground.add(row)
        for post in row.also:
            ground.add(FurtherPost(request=request, check_of=row, post=post, unit=request.unit))


def _turn(
    ground: Ground, request: EventRequest, sent: datetime, *, left: datetime | None, result: str
) -> None:
    assert request.edition is not None
    document = request.edition.document
    step = next((each for each in document.steps if each.decides), document.steps[0])
    due = sent.date() + timedelta(days=step.within + 6)
    request.step, request.step_title, request.decide_by = step.id, step.title, due
    request.step_due = due if left is None else None
    by = ground.decider if result == "decided" else None
    turn = Turn(
        request=request,
        step=step.id,
        title=step.title,
        post=step.post,
        also=list(step.posts[1:]),
        unit=request.unit,
        since=sent,
        due=due,
        left_at=left,
        result=result,
        by=by,
    )
    ground.add(turn)
    for post in turn.also:
        ground.add(FurtherPost(request=request, turn=turn, post=post, unit=request.unit))


def _withdrawn(ground: Ground, request: EventRequest, sent: datetime, at: datetime) -> None:
    _turn(ground, request, sent, left=at, result="ended")
    request.status, request.ended_at, request.changed_at = Status.WITHDRAWN, at, at
    request.withdrawn_by, request.why_withdrawn = "organiser", ground.dice.choice(WhyWithdrawn.values)


def _lapsed(ground: Ground, request: EventRequest, sent: datetime) -> None:
    assert request.day is not None
    at = max(_moment(request.day, None), sent)
    _turn(ground, request, sent, left=at, result="ended")
    request.status, request.ended_at, request.changed_at = Status.NOT_DECIDED, at, at


def _decided(ground: Ground, request: EventRequest, sent: datetime, at: datetime) -> None:
    _turn(ground, request, sent, left=at, result="decided")
    outcome = ground.dice.choices(Outcome.values, (977, 15, 8))[0]
    request.status, request.outcome, request.decided_at, request.changed_at = Status.DECIDED, outcome, at, at
    decision = Decision(
        request=request,
        state="final",
        step=request.step,
        post=request.step,
        outcome=outcome,
        reasons="Lawful, well prepared, and of interest to many.",
        by=ground.decider,
        at=at,
        final_at=at,
        letter="",
    )
    if outcome == Outcome.REFUSED:
        _refuse(ground, decision, at)
    elif outcome == Outcome.CONDITIONS:
        ground.add(_condition(decision, because=ground.dice.choices(("other", "prevent"), (9, 1))[0]))
    ground.add(decision)


def _refuse(ground: Ground, decision: Decision, at: datetime) -> None:
    decision.law = "Regulatory Reform (Fire Safety) Order 2005, article 14"
    decision.lesser = "Another room and fewer people were considered; neither leaves a safe way out."
    decision.because = ground.dice.choices(("other", "prevent"), (9, 1))[0]
    decision.because_reason = "Safety of everybody there"
    decision.confirmed_by, decision.confirmed_at = ground.confirmer, at


def _condition(decision: Decision, *, because: str) -> Condition:
    return Condition(
        decision=decision,
        position=1,
        what="Entry by ticket, free of charge",
        purpose="Keep the number below what the room safely holds",
        risk="More people come than the room holds",
        lesser="Counting at the door was tried before and led to a crush",
        owner="Room booking, paid by the provider",
        because=because,
        because_reason="Safe numbers",
    )


def _aftermath(ground: Ground, request: EventRequest) -> None:
    if request.outcome == Outcome.REFUSED:
        return
    old = (today_in_london(ground.now) - (request.day or date.min)).days > 30
    if old or ground.dice.random() < 0.7:
        request.aftermath = ground.dice.choices(Aftermath.values, (90, 4, 3, 2, 1))[0]


def _moment(day: date, dice: random.Random | None) -> datetime:
    return datetime.combine(
        day, time(dice.randint(8, 17) if dice else 0, dice.randint(0, 59) if dice else 1), tzinfo=UTC
    )

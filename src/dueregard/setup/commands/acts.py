"""What the people of the demonstration do: each act finds whose turn it is and calls the command of events."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from dueregard.accounts.models import Link
from dueregard.actions.commands import check_off, confirm
from dueregard.actions.queries import owners
from dueregard.events.catalogue import HIRER
from dueregard.events.choices import Aftermath, CheckState, Finding, Outcome
from dueregard.events.commands import appealing, asking, checking, deciding, drafting, ending, risk, sending
from dueregard.events.commands.locking import Organiser
from dueregard.events.fields import RequestFields
from dueregard.events.mitigations import CATALOGUE
from dueregard.events.models import EventRequest
from dueregard.events.queries.conditions import actions_of
from dueregard.events.queries.facts import confirmers, current_step, open_turn_of, proposed, whose_turn
from dueregard.events.queries.owners import owner_choices
from dueregard.events.rules.deciding import MAY
from dueregard.events.rules.facts import ConditionFacts, DecisionFacts, SpeakerFacts
from dueregard.events.rules.risk import ORGANISER, POST, HazardFacts, MitigationFacts
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.models import Person, Unit
from dueregard.outbox.models import Message
from dueregard.procedures import rules as procedures
from dueregard.procedures.queries import in_force
from dueregard.setup.demo.script import Tale
from dueregard.statements.models import CODE
from dueregard.statements.queries import in_force as statement_in_force

DECISIONS = {"approve": Outcome.APPROVED, "conditions": Outcome.CONDITIONS, "refuse": Outcome.REFUSED}
SURE = {"stopped": "stopped-before", "unsafe": "anyone-unsafe", "media": "media"}
DOORS = "By both doors, and out by all four; two of us stand at each until the hall is empty."
TOLD = "In the spring, in another town. It went ahead in a larger room with two more stewards, and went well."
Words = Mapping[str, Any]


def do(word: str, request: EventRequest, *, tale: Tale, words: Words, number: int, now: datetime) -> bool:
    """One act; whether the same word is to be done again."""
    kind, _, detail = word.partition(":")
    if kind in ("check", "checks"):
        return _check(request, words, number, now) and kind == "checks"
    if kind in DECISIONS:
        return _decide(kind, request, tale, words, number, now)
    if kind in Aftermath.values:
        _aftermath(kind, request, now)
    else:
        OTHERS[kind](request, words, now, detail)
    return False


def organiser_of(request: EventRequest) -> Organiser:
    if request.organiser is not None:
        return Organiser(request.organiser)
    link = Link.objects.get(purpose=HIRER, about_type=request.ref.type, about_id=request.ref.id)
    return Organiser(link=str(link.pk), request=request.pk)


def save(request: EventRequest, organiser: Organiser, fields: RequestFields, now: datetime) -> None:
    drafting.save_draft(pk=request.pk, by=organiser, fields=fields, now=now)


def fields_of(tale: Tale, units: Mapping[str, Unit], day: date, *, edition_day: date) -> RequestFields:
    """What the organiser filled in, with an answer to every question that the procedure asks."""
    unit = units[tale.unit]
    evening = tale.kind in ("debate", "performance", "screening")
    return RequestFields(
        title=tale.title,
        summary=tale.about,
        kind=tale.kind,
        unit=unit,
        place=units[tale.place] if tale.place else None,
        where=tale.where,
        venue=tale.venue,
        day=day,
        starts=time(18, 30) if evening else time(13, 0),
        ends=time(20, 30) if evening else time(14, 30),
        people=tale.people,
        code=statement_in_force(CODE, unit, edition_day),
        audience=tale.audience,
        on_the_day=f"{tale.by.lstrip('@')}, 01632 960{100 + len(tale.title):03d}",
        late_reason=tale.late,
        answers=_answers(tale, unit, edition_day),
        speakers=tuple(SpeakerFacts(*each) for each in tale.who),
    )


def _answers(tale: Tale, unit: Unit, today: date) -> dict[str, object]:
    edition = in_force("events", unit, today)
    if edition is None or tale.sent is None:
        return {}
    answers: dict[str, object] = {}
    while True:
        asked = procedures.asked(edition.document, answers, procedures.Facts(people=tale.people))
        missing = [each for each in asked if each.id not in answers]
        if not missing:
            return answers
        for question in missing:
            answers[question.id] = _answer(question, tale)


def _answer(question: procedures.Question, tale: Tale) -> object:
    if question.kind == "yes-no":
        return question.id == SURE.get(tale.answers) or question.id == "code-accepted"
    if question.kind == "choice":
        return question.options[0].value
    return DOORS if question.id == "doors" else TOLD


def _check(request: EventRequest, words: Words, number: int, now: datetime) -> bool:
    """Do the check that is due first; whether others wait."""
    waiting = list(
        request.checks.filter(state=CheckState.WAITING).select_related("unit").order_by("due", "code")
    )
    if not waiting:
        return False
    check = waiting[0]
    by = whose_turn(check, request, today_in_london(now))[0]
    notes: list[str] = words["notes"]
    text = notes[(number + len(waiting)) % len(notes)]
    finding = Finding.ADVICE if (number + len(waiting)) % 9 == 0 else Finding.CLEAR
    checking.record_check(pk=check.pk, by=by, finding=finding, text=text, now=now)
    return len(waiting) > 1


def _whose(request: EventRequest, now: datetime) -> Person:
    turn = open_turn_of(request)
    assert turn is not None
    people = whose_turn(turn, request, today_in_london(now))
    return next(person for person in people if person.pk != request.organiser_id)


def _decide(kind: str, request: EventRequest, tale: Tale, words: Words, number: int, now: datetime) -> bool:
    """Decide, or pass it up to a step that may; then the word is to be done again."""
    step = current_step(request)
    outcome = DECISIONS[kind]
    if step is not None and MAY[outcome] not in step.may:
        _pass_up(request, words, now, "")
        return True
    by = _whose(request, now)
    deciding.decide(pk=request.pk, by=by, decision=_decision(outcome, tale, words, number), now=now)
    return False


def _decision(outcome: Outcome, tale: Tale, words: Words, number: int) -> DecisionFacts:
    if outcome == Outcome.REFUSED:
        return DecisionFacts(outcome=outcome, **words["refusal"])
    reasons: list[str] = words["reasons"]
    conditions: tuple[ConditionFacts, ...] = ()
    if outcome == Outcome.CONDITIONS:
        conditions = (ConditionFacts(**words["conditions"][tale.conditions]),)
    return DecisionFacts(outcome, reasons[number % len(reasons)], conditions=conditions)


def _pass_up(request: EventRequest, words: Words, now: datetime, detail: str) -> None:
    step = current_step(request)
    if step is None or "pass up" not in step.may:
        return
    note = "It is bigger than what we usually decide ourselves. I have nothing against it."
    deciding.pass_up(pk=request.pk, by=_whose(request, now), note=note, now=now)


def _ask(request: EventRequest, words: Words, now: datetime, detail: str) -> None:
    asking.return_for_information(pk=request.pk, by=_whose(request, now), question=words["question"], now=now)


def _answer_it(request: EventRequest, words: Words, now: datetime, detail: str) -> None:
    asking.answer(pk=request.pk, by=organiser_of(request), text=words["answer"], now=now)


def _confirm(request: EventRequest, words: Words, now: datetime, detail: str) -> None:
    decision = proposed(request)
    assert decision is not None
    by = confirmers(request, decision, today_in_london(now))[0]
    deciding.confirm_refusal(pk=request.pk, by=by, note="I have read the record and agree.", now=now)


def _appeal(request: EventRequest, words: Words, now: datetime, detail: str) -> None:
    appealing.lodge_appeal(pk=request.pk, by=organiser_of(request), grounds=words["appeal"], now=now)


def _stands(request: EventRequest, words: Words, now: datetime, detail: str) -> None:
    appeal = request.appeals.select_related("unit").get(result="")
    by = whose_turn(appeal, request, today_in_london(now))[0]
    appealing.let_stand(pk=appeal.pk, by=by, reasons=words["stands"], now=now)


def _eased(request: EventRequest, words: Words, now: datetime, detail: str) -> None:
    appeal = request.appeals.select_related("unit").get(result="")
    by = whose_turn(appeal, request, today_in_london(now))[0]
    decision = DecisionFacts(Outcome.APPROVED, words["eased"])
    appealing.change_decision(pk=appeal.pk, by=by, decision=decision, now=now)


def _withdraw(request: EventRequest, words: Words, now: datetime, detail: str) -> None:
    whose = "speaker" if detail == "speaker" else "organiser"
    sending.withdraw(pk=request.pk, by=organiser_of(request), whose=whose, why=detail, note="", now=now)


def _lapse(request: EventRequest, words: Words, now: datetime, detail: str) -> None:
    ending.lapse(pk=request.pk, now=now)


def _risks(request: EventRequest, words: Words, now: datetime, detail: str) -> None:
    """Whoever does the first check notes what could happen and what of the catalogue would meet it."""
    check = request.checks.filter(state=CheckState.WAITING).select_related("unit").order_by("-code")[0]
    by = whose_turn(check, request, today_in_london(now))[0]
    for told in words["risks"][detail]:
        rated = {key: value for key, value in told.items() if key != "met_by"}
        hazard = risk.note_hazard(pk=request.pk, by=by, hazard=HazardFacts(**rated), now=now)
        for code in told["met_by"]:
            facts = _mitigation(request, code)
            risk.note_mitigation(pk=hazard.pk, request=request.pk, by=by, mitigation=facts, now=now)


def _mitigation(request: EventRequest, code: str) -> MitigationFacts:
    """As the catalogue has it, with the owner whom it names where there is such a post."""
    kind, offered = CATALOGUE[code], dict(owner_choices(request))
    owner = f"{POST}{kind.owner}" if f"{POST}{kind.owner}" in offered else ORGANISER
    post = kind.owner if owner != ORGANISER else ""
    return MitigationFacts(kind.what, code, offered[owner], post, kind.evidence)


def _see_to_conditions(request: EventRequest, now: datetime) -> None:
    """What was asked for was done, and whoever decided looked."""
    for action in actions_of(request):
        people = owners(action, today_in_london(now))
        if people and action.is_open:
            check_off(pk=action.pk, by=people[0], note="", now=now)
            if action.made_by not in people:
                confirm(pk=action.pk, by=action.made_by, held=True, note="", now=now)


def _aftermath(kind: str, request: EventRequest, now: datetime) -> None:
    if not kind.startswith("cancelled"):
        _see_to_conditions(request, now)
    came = None if kind.startswith("cancelled") or not request.people else request.people * 4 // 5
    note = {
        "changed": "It began half an hour late and moved to the smaller room.",
        "cancelled-speaker": "The speaker was ill. We hope for another date.",
        "cancelled-organiser": "It rained all week.",
        "cancelled-provider": "The heating of the building failed; the day before was too late to move.",
    }.get(kind, "")
    ending.record_aftermath(
        pk=request.pk, by=organiser_of(request), aftermath=kind, note=note, attended=came, now=now
    )


OTHERS = {
    "pass-up": _pass_up,
    "ask": _ask,
    "answer": _answer_it,
    "confirm": _confirm,
    "appeal": _appeal,
    "stands": _stands,
    "eased": _eased,
    "risks": _risks,
    "withdraw": _withdraw,
    "lapse": _lapse,
}


def forget_the_mails() -> None:
    """The mails of the year are not made up: only those of the last days go out, so that a newcomer finds them."""
    Message.objects.all().delete()

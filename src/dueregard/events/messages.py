"""What events' messages say and to whom: asked by the outbox's worker at the moment of sending.

Each mail names the request's number, title and step, and links to it. The organiser's mail about a decision
carries the letter that was frozen with it.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dueregard.accounts.links import issue, token_for
from dueregard.events import catalogue
from dueregard.events.choices import CheckState, DecisionState, Outcome, Status
from dueregard.events.invitations import invitation_for
from dueregard.events.models import Appeal, Check, Decision, EventRequest, InformationRequest, Turn
from dueregard.events.queries.advice import advice_at
from dueregard.events.queries.conditions import open_conditions
from dueregard.events.queries.facts import (
    blocking_checks,
    confirmers,
    current_step,
    request_facts,
    whose_turn,
)
from dueregard.events.rules.after import why_not_give_feedback
from dueregard.events.wording import WORDS, Words
from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.refs import Ref, system
from dueregard.organisation.models import Person
from dueregard.outbox.kinds import Mail, handle, handle_addresses, link

CONTACT = "events.contact"
MAILS = system("events.mails")

Thing = EventRequest | Check | Turn | Decision | Appeal | InformationRequest


def thing(about: Ref) -> Thing | None:
    """What a message is about, or None when it is gone."""
    models: dict[str, type[Thing]] = {
        "events.request": EventRequest,
        "events.check": Check,
        "events.turn": Turn,
        "events.decision": Decision,
        "events.appeal": Appeal,
        "events.question": InformationRequest,
    }
    return models[about.type]._default_manager.filter(pk=about.id).first()


def request_of(item: Thing) -> EventRequest:
    return item if isinstance(item, EventRequest) else item.request


def organiser_ref(request: EventRequest) -> Ref:
    return request.organiser.ref if request.organiser else Ref(CONTACT, str(request.whole.pk))


def contact_address(ref: Ref) -> tuple[str, str] | None:
    found = EventRequest.objects.filter(pk=ref.id).values_list("contact_name", "contact_email").first()
    return found if found and found[1] else None


# --- who -----------------------------------------------------------------------------------------------------


def to_organiser(about: Ref) -> list[Ref]:
    item = thing(about)
    return [organiser_ref(request_of(item))] if item else []


def to_whose_turn(about: Ref) -> list[Ref]:
    """Holders, or in absence deputies, of the post whose turn it is; of a request, everybody at work on it."""
    item, today = thing(about), today_in_london(timezone.now())
    if item is None:
        return []
    items = _work_of(item) if isinstance(item, EventRequest) else [item]
    people = [
        person for each in items if isinstance(each, Check | Turn | Appeal) for person in _turn(each, today)
    ]
    return [person.ref for person in dict.fromkeys(people)]


def _turn(item: Check | Turn | Appeal, today: Any) -> list[Person]:
    return whose_turn(item, item.request, today)


def _work_of(request: EventRequest) -> list[Check | Turn]:
    """Checks and turns that were or are open: those told of a withdrawal, a change, a lapse."""
    checks = request.checks.exclude(state=CheckState.REPLACED).select_related("unit", "request")
    return [*checks, *request.turns.order_by("-since").select_related("unit", "request")[:1]]


def to_advisers(about: Ref) -> list[Ref]:
    """Those asked for advice at a turn who have written nothing yet."""
    item = thing(about)
    asked = advice_at(item, today_in_london(timezone.now())) if isinstance(item, Turn) else None
    return [person.ref for person in asked.missing] if asked else []


def to_confirmers(about: Ref) -> list[Ref]:
    decision = thing(about)
    if not isinstance(decision, Decision):
        return []
    today = today_in_london(timezone.now())
    return [person.ref for person in confirmers(decision.request, decision, today)]


def to_proposer(about: Ref) -> list[Ref]:
    decision = thing(about)
    return [decision.by.ref] if isinstance(decision, Decision) else []


# --- whether still -------------------------------------------------------------------------------------------


def always(about: Ref, to: Ref) -> bool:
    return thing(about) is not None


def while_waiting(about: Ref, to: Ref) -> bool:
    """It still waits, and it is still this person's turn: asked again at the moment of sending."""
    item = thing(about)
    if item is None or (request_of(item).status != Status.SUBMITTED and not isinstance(item, Appeal)):
        return False
    if isinstance(item, Check) and not item.is_waiting:
        return False
    if isinstance(item, Turn) and (item.left_at or blocking_checks(item.request, current_step(item.request))):
        return False
    if isinstance(item, Appeal) and item.result:
        return False
    return to in to_whose_turn(about)


def while_undecided(about: Ref, to: Ref) -> bool:
    item = thing(about)
    return isinstance(item, EventRequest) and item.status == Status.SUBMITTED


def while_asked(about: Ref, to: Ref) -> bool:
    """The very question still waits: one that was answered meanwhile is not put again in the words of the next."""
    item = thing(about)
    return isinstance(item, InformationRequest) and item.answered_at is None


def while_advice_is_wanted(about: Ref, to: Ref) -> bool:
    item = thing(about)
    waits = isinstance(item, Turn) and item.left_at is None and item.request.status == Status.SUBMITTED
    return waits and to in to_advisers(about)


def while_open(about: Ref, to: Ref) -> bool:
    """The turn is open and still this person's, whatever the step waits for."""
    item = thing(about)
    return isinstance(item, Turn) and item.left_at is None and to in to_whose_turn(about)


def while_it_stands(about: Ref, to: Ref) -> bool:
    item = thing(about)
    return isinstance(item, EventRequest) and item.outcome in (Outcome.APPROVED, Outcome.CONDITIONS)


def while_proposed(about: Ref, to: Ref) -> bool:
    decision = thing(about)
    return (
        isinstance(decision, Decision)
        and decision.state == DecisionState.PROPOSED
        and to in to_confirmers(about)
    )


def while_in_a_calendar(about: Ref, to: Ref) -> bool:
    item = thing(about)
    today = today_in_london(timezone.now())
    return isinstance(item, EventRequest) and invitation_for(item.whole, to, today) is not None


def while_it_has_been(about: Ref, to: Ref) -> bool:
    item, today = thing(about), today_in_london(timezone.now())
    return isinstance(item, EventRequest) and not why_not_give_feedback(request_facts(item), today=today)


def while_conditions_open(about: Ref, to: Ref) -> bool:
    decision = thing(about)
    if not isinstance(decision, Decision) or decision.state != DecisionState.FINAL:
        return False
    day = decision.request.ends_on
    has_been = day is not None and day < today_in_london(timezone.now())
    return not has_been and bool(open_conditions(decision))


# --- what ----------------------------------------------------------------------------------------------------


CALENDAR_WORDS = {
    "REQUEST": "The event comes with this mail as an entry for your calendar.",
    "CANCEL": "This mail takes the event out of your calendar.",
}


def writer(words: Words) -> Callable[[Ref, Ref, dict[str, Any]], Mail]:
    def write(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
        item = thing(about)
        assert item is not None
        request = request_of(item)
        entry = invitation_for(request.whole, to, today_in_london(timezone.now())) if words.calendar else None
        said = ["", CALENDAR_WORDS[entry.method]] if entry else []
        lines = [
            _first(item, words),
            "",
            *about_lines(request),
            *_more(item),
            *said,
            "",
            _where(item, request, to),
        ]
        subject = f"{request.shown_number}: {words.subject}"
        return Mail(subject, "\n".join(lines), thread=request.whole.ref, invitation=entry)

    return write


def _first(item: Thing, words: Words) -> str:
    """One of several bodies has not decided the whole. A letter that was replaced while no mail went says so."""
    if not isinstance(item, Decision) or words is not WORDS[catalogue.DECISION_MADE]:
        return words.first
    if item.state == DecisionState.REPLACED:
        return "This was decided about your request. A later decision has taken its place, and comes in a mail of its own."
    whose = "One of the bodies that decide about your event has decided."
    return whose if item.request.main_id else words.first


def about_lines(request: EventRequest) -> list[str]:
    lines = [f"{request.shown_number}: {request.title}"]
    if request.day:
        unit = request.whole.unit
        until = f" to {long_date(request.last_day)}" if request.last_day else ""
        lines.append(f"On {long_date(request.day)}{until}, {unit.name if unit else ''}".rstrip(", "))
    if request.is_open and request.step_title:
        by = f", to be decided by {long_date(request.decide_by)}" if request.decide_by else ""
        lines.append(f"Step: {request.step_title}{by}")
    return lines


def _more(item: Thing) -> list[str]:
    if isinstance(item, Check):
        return [f"Check: {item.title}, by {long_date(item.due)}"]
    if isinstance(item, Turn):
        return [f"With you by {long_date(item.due)}"]
    if isinstance(item, Appeal):
        return ["", item.letter] if item.letter else [f"To be heard by {long_date(item.due)}"]
    if isinstance(item, Decision) and item.letter:
        return ["", item.letter]
    if isinstance(item, InformationRequest):
        return ["", "The question:", item.question]
    return []


def _where(item: Thing, request: EventRequest, to: Ref) -> str:
    if to.type == CONTACT:
        token = token_for(catalogue.HIRER, request.whole.ref, timezone.now())
        return f"Your page for this request: {link(reverse('events:by-link', args=[token]))}" if token else ""
    if isinstance(item, Decision | Appeal) and (by_link := _without_account(item, to)):
        return by_link
    if isinstance(item, Check):
        return f"Open it: {link(reverse('events:check', args=[item.pk]))}"
    if isinstance(item, Appeal) and not item.result:
        return f"Open it: {link(reverse('events:hear-appeal', args=[item.pk]))}"
    seen = request.whole if to == organiser_ref(request) else request
    return f"Open it: {link(reverse('events:request', args=[seen.pk]))}"


def _without_account(item: Decision | Appeal, to: Ref) -> str:
    """A one-time link for a person who holds the post but has no account, such as a chair of governors."""
    person = Person.objects.filter(pk=to.id, user=None).first() if to.type == "organisation.person" else None
    if person is None:
        return ""
    now = timezone.now()
    token = issue(catalogue.ASKED_PERSON, about=item.ref, holder=str(person.pk), by=MAILS, now=now)
    return f"You need no account. This link is for you alone: {link(reverse('events:asked', args=[token]))}"


def confirm_address_mail(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    request = EventRequest.objects.get(pk=about.id)
    lines = [
        "Somebody, we think you, began a request for an event and gave this address.",
        "Open your page to confirm the address and fill in the request:",
        "",
        _where(request, request, to).removeprefix("Your page for this request: "),
        "",
        "If it was not you, do nothing. Nothing is sent on until the address is confirmed.",
    ]
    subject = "Your event request: please confirm your address"
    return Mail(subject, "\n".join(lines), thread=request.ref)


def register() -> None:
    """Called once, when the app is ready."""
    handle_addresses(CONTACT, contact_address)
    kinds: dict[str, tuple[Callable[[Ref], list[Ref]], Callable[[Ref, Ref], bool]]] = {
        catalogue.RECEIVED: (to_organiser, always),
        catalogue.WAITING: (to_whose_turn, while_waiting),
        catalogue.ADVICE_IN: (to_whose_turn, while_open),
        catalogue.CLIMBED: (to_whose_turn, while_waiting),
        catalogue.INFORMATION_NEEDED: (to_organiser, while_asked),
        catalogue.INFORMATION_GIVEN: (to_whose_turn, always),
        catalogue.TO_CONFIRM: (to_confirmers, while_proposed),
        catalogue.NOT_CONFIRMED: (to_proposer, always),
        catalogue.DECISION_MADE: (to_organiser, always),
        catalogue.STANDS: (to_organiser, while_it_stands),
        catalogue.REQUEST_WITHDRAWN: (to_whose_turn, always),
        catalogue.REQUEST_AMENDED: (to_whose_turn, always),
        catalogue.FOLLOWS_BOOKING: (to_organiser, always),
        catalogue.MOVED_ON: (to_organiser, while_undecided),
        catalogue.APPEAL_TO_HEAR: (to_whose_turn, while_waiting),
        catalogue.APPEAL_ANSWERED: (to_organiser, always),
        catalogue.WE_ARE_LATE: (to_whose_turn, while_undecided),
        catalogue.SORRY_WE_ARE_LATE: (to_organiser, while_undecided),
        catalogue.CALLED_OFF: (to_organiser, while_in_a_calendar),
        catalogue.CALENDAR_CHANGED: (to_organiser, while_in_a_calendar),
        catalogue.FEEDBACK_WANTED: (to_organiser, while_it_has_been),
        catalogue.CONDITIONS_OPEN: (to_proposer, while_conditions_open),
        catalogue.LAPSED: (to_whose_turn, always),
    }
    for code, (recipients, still_due) in kinds.items():
        handle(code, recipients=recipients, still_due=still_due, render=writer(WORDS[code]))
    handle(
        catalogue.CONFIRM_ADDRESS,
        recipients=to_organiser,
        still_due=always,
        render=confirm_address_mail,
    )

"""What partners were asked about the speakers of a request, and whom one may ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from dueregard.events.catalogue import PARTNER_CONTACTS, READ
from dueregard.events.choices import PartnerAnswer
from dueregard.events.models import EventRequest, Memory, PartnerContact, PartnerQuestion, Speaker
from dueregard.events.rules.partner import QuestionFacts, question_in_words, why_not_answer_partner
from dueregard.kernel.dates import long_date, today_in_london
from dueregard.organisation.access import UnitScope, access_of, may
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Person, Unit

if TYPE_CHECKING:
    from dueregard.events.queries.record import Record

ANSWER_MONTHS, SPEAKER_YEARS = 12, 3
MOST_OVERDUE = 200


def memory_of(unit: Unit) -> Memory:
    """How long the unit's provider remembers; the defaults where nobody has said."""
    home = provider_of(unit)
    return Memory.objects.filter(pk=home.pk).first() or Memory(
        unit=home, answer_months=ANSWER_MONTHS, speaker_years=SPEAKER_YEARS
    )


def forget_on(unit: Unit, now: datetime) -> date:
    return months_after(today_in_london(now), memory_of(unit).answer_months)


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the first of the month after, where that month is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        year, month = divmod(year * 12 + month + 1, 12)
        return date(year, month + 1, 1)


def contacts_of(unit: Unit) -> QuerySet[PartnerContact]:
    return PartnerContact.objects.filter(unit=provider_of(unit)).order_by("organisation", "name", "pk")


def contacts_kept_by(person: Person, today: date) -> QuerySet[PartnerContact]:
    """The contacts that this person keeps: those of providers where a post allows it."""
    scope = access_of(person, today).units_where(PARTNER_CONTACTS)
    return scope.filter(PartnerContact.objects.select_related("unit", "kept_by")).order_by(
        "organisation", "name", "pk"
    )


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many contacts of one provider are past the day by which somebody looks at them again, and since when."""

    unit: Unit
    number: int
    since: date


def overdue_contacts(units: UnitScope, today: date) -> list[Overdue]:
    """By provider; one query."""
    rows = units.filter(PartnerContact.objects.filter(review_by__lt=today).select_related("unit"))
    found: dict[Unit, list[date]] = {}
    for contact in rows.order_by("review_by", "pk")[:MOST_OVERDUE]:
        found.setdefault(contact.unit, []).append(contact.review_by)
    return [Overdue(unit, len(days), days[0]) for unit, days in found.items()]


def question_facts(question: PartnerQuestion) -> QuestionFacts:
    return QuestionFacts(
        open=question.request.is_open,
        answered=question.answered_at is not None,
        withdrawn=question.withdrawn_at is not None or question.contact_id is None,
        expires_at=question.expires_at,
        reminded_at=question.reminded_at,
        asked_by=str(question.asked_by_id),
    )


def _day(moment: datetime) -> str:
    return long_date(today_in_london(moment))


@dataclass(frozen=True, slots=True)
class Line:
    """One question as the record shows it. `state` is a sentence; `waits` that an answer may still come; `expired` that
    nothing but the asking is shown any more."""

    question: PartnerQuestion
    state: str
    waits: bool
    mine: bool
    to_read: bool
    expired: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    lines: list[Line]
    may_act: bool
    held: list[Speaker]


def asked_of_partners(request: EventRequest) -> list[PartnerQuestion]:
    """What partners were asked about the speakers of a request, oldest first. One query, and none where nobody was."""
    if not getattr(request, "has_partner_questions", True):
        return []
    rows = PartnerQuestion.objects.filter(request=request).select_related("asked_by", "contact")
    return list(rows.order_by("asked_at", "organisation"))


def sheet_of(record: "Record", now: datetime) -> Sheet | None:
    """What partners were asked, for those at work, with the speakers who may be told what is held; None for the organiser, and where nobody was asked."""
    lines = [_line(record, each, now) for each in record.partner_questions]
    at_work = record.my_turn or any(line.mine for line in record.checks)
    if not lines or record.reader is None:
        return None
    may_tell = may(record.reader, READ, unit=record.request.unit, today=record.today)
    told = record.speakers if may_tell else []
    return Sheet(lines, at_work and record.request.is_open, told)


def _line(record: "Record", question: PartnerQuestion, now: datetime) -> Line:
    question.request = record.request
    expired = question.has_expired(record.today)
    mine = record.reader is not None and question.asked_by_id == record.reader.pk
    waits = not why_not_answer_partner(question_facts(question), now=now) and not expired
    to_read = mine and question.answered_at is not None and question.seen_at is None and not expired
    state = state_of(question, record.today, waits=waits)
    return Line(question, state, waits, mine, to_read, expired)


def state_of(question: PartnerQuestion, today: date, *, waits: bool) -> str:
    if question.has_expired(today):
        deleted = _day(question.forgotten_at) if question.forgotten_at else long_date(question.forget_on)
        return f"Expired: deleted on {deleted}, as set. Only that somebody was asked is kept."
    if question.answered_at is not None:
        return f"Answered on {_day(question.answered_at)}. It is deleted on {long_date(question.forget_on)}."
    if question.withdrawn_at is not None:
        return f"Taken back on {_day(question.withdrawn_at)}."
    if waits:
        return f"No answer yet. The link is good until {_day(question.expires_at)}."
    return "No answer came."


def has_partner_questions() -> dict[str, Exists]:
    return {"has_partner_questions": Exists(PartnerQuestion.objects.filter(request=OuterRef("pk")))}


def to_read(person: Person, today: date) -> Iterable[PartnerQuestion]:
    """Answers that the person asked for and has not read yet, about requests that still wait for a decision."""
    rows = PartnerQuestion.objects.filter(
        asked_by=person, answered_at__isnull=False, seen_at=None, forgotten_at=None, forget_on__gt=today
    )
    rows = rows.filter(request__status__in=["submitted", "returned"])
    return rows.select_related("request__unit").order_by("answered_at")[:200]


def held_about(request: EventRequest, speaker: Speaker) -> list[str]:
    """What is held about one speaker with this request, line by line: for the speaker, who may ask for it.

    What a partner wrote is somebody else's words too; it is named, not copied, and the provider decides with that
    partner what it may hand over (UK GDPR Article 15(4); Data Protection Act 2018, schedule 2, paragraph 16).
    """
    assert request.unit is not None
    home = provider_of(request.unit)
    lines = [
        f"What {home.name} holds about {speaker.name}",
        f"with the event ‘{request.title}’ ({request.shown_number})",
        "",
        "From the organiser's request:",
        f"  Name: {speaker.name}",
        f"  Where from: {speaker.body or 'not said'}",
        f"  Subject: {speaker.topic or 'not said'}",
        f"  Where the request stands: {request.shown_status}",
        "",
        "Asked of partner bodies:",
    ]
    asked = PartnerQuestion.objects.filter(request=request, speaker=speaker.name).order_by("asked_at")
    lines += [line for question in asked for line in _held_question(question, home.name)] or ["  Nothing."]
    years = memory_of(request.unit).speaker_years
    return [
        *lines,
        "",
        f"Whoever looks at a later request sees for {years} years that this name stood on this one, and how it was",
        "decided. It is context for a person. Nothing is refused or started by it, and there is no list of speakers.",
        "",
        "If something here is wrong, write to the provider: it will be put right, and whoever was told is told again.",
    ]


def _held_question(question: PartnerQuestion, home: str) -> list[str]:
    told = question_in_words(question.speaker, question.event, home)
    lines = [f"  {_day(question.asked_at)}, {question.organisation} was asked: {told}"]
    if question.answered_at is None:
        return [*lines, "    No answer is held."]
    what = PartnerAnswer(question.answer).label if question.answer else ""
    words = "with words of theirs" if question.text else "without further words"
    deleted = long_date(question.forget_on)
    return [*lines, f"    Answered ‘{what}’ on {_day(question.answered_at)}, {words}; deleted on {deleted}."]

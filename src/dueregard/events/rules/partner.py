"""Asking a partner one question about one speaker, and answering it.

The answer is context for a person and triggers nothing. As little as can be is said of the speaker: the name and the
event's title, as the asker confirmed them.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dueregard.events.rules.facts import PersonFacts, RequestFacts

MOST_AT_ONCE = 5
"""A question to many about somebody is no question to colleagues any more."""
BETWEEN_REMINDERS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """Where one question stands. `open`: the request still waits for a decision."""

    open: bool
    answered: bool
    withdrawn: bool
    expires_at: datetime
    reminded_at: datetime | None
    asked_by: str


@dataclass(frozen=True, slots=True)
class ContactFields:
    """What somebody typed about a contact."""

    name: str
    organisation: str
    email: str
    review_by: date
    role: str = ""


def question_in_words(speaker: str, event: str, home: str) -> str:
    """The one question there is. Nobody can add to it."""
    return (
        f"Is there anything that we should know about {speaker}, who is to speak at {home}, at the event ‘{event}’, so "
        "that it can go ahead safely and lawfully?"
    )


def why_not_ask_partners(request: RequestFacts, *, by: PersonFacts) -> list[str]:
    if not request.is_open:
        return ["This request no longer waits for a decision, so nobody needs to be asked."]
    if by.id == request.organiser_id:
        return ["Someone else must ask about a request that you made yourself."]
    if not by.turn:
        return [
            f"Only those at work on this request may ask a partner: {by.whose}."
            if by.whose
            else "Only those at work on this request may ask a partner."
        ]
    return []


def what_asking_lacks(
    *, speaker: str, known: tuple[str, ...], contacts: int, overdue: tuple[str, ...], asked: tuple[str, ...]
) -> list[str]:
    """`overdue`: contacts whose review date has passed; `asked`: those asked about this speaker already."""
    reasons = []
    if speaker not in known:
        reasons.append("Choose one of the speakers of this request.")
    if not contacts:
        reasons.append("Choose whom to ask.")
    if contacts > MOST_AT_ONCE:
        reasons.append(f"Ask at most {MOST_AT_ONCE} at once.")
    if overdue:
        reasons.append(
            f"Nobody has looked at these contacts in time: {', '.join(overdue)}. Review them first."
        )
    if asked:
        reasons.append(f"Asked about this speaker already: {', '.join(asked)}.")
    return reasons


def why_not_answer_partner(question: QuestionFacts, *, now: datetime) -> list[str]:
    """Why the holder of the link cannot answer (any more); in words for somebody outside."""
    if question.answered:
        return ["You have answered already. Thank you."]
    if question.withdrawn:
        return ["The question was taken back, so no answer is needed. Thank you."]
    if not question.open:
        return ["The answer is no longer needed. Thank you."]
    if now >= question.expires_at:
        return ["The time for an answer has passed. Thank you."]
    return []


def why_not_remind(question: QuestionFacts, *, now: datetime) -> list[str]:
    reasons = why_not_answer_partner(question, now=now)
    if reasons:
        return ["Nothing is waited for any more, so there is nothing to remind of."]
    if question.reminded_at is not None and now < question.reminded_at + BETWEEN_REMINDERS:
        return ["They were reminded within the last day. Wait a little."]
    return []


def why_not_take_back_question(question: QuestionFacts) -> list[str]:
    if question.answered or question.withdrawn:
        return ["It has been answered or taken back already."]
    return []


def why_not_keep_contact(*, review_by: date | None, today: date, taken: bool) -> list[str]:
    reasons = []
    if review_by is None or review_by <= today or review_by > today + timedelta(days=2 * 366):
        reasons.append("Give a review date in the next two years: nobody is kept for ever.")
    if taken:
        reasons.append("Somebody with this address is among the contacts already.")
    return reasons

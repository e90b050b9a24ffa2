"""What has happened to a request, newest first, told from its own rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from dueregard.events.choices import CheckState, DecisionState, Status
from dueregard.events.models import (
    Advice,
    Amendment,
    Appeal,
    Check,
    Decision,
    EventRequest,
    InformationRequest,
    PartnerQuestion,
    Turn,
    VersionMove,
)

if TYPE_CHECKING:
    from dueregard.events.queries.together import Together

SHOWN = {
    "title": "title", "kind": "kind", "unit": "who puts it on", "place": "campus", "where": "where",
    "venue": "room or place", "day": "day", "last_day": "last day", "starts": "start", "ends": "end",
    "people": "number expected", "audience": "who may come", "on_the_day": "contact on the day",
    "summary": "summary", "late_reason": "why it is late", "speakers": "speakers", "answers": "answers",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline. `system` marks what nobody did: the clock, or the confirmation of an address.
    `inside` is what those at work say to one another: the organiser sees no such line; `text_inside` is
    the same of its text alone."""

    title: str
    at: datetime
    by: str = ""
    text: str = ""
    system: bool = False
    inside: bool = False
    text_inside: bool = False


def what_happened(
    request: EventRequest,
    checks: Iterable[Check],
    turns: Iterable[Turn],
    decisions: Iterable[Decision],
    questions: Iterable[InformationRequest],
    amendments: Iterable[Amendment],
    appeals: Iterable[Appeal],
) -> list[Happened]:
    lines = [
        *_of_the_request(request),
        *_of_checks(checks),
        *_of_turns(turns),
        *_of_decisions(decisions),
        *_of_questions(request, questions),
        *_of_amendments(request, amendments),
        *_of_appeals(request, appeals),
    ]
    # What came later in the list came later in the work, where two things have the same moment.
    return sorted(lines, key=lambda line: line.at)[::-1]


def with_advice(lines: list[Happened], given: Iterable[Advice]) -> list[Happened]:
    """The same with the advice that was written, in its place."""
    more = [Happened("Advice written", each.at, each.by.name, inside=True) for each in given]
    return sorted([*lines, *more], key=lambda line: line.at, reverse=True) if more else lines


def with_partners(lines: list[Happened], questions: Iterable[PartnerQuestion], today: date) -> list[Happened]:
    """The same with what partners were asked and answered: for those at work alone."""
    more = [line for question in questions for line in _of_a_partner(question, today)]
    return sorted([*lines[::-1], *more], key=lambda line: line.at)[::-1] if more else lines


def _of_a_partner(question: PartnerQuestion, today: date) -> Iterator[Happened]:
    """What has expired says that somebody was asked, and answered, and no more."""
    who, expired = question.organisation, question.has_expired(today)
    about = "" if expired else f"About {question.speaker}."
    yield Happened(f"{who} was asked", question.asked_at, question.asked_by.name, about, inside=True)
    if question.withdrawn_at:
        yield Happened(f"The question to {who} was taken back", question.withdrawn_at, inside=True)
    if question.answered_at:
        said = [
            f"{question.get_answer_display()}.",
            question.text,
            question.source and f"Source: {question.source}",
        ]
        text = "" if expired else " ".join(part for part in said if part)
        by = "" if expired else question.contact_name
        yield Happened(f"{who} answered", question.answered_at, by, text, inside=True)
    if question.forgotten_at:
        title = f"What {who} was asked and answered has expired"
        yield Happened(title, question.forgotten_at, system=True, inside=True)


def with_moves(lines: list[Happened], moves: Iterable[VersionMove]) -> list[Happened]:
    """The same with each move to a later version of the procedure, and why."""
    more = [
        Happened(f"Moved to version {each.after.number} of the procedure", each.at, each.by.name, each.reason)
        for each in moves
    ]
    return sorted([*lines, *more], key=lambda line: line.at, reverse=True) if more else lines


def with_the_bodies(lines: list[Happened], together: "Together") -> list[Happened]:
    """What happened to the whole, with what each of several bodies decided."""
    decided = [
        Happened(f"{line.title}: {line.said}", line.row.decided_at)
        for line in together.lines
        if line.row is not None and line.row.decided_at is not None
    ]
    return sorted([*lines[::-1], *decided], key=lambda line: line.at)[::-1]


def for_the_organiser(lines: Iterable[Happened]) -> list[Happened]:
    """The steps and their dates, without what checkers and deciders write to one another."""
    shown = [line for line in lines if not line.inside]
    return [replace(line, text="") if line.text_inside else line for line in shown]


def _of_the_request(request: EventRequest) -> Iterator[Happened]:
    if request.submitted_at and not request.brought_in_id:
        late = "Late: less notice than the procedure asks" if request.late else ""
        yield Happened("Request received", request.submitted_at, request.organiser_name, late)
    if request.status == Status.WITHDRAWN and request.ended_at:
        text = str(request.get_why_withdrawn_display())
        yield Happened("Withdrawn", request.ended_at, request.organiser_name, text)
    if request.status == Status.NOT_DECIDED and request.ended_at:
        yield Happened("The day came and nobody had decided", request.ended_at, system=True)
    if request.brought_in is not None:
        yield Happened(
            "Brought in from a spreadsheet", request.brought_in.at, text=request.brought_in.file_name
        )


def _of_checks(checks: Iterable[Check]) -> Iterator[Happened]:
    for check in checks:
        if check.state == CheckState.DONE and check.done_at and check.done_by:
            yield Happened(f"{check.title}: done", check.done_at, check.done_by.name)


def _of_turns(turns: Iterable[Turn]) -> Iterator[Happened]:
    for turn in turns:
        if turn.result == "passed-up" and turn.left_at and turn.by:
            title = f"Passed up by {turn.title}"
            yield Happened(title, turn.left_at, turn.by.name, turn.note, text_inside=True)


def _of_decisions(decisions: Iterable[Decision]) -> Iterator[Happened]:
    for decision in decisions:
        two = decision.outcome == "refused" or decision.charge is not None
        if two:
            yield Happened(
                f"{decision.proposes.capitalize()} proposed", decision.at, decision.by.name, inside=True
            )
        if decision.final_at:
            second = decision.confirmed_by.name if decision.confirmed_by else decision.by.name
            title = (
                "Refusal confirmed" if decision.outcome == "refused" else str(decision.get_outcome_display())
            )
            yield Happened(title, decision.final_at, second)
        if decision.state == DecisionState.NOT_CONFIRMED and decision.confirm_note:
            at = decision.confirmed_at or decision.at
            yield Happened(
                f"{decision.proposes.capitalize()} not confirmed", at, text=decision.confirm_note, inside=True
            )


def _of_questions(request: EventRequest, questions: Iterable[InformationRequest]) -> Iterator[Happened]:
    for question in questions:
        yield Happened(
            "Returned for information", question.asked_at, question.asked_by.name, question.question
        )
        if question.answered_at and question.answer:
            yield Happened("Information given", question.answered_at, request.organiser_name, question.answer)


def _of_amendments(request: EventRequest, amendments: Iterable[Amendment]) -> Iterator[Happened]:
    for amendment in amendments:
        changed = ", ".join(SHOWN.get(name, name) for name in amendment.after)
        again = (
            f" Looked at again: {len(amendment.reopened)}."
            if amendment.reopened
            else " No check had to be done again."
        )
        title = "Request changed to follow its booking" if amendment.by else "Request changed"
        whose = amendment.by.name if amendment.by else request.organiser_name
        yield Happened(title, amendment.at, whose, f"Changed: {changed}.{again}")


def _of_appeals(request: EventRequest, appeals: Iterable[Appeal]) -> Iterator[Happened]:
    for appeal in appeals:
        yield Happened("Appeal made", appeal.lodged_at, request.organiser_name, appeal.grounds)
        if appeal.decided_at and appeal.by:
            yield Happened(f"Appeal: {appeal.get_result_display()}", appeal.decided_at, appeal.by.name)

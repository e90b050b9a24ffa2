"""'What counts and who to ask': the page that says what a designated event is, made from the procedure in force.

Everybody may read it. Whoever is signed out sees posts and the unit in which they stand, never a person's name.
"""

from dataclasses import dataclass
from datetime import date

from dueregard.events.catalogue import KIND
from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Unit
from dueregard.procedures.queries import in_force, post_titles
from dueregard.procedures.rules import Check, Document, Question, Step, checks, explain, in_days, ladder

DESIGNATED = frozenset({"designated"})


@dataclass(frozen=True, slots=True)
class Desk:
    """A post that does something here: `where` is the unit in which it stands ('' where nobody can be found), `holders`
    and `deputies` are names, empty for whoever is signed out. `vacant`: nobody is there now."""

    title: str
    where: str
    holders: str = ""
    deputies: str = ""
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Something that happens to a designated event, and who does it by when."""

    title: str
    says: str
    desks: list[Desk]


@dataclass(frozen=True, slots=True)
class WhatCounts:
    unit: Unit
    means: str
    answers: list[tuple[str, str]]
    checks: list[Part]
    steps: list[Part]
    more_checks: list[str]
    ask: list[Desk]
    lead_time: str
    late: str
    version: int


def what_counts(unit: Unit, today: date, *, with_names: bool) -> WhatCounts | None:
    """None where neither the unit nor one above it has a procedure. Five queries, whatever the procedure says."""
    edition = in_force(KIND, unit, today)
    if edition is None:
        return None
    document = edition.document
    found = _Finding(unit, Board.load(today, document.posts()), post_titles(), with_names)
    late = document.step(document.late)
    return WhatCounts(
        unit=unit,
        means=document.designated_means,
        answers=[(question.ask, answer) for question in document.questions for answer in _marking(question)],
        checks=[found.check(each) for each in checks(document, DESIGNATED)],
        steps=[found.step(each) for each in ladder(document, DESIGNATED)],
        more_checks=_more_checks(document),
        ask=[found.desk(post) for post in _whom_to_ask(document)],
        lead_time=in_days(document.lead_time),
        late=late.title if late else "",
        version=edition.number,
    )


def _marking(question: Question) -> list[str]:
    """The answers that make an event a designated one."""
    answers = [("Yes", question.if_yes), ("No", question.if_no)]
    answers += [(option.label, option.then) for option in question.options]
    return [said for said, then in answers if then.mark == "designated"]


def _more_checks(document: Document) -> list[str]:
    """What else adds a check, designated or not: 'Room: if it is held somewhere else, in our name'."""
    return [
        f"{check.title}: if {' or '.join(explain(mark) for mark in check.when if mark != 'designated')}"
        for check in document.checks
        if set(check.when) - DESIGNATED
    ]


def _whom_to_ask(document: Document) -> tuple[str, ...]:
    """The post that the procedure names; without one those who decide about a designated event."""
    return (document.ask_post,) if document.ask_post else ladder(document, DESIGNATED)[-1].posts


@dataclass(frozen=True, slots=True)
class _Finding:
    unit: Unit
    board: Board
    titles: dict[str, str]
    with_names: bool

    def desk(self, post: str) -> Desk:
        turn = self.board.turn(post, self.unit)
        title = self.titles.get(post, post.replace("-", " ").capitalize())
        if turn.post is None:
            return Desk(title, "", vacant=True)
        if not self.with_names:
            return Desk(title, turn.unit.name)
        seat = self.board.seats[post, turn.unit.pk]
        standing_by = [person for person in seat.deputies if person not in turn.holders]
        holders = [person.name for person in turn.people]
        deputies = [person.name for person in standing_by if person.name not in holders]
        return Desk(title, turn.unit.name, " or ".join(holders), " or ".join(deputies))

    def check(self, check: Check) -> Part:
        return Part(check.title, f"Within {in_days(check.within)} of sending.", self._desks(check))

    def step(self, step: Step) -> Part:
        does = "Decides" if step.decides else "Brings things together and passes it on"
        says = f"{does} within {in_days(step.within)}."
        if step.advice:
            title = self.desk(step.advice).title
            says = f"{says} Before that, the {title} is asked for advice."
        return Part(step.title, says, self._desks(step))

    def _desks(self, item: Check | Step) -> list[Desk]:
        if item.from_ == "place":  # which depends on the event, so that nobody can be named beforehand
            return [Desk(self.desk(post).title, "where the event is held") for post in item.posts]
        return [self.desk(post) for post in item.posts]


def providers(today: date) -> list[Unit]:
    """The providers that have a procedure for events, by name: a group has a few."""
    roots = Unit.objects.filter(parent=None, closed_on=None).order_by("name")[:10]
    return [root for root in roots if in_force(KIND, root, today) is not None]

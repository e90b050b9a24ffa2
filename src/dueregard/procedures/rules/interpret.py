"""The interpreter: facts and a procedure in, an answer out. It decides nothing and knows no events.

What must be asked now (`asked`), which marks there are (`marks`), which checks and steps apply (`checks`,
`ladder`), where it starts (`first_step`) and where it goes if nobody decides (`next_step`).
"""

from collections.abc import Iterator, Mapping

from dueregard.procedures.rules.document import (
    LAST_RESORT,
    Check,
    Document,
    Question,
    Step,
    Then,
    Track,
)
from dueregard.procedures.rules.vocabulary import ROUTINE, Facts, fact_marks

Answers = Mapping[str, object]
"""Answers by question id: True or False (or 'yes', 'no') for yes-no, the option's value for a choice."""


def applies(marks: frozenset[str] | set[str], when: tuple[str, ...], unless: tuple[str, ...] = ()) -> bool:
    """Whether any mark of `when` is present (or `when` is empty) and none of `unless`.

    `routine` is the absence of every mark.
    """
    present = set(marks) or {ROUTINE}
    return (not when or not present.isdisjoint(when)) and present.isdisjoint(unless)


def named_marks(doc: Document) -> frozenset[str]:
    """Every mark that something in the document depends on."""
    items: list[Question | Check | Step | Track] = [*doc.questions, *doc.checks, *doc.steps, *doc.tracks]
    return frozenset(mark for item in items for mark in (*item.when, *item.unless))


def effect(question: Question, answer: object) -> Then:
    """What one answer brings. An answer that is not one of the question's brings nothing."""
    if question.kind == "yes-no":
        if answer is True or answer == "yes":
            return question.if_yes
        return question.if_no if answer is False or answer == "no" else Then()
    return next((option.then for option in question.options if option.value == answer), Then())


def _walk(doc: Document, answers: Answers, facts: Facts) -> Iterator[tuple[Question, set[str]]]:
    """Each question that is asked, with all marks known after its answer. The set is shared and grows."""
    known = fact_marks(facts, named_marks(doc)) | set(facts.marked_by_person)
    seen: set[str] = set()

    def visit(question: Question) -> Iterator[tuple[Question, set[str]]]:
        if question.id in seen or not applies(known, question.when, question.unless):
            return
        seen.add(question.id)
        then = effect(question, answers.get(question.id))
        if then.mark:
            known.add(then.mark)
        yield question, known
        for id in then.then_ask:
            if follow := doc.question(id):
                yield from visit(follow)

    for question in doc.questions:
        if not question.only_when_asked:
            yield from visit(question)


def asked(doc: Document, answers: Answers, facts: Facts | None = None) -> list[Question]:
    """The questions to ask now, in order; what an answer unfolds stands right after its question.

    Answers to questions that are not asked are ignored, so an unchosen branch has no effect.
    """
    return [question for question, _ in _walk(doc, answers, facts or Facts())]


def marks(doc: Document, answers: Answers, facts: Facts) -> frozenset[str]:
    """The marks of a request: from plain facts, from the answers, and those that a person set."""
    known = fact_marks(facts, named_marks(doc)) | set(facts.marked_by_person)
    for _, found in _walk(doc, answers, facts):
        known |= found
    return frozenset(known)


def why_marked(doc: Document, answers: Answers, facts: Facts) -> dict[str, str]:
    """For each mark, the question's id that raised it, 'person', or 'fact'."""
    reasons = dict.fromkeys(fact_marks(facts, named_marks(doc)), "fact")
    reasons.update(dict.fromkeys(facts.marked_by_person, "person"))
    for question, _ in _walk(doc, answers, facts):
        mark = effect(question, answers.get(question.id)).mark
        if mark:
            reasons.setdefault(mark, question.id)
    return reasons


def checks(doc: Document, marks: frozenset[str]) -> list[Check]:
    """The checks that a request with these marks needs."""
    return [check for check in doc.checks if applies(marks, check.when, check.unless)]


def tracks(doc: Document, marks: frozenset[str]) -> list[Track]:
    """The other bodies that a request with these marks needs."""
    return [track for track in doc.tracks if applies(marks, track.when, track.unless)]


def ladder(doc: Document, marks: frozenset[str]) -> list[Step]:
    """The steps for a request with these marks, lowest first.

    A late request starts at the step that `late` names, whatever that step's `when` says, and skips those
    below; it is never refused for being late.
    """
    steps = list(doc.steps)
    if "late" in marks and (named := doc.step(doc.late)):
        steps = steps[steps.index(named) :]
        return [named, *(step for step in steps[1:] if applies(marks, step.when, step.unless))]
    return [step for step in steps if applies(marks, step.when, step.unless)]


def first_step(doc: Document, marks: frozenset[str]) -> Step:
    """Where a request starts. The loader has made sure that there always is a step."""
    return ladder(doc, marks)[0]


def next_step(doc: Document, step_id: str, marks: frozenset[str]) -> Step | None:
    """The step above; None at the top. Works for a step that the marks no longer ask for, too."""
    order = [step.id for step in doc.steps]
    if step_id not in order:
        return None
    place = order.index(step_id)
    return next((step for step in ladder(doc, marks) if order.index(step.id) > place), None)


def waits_for(doc: Document, step: Step, marks: frozenset[str]) -> list[Check]:
    """The checks that must be done before this step decides."""
    needed = checks(doc, marks)
    return needed if step.after is None else [check for check in needed if check.id in step.after]


def confirmers(doc: Document, step_id: str, marks: frozenset[str]) -> tuple[str, ...]:
    """The posts of which another holder confirms a refusal made at this step.

    Those of `[refusal] confirmed_by`; where the procedure names none, the next step's post, and at the top the
    accountable officer.
    """
    if doc.refusal.confirmed_by:
        return doc.refusal.confirmed_by
    above = next_step(doc, step_id, marks)
    return above.posts if above else (LAST_RESORT,)

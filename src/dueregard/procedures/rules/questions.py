"""The questions of several procedures as one form: each asked once."""

from collections.abc import Sequence
from dataclasses import replace

from dueregard.procedures.rules.document import Document, Question, Then


def asked_by_all(documents: Sequence[Document]) -> Document:
    """The first document with the questions of all. A question that several have, by its id, stands where the first
    has it and in its words; it unfolds whatever any of them asks because of an answer."""
    questions: dict[str, Question] = {}
    for document in documents:
        for question in document.questions:
            known = questions.get(question.id)
            questions[question.id] = _one(known, question) if known else question
    return replace(documents[0], questions=tuple(questions.values()))


def _one(first: Question, other: Question) -> Question:
    if first.kind != other.kind:
        return first
    more = {option.value: option.then for option in other.options}
    known = {option.value for option in first.options}
    return replace(
        first,
        required=first.required or other.required,
        if_yes=_both(first.if_yes, other.if_yes),
        if_no=_both(first.if_no, other.if_no),
        options=(
            *(replace(each, then=_both(each.then, more.get(each.value, Then()))) for each in first.options),
            *(each for each in other.options if each.value not in known),
        ),
    )


def _both(first: Then, other: Then) -> Then:
    return replace(first, then_ask=tuple(dict.fromkeys((*first.then_ask, *other.then_ask))))

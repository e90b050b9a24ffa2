"""What is wrong with a document that has the right shape: names that lead nowhere, cycles, dead ends."""

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

from dueregard.procedures.rules.document import Document, Mistake, Question, Step
from dueregard.procedures.rules.interpret import ladder, named_marks
from dueregard.procedures.rules.layers import Entry, Layer
from dueregard.procedures.rules.vocabulary import RAISED, ROUTINE, nearest


def mistakes_of_sense(doc: Document, layer: Layer, posts: Collection[str] | None) -> list[Mistake]:
    """Every mistake of meaning, with the line in the layer that stands lowest."""
    return [
        *_posts(layer, posts),
        *_questions(doc, layer),
        *_marks(doc, layer),
        *_names(doc, layer),
        *_advice(doc, layer),
        *_ladder(doc, layer),
    ]


def _entries(layer: Layer) -> Iterator[tuple[str, Entry]]:
    yield from layer.tables.items()
    for name, entries in layer.items.items():
        for entry in entries:
            yield f"{name}.{entry.values['id']}", entry


def _at(layer: Layer, name: str, id: str, key: str) -> int:
    entry = layer.item(name, id)
    return entry.at(key) if entry else 1


def _unknown(line: int, key: str, what: str, word: str, known: Collection[str]) -> Mistake:
    meant = nearest(word, known)
    remedy = f"Did you mean ‘{meant}’?" if meant else f"Known: {', '.join(sorted(known)) or 'none yet'}."
    return Mistake(line, key, f"There is no {what} ‘{word}’.", remedy)


def _posts(layer: Layer, posts: Collection[str] | None) -> Iterator[Mistake]:
    if posts is None:
        return
    for path, entry in _entries(layer):
        values = entry.values
        named = [
            *_posts_of_work(values),
            ("advice", values.get("advice")),
            *(("confirmed_by", post) for post in values.get("confirmed_by", ())),
        ]
        if path == "procedure":
            named.append(("ask", values.get("ask")))
        for key, post in named:
            if post and post not in posts:
                yield _unknown(entry.at(key), f"{path}.{key}", "post", post, posts)


def _posts_of_work(values: dict[str, Any]) -> list[tuple[str, str]]:
    post = values.get("post", "")
    return [("posts", each) for each in post] if isinstance(post, tuple) else [("post", post)]


def _questions(doc: Document, layer: Layer) -> Iterator[Mistake]:
    known = {question.id for question in doc.questions}
    asked = {id for question in doc.questions for then in question.outcomes() for id in then.then_ask}
    for question in doc.questions:
        path = f"question.{question.id}"
        yield from _answers_fit(question, layer, path)
        for then in question.outcomes():
            for id in then.then_ask:
                if id not in known:
                    line = _at(layer, "question", question.id, _where_asked(question, id))
                    yield _unknown(line, path, "question", id, known)
        if question.only_when_asked and question.id not in asked:
            yield Mistake(
                _at(layer, "question", question.id, "only_when_asked"),
                path,
                "It is asked only when another question asks it, but none does.",
                f'Add then_ask = ["{question.id}"] to an answer, or remove only_when_asked.',
            )
    yield from _cycles(doc, layer)


def _where_asked(question: Question, id: str) -> str:
    if id in question.if_yes.then_ask:
        return "if_yes"
    return "if_no" if id in question.if_no.then_ask else "options"


def _answers_fit(question: Question, layer: Layer, path: str) -> Iterator[Mistake]:
    is_choice, is_yes_no = question.kind == "choice", question.kind == "yes-no"
    line = _at(layer, "question", question.id, "kind")
    if is_choice and len(question.options) < 2:
        yield Mistake(line, path, "A choice needs at least two options.", 'Add options = ["…", "…"].')
    if question.options and not is_choice:
        line = _at(layer, "question", question.id, "options")
        yield Mistake(line, path, "Only a choice has options.", 'Write kind = "choice", or remove options.')
    values = [option.value for option in question.options]
    if len(set(values)) < len(values):
        line = _at(layer, "question", question.id, "options")
        yield Mistake(line, path, "Two options cannot be told apart.", "Give each option its own value.")
    for key, then in (("if_yes", question.if_yes), ("if_no", question.if_no)):
        if (then.mark or then.then_ask) and not is_yes_no:
            line = _at(layer, "question", question.id, key)
            yield Mistake(
                line, path, f"Only a yes-no question has {key}.", "Put mark and then_ask on an option."
            )


def _cycles(doc: Document, layer: Layer) -> Iterator[Mistake]:
    follows = {
        question.id: [id for then in question.outcomes() for id in then.then_ask]
        for question in doc.questions
    }
    done: set[str] = set()

    def walk(id: str, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if id in path:
            yield (*path[path.index(id) :], id)
            return
        if id in done:
            return
        for following in follows.get(id, []):
            yield from walk(following, (*path, id))
        done.add(id)

    for id in follows:
        for cycle in walk(id, ()):
            yield Mistake(
                _at(layer, "question", cycle[0], "id"),
                f"question.{cycle[0]}",
                f"These questions ask each other in a circle: {' → '.join(cycle)}.",
                "Remove one of the then_ask.",
            )


def _marks(doc: Document, layer: Layer) -> Iterator[Mistake]:
    """A mark that nothing here can raise makes a check or step that nobody ever sees."""
    raised = {then.mark for question in doc.questions for then in question.outcomes()}
    several = (
        ("question", doc.questions), ("check", doc.checks), ("step", doc.steps), ("track", doc.tracks),
    )  # fmt: skip
    for name, items in several:
        for item in items:
            never = [
                mark for mark in item.when if mark in RAISED and mark not in raised and mark != "designated"
            ]
            if item.when and len(never) == len(item.when):
                yield Mistake(
                    _at(layer, name, item.id, "when"),
                    f"{name}.{item.id}.when",
                    f"No answer raises ‘{never[0]}’, so this never applies.",
                    f'Add mark = "{never[0]}" to an answer, or change when.',
                )


def _names(doc: Document, layer: Layer) -> Iterator[Mistake]:
    known = {check.id for check in doc.checks}
    for step in doc.steps:
        for id in step.after or ():
            if id not in known:
                line = _at(layer, "step", step.id, "after")
                yield _unknown(line, f"step.{step.id}.after", "check", id, known)
    if doc.late and not doc.step(doc.late):
        line = layer.tables["procedure"].at("late")
        yield _unknown(line, "procedure.late", "step", doc.late, [step.id for step in doc.steps])
    yield from _locks(doc, layer)


def _advice(doc: Document, layer: Layer) -> Iterator[Mistake]:
    """Advice comes from a post, in a time that lies within the step's own."""
    for step in doc.steps:
        path, at = f"step.{step.id}.advice", _at(layer, "step", step.id, "advice")
        if step.advice and not step.advice_within:
            remedy = 'Add advice_within = "2 working days".'
            yield Mistake(at, path, "It does not say by when the advice comes.", remedy)
        if step.advice_within and not step.advice:
            at, path = _at(layer, "step", step.id, "advice_within"), f"{path}_within"
            yield Mistake(at, path, "Nobody is asked for advice.", 'Add advice = "…" with the post to ask.')
        elif step.advice_within > step.within:
            at, path = _at(layer, "step", step.id, "advice_within"), f"{path}_within"
            problem = "The advice would come after the step’s own time."
            yield Mistake(at, path, problem, "Make it no longer than ‘within’.")
        if step.advice in step.posts:
            yield Mistake(
                at, path, "The post that acts at this step cannot advise itself.", "Name another post."
            )


def _locks(doc: Document, layer: Layer) -> Iterator[Mistake]:
    known = {f"question.{each.id}" for each in doc.questions} | {f"check.{each.id}" for each in doc.checks}
    known |= {f"step.{each.id}" for each in doc.steps} | {f"track.{each.id}" for each in doc.tracks}
    line = layer.tables["locks"].at("keys") if "locks" in layer.tables else 1
    for key in doc.locks:
        item = ".".join(key.split(".")[:2])
        if "." in key and item not in known:
            yield _unknown(line, "locks.keys", "item", item, known)


def situations(doc: Document) -> Iterator[frozenset[str]]:
    """Enough combinations of marks to try a ladder with: every one of up to three marks, and all together."""
    named = sorted((named_marks(doc) | {"late"}) - {ROUTINE})
    for size in range(min(3, len(named)) + 1):
        yield from (frozenset(each) for each in combinations(named, size))
    yield frozenset(named)


def _ladder(doc: Document, layer: Layer) -> Iterator[Mistake]:
    found: dict[tuple[str, str], Mistake] = {}
    reached: set[str] = set()
    for present in situations(doc):
        steps = ladder(doc, present)
        reached |= {step.id for step in reachable(steps)}
        if not steps:
            about = f"a request that is {', '.join(sorted(present))}" if present else "a routine request"
            problem = f"No step takes {about}."
            found.setdefault(("step", ""), Mistake(1, "step", problem, "Add a step without when."))
        elif mistake := _dead_end(steps[-1], layer):
            found.setdefault((steps[-1].id, "may"), mistake)
    yield from found.values()
    yield from (_unreached(step, layer) for step in doc.steps if step.id not in reached)
    yield from _no_appeal(doc, layer)


def reachable(steps: list[Step]) -> list[Step]:
    """The first step, and each above as long as the one below may pass up."""
    found: list[Step] = []
    for step in steps:
        found.append(step)
        if "pass up" not in step.may:
            break
    return found


def _dead_end(last: Step, layer: Layer) -> Mistake | None:
    line = _at(layer, "step", last.id, "may")
    if not last.decides:
        problem = "It can only pass up, but nothing stands above it."
        return Mistake(
            line, f"step.{last.id}.may", problem, "Let it decide, or add a step above that decides."
        )
    if "approve" not in last.may:
        problem = "It is the last step, but it may not approve."
        return Mistake(line, f"step.{last.id}.may", problem, "Add ‘approve’: an event goes ahead by default.")
    return None


def _unreached(step: Step, layer: Layer) -> Mistake:
    return Mistake(
        _at(layer, "step", step.id, "id"),
        f"step.{step.id}",
        "It can never be reached: a step below always decides and may not pass up.",
        "Let the step below ‘pass up’, or give it when or unless.",
    )


def _no_appeal(doc: Document, layer: Layer) -> Iterator[Mistake]:
    if doc.appeal:
        return
    for step in doc.steps:
        if {"refuse", "approve with conditions"} & set(step.may):
            problem = "A refusal or a condition is possible, but there is no [appeal]."
            remedy = "Add [appeal] with post, lodged_within and within."
            yield Mistake(_at(layer, "step", step.id, "may"), f"step.{step.id}.may", problem, remedy)
            return

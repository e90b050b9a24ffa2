"""Going round a lock: a child that leaves a locked step in place but makes sure that nothing comes to it."""

from collections.abc import Iterator

from dueregard.procedures.rules.document import Document, Mistake
from dueregard.procedures.rules.interpret import applies, ladder
from dueregard.procedures.rules.layers import Layer
from dueregard.procedures.rules.sense import situations

_REMEDY = "Leave the way to it as it was, or ask the unit above to unlock it."


def ways_round(above: Document, below: Document, child: Layer) -> list[Mistake]:
    """Why the child goes round a step or check that a unit above has locked; [] when it does not."""
    found: dict[str, Mistake] = {}
    for key in above.locks:
        name, _, rest = key.partition(".")
        id = rest.split(".")[0]
        if name in ("step", "check", "track"):
            for mistake in _round(above, below, child, name, id):
                found.setdefault(key, mistake)
    return list(found.values())


def _round(above: Document, below: Document, child: Layer, name: str, id: str) -> Iterator[Mistake]:
    for present in [*situations(above), *situations(below)]:
        if name == "step" and _certain(above, present, id) and not _certain(below, present, id):
            yield Mistake(
                _changed(child, "step"),
                f"step.{id}",
                f"Requests would no longer come to the locked ‘step.{id}’.",
                _REMEDY,
            )
    yield from _marks_lost(above, below, child, name, id)


def _certain(doc: Document, present: frozenset[str], id: str) -> bool:
    """Whether a request with these marks must come to the step, whatever the steps below choose."""
    for step in ladder(doc, present):
        if step.id == id:
            return True
        if step.decides:
            return False
    return False


def _marks_lost(above: Document, below: Document, child: Layer, name: str, id: str) -> Iterator[Mistake]:
    item = {"step": above.step, "check": above.check, "track": above.track}[name](id)
    for question in above.questions:
        wanted = {then.mark for then in question.outcomes() if item and then.mark in item.when}
        now = below.question(question.id)
        kept = {then.mark for then in now.outcomes()} if now else set()
        if wanted - kept or (wanted and now and not applies(frozenset(), now.when)):
            problem = f"The question ‘{question.id}’ no longer leads to the locked ‘{name}.{id}’."
            yield Mistake(_changed(child, "question"), f"question.{question.id}", problem, _REMEDY)


def _changed(child: Layer, name: str) -> int:
    entries = child.items.get(name, [])
    return entries[0].line if entries else 1

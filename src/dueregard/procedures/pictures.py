"""The flow picture of a procedure, and the same as the rungs of a ladder in words beside it."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from dueregard.kernel.flow import Kind, Node, svg
from dueregard.procedures.rules import HOME, Check, Document, Step, Track, explain, in_days
from dueregard.procedures.rules.words import begins


@dataclass(frozen=True, slots=True)
class Rung:
    """What the template tag `ladder` draws."""

    state: str
    title: str
    text: str = ""
    sub: str = ""


def picture(doc: Document, titles: dict[str, str]) -> SafeString:
    """Sending, the checks beside each other, the steps above one another, the decision."""
    said = [f"{rung.title}: {rung.text} {rung.sub}".strip() for rung in rungs(doc, titles)]
    return svg(_nodes(doc, titles), _edges(doc), f"How a request goes: {doc.title}", " ".join(said))


def rungs(doc: Document, titles: dict[str, str]) -> list[Rung]:
    """The picture in words: the checks as one rung, then each step."""
    found = [Rung("later", "The request is sent", f"At least {in_days(doc.lead_time)} before the event.")]
    for check in doc.checks:
        who = f"{_any_of(check.posts, titles)}, within {in_days(check.within)}"
        found.append(
            Rung("maybe" if check.when else "later", f"Check: {check.title}", who, _condition(check))
        )
    for step in doc.steps:
        who = f"{_any_of(step.posts, titles)}, within {in_days(step.within)}"
        if step.advice:
            who += f", after advice from {titles.get(step.advice, step.advice)}"
        state = "later" if _is_certain(doc, step) else "maybe"
        found.append(Rung(state, step.title, who, _reached(doc, step)))
    for track in doc.tracks:
        who = "Decides for itself by its own procedure."
        found.append(Rung("maybe" if track.when else "later", track.title, who, _joins(doc, track)))
    found.append(Rung("later", "Decided", "With reasons, and the organiser is told."))
    return found


def _nodes(doc: Document, titles: dict[str, str]) -> list[Node]:
    nodes = [Node("start", "The request is sent", (f"{in_days(doc.lead_time)} before",), "start", rank=0)]
    for lane, check in enumerate(doc.checks):
        lines = (_any_of(check.posts, titles), in_days(check.within))
        kind: Kind = "maybe" if check.when else "check"
        nodes.append(Node(f"check.{check.id}", check.title, lines, kind, lane % 2, 1 + lane // 2))
    rank = 1 + (len(doc.checks) + 1) // 2
    for step in doc.steps:
        does: tuple[str, ...] = (
            _any_of(step.posts, titles),
            f"{in_days(step.within)}, may {', '.join(step.may)}",
        )
        if step.advice:
            does = (*does, f"After advice from {titles.get(step.advice, step.advice)}")
        late = ("Late requests come here",) if step.id == doc.late else ()
        certain = _is_certain(doc, step)
        nodes.append(
            Node(f"step.{step.id}", step.title, does + late, "step" if certain else "maybe", 0, rank)
        )
        rank += 1
    others = _other_bodies(doc, rank)
    rank = max([rank, *(node.rank + 1 for node in others if node.rank is not None)])
    nodes.append(Node("end", "Decided", ("the organiser is told why",), "end", 0, rank))
    return [*nodes, *others]


def _other_bodies(doc: Document, last: int) -> list[Node]:
    """Each in a lane of its own to the right, below those for which it waits; `last` is the rank below the steps."""
    ranks = {HOME: last - 1}
    while len(ranks) <= len(doc.tracks):
        for track in doc.tracks:
            if all(id in ranks for id in track.after):
                ranks.setdefault(track.id, max((ranks[id] + 1 for id in track.after), default=1))
    lines = ("decides for itself by", "its own procedure")
    return [
        Node(
            f"track.{track.id}",
            track.title,
            lines,
            "maybe" if track.when else "step",
            2 + lane,
            ranks[track.id],
        )
        for lane, track in enumerate(doc.tracks)
    ]


def _any_of(posts: tuple[str, ...], titles: dict[str, str]) -> str:
    return " or ".join(titles.get(post, post) for post in posts)


def _edges(doc: Document) -> list[tuple[str, str, str]]:
    """From box to box. With several rows of checks only rows that touch are joined, so that no line crosses a box."""
    steps = [f"step.{step.id}" for step in doc.steps]
    rows = [[f"check.{check.id}" for check in doc.checks[n : n + 2]] for n in range(0, len(doc.checks), 2)]
    edges = [("start", id, "") for id in (rows[0] if rows else steps[:1])]
    for above, below in pairwise(rows):
        edges += [(above[min(n, len(above) - 1)], id, "") for n, id in enumerate(below)]
    if rows and steps:
        edges += [(id, steps[0], "") for id in rows[-1]]
    for step, (lower, higher) in zip(doc.steps, pairwise(steps), strict=False):
        edges.append((lower, higher, "passed up" if step.decides else ""))
    for track in doc.tracks:
        before = [f"track.{id}" if id != HOME else steps[-1] for id in track.after] or ["start"]
        edges += [(id, f"track.{track.id}", "") for id in before]
    waited_for = {id for track in doc.tracks for id in track.after}
    last = [f"track.{track.id}" for track in doc.tracks if track.id not in waited_for]
    return [*edges, *((id, "end", "") for id in [steps[-1], *last])]


def _is_certain(doc: Document, step: Step) -> bool:
    """Whether every request comes to the step: it has no condition, and nothing below it decides."""
    below = doc.steps[: doc.steps.index(step)]
    return not step.when and not step.unless and not any(each.decides for each in below)


def _reached(doc: Document, step: Step) -> str:
    said = [_condition(step)]
    if any(each.decides for each in doc.steps[: doc.steps.index(step)]):
        said.append("If it is passed up.")
    if step.id == doc.late:
        said.append("Late requests come here at once.")
    return " ".join(each for each in said if each)


def _joins(doc: Document, track: Track) -> str:
    return " ".join(each for each in (f"{begins(track, doc)}.", _condition(track)) if each)


def _condition(item: Check | Step | Track) -> str:
    said = []
    if item.when:
        said.append(f"Only if {' or '.join(explain(mark) for mark in item.when)}.")
    if item.unless:
        said.append(f"Not if {' or '.join(explain(mark) for mark in item.unless)}.")
    return " ".join(said)

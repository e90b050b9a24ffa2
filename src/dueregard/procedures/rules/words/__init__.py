"""A procedure in plain words, made from the document: what a page shows and what the command line prints."""

from collections.abc import Mapping

from dueregard.procedures.rules.document import (
    ASPECTS,
    HOME,
    Check,
    Document,
    Question,
    Step,
    Then,
    Track,
)
from dueregard.procedures.rules.vocabulary import FROM_FACTS, RAISED, ROUTINE, explain, in_days
from dueregard.procedures.rules.words.afterwards import afterwards, feedback, presumption, review, waiting
from dueregard.procedures.rules.words.items import Item, Section, TitleOf

__all__ = ["Item", "Section", "begins", "plain_text", "plain_words", "vocabulary"]

_KINDS = {
    "yes-no": "Yes or no",
    "choice": "One of several answers",
    "text": "A short text",
    "long-text": "A text",
    "number": "A number",
    "date": "A date",
}
_MAY = {
    "approve": "approve",
    "approve with conditions": "approve with conditions",
    "refuse": "refuse",
    "pass up": "pass it up",
}


def plain_words(
    doc: Document, titles: Mapping[str, str] | None = None, units: Mapping[str, str] | None = None
) -> list[Section]:
    """The document as sections of plain words. `titles`: posts' titles by code; a code without one is spelt out.
    `units`: names of units by code. Bodies are a section only where there are any."""

    def title(post: str) -> str:
        return (titles or {}).get(post) or post.replace("-", " ").capitalize()

    return [
        Section("when", "When to ask", _notice(doc), (_late(doc),)),
        Section("designated", "What a designated event is", _designated(doc), _who_to_ask(doc, title)),
        Section(
            "questions",
            "What we ask",
            "More questions come up only if an answer needs them.",
            tuple(_question(each, doc) for each in doc.questions),
        ),
        Section(
            "checks",
            "What is checked",
            "Checks run side by side and start on the day of sending.",
            tuple(_check(each, title) for each in doc.checks),
        ),
        Section(
            "ladder",
            "Who decides",
            "The event goes ahead unless somebody with authority records a lawful reason against it.",
            tuple(_step(each, doc, title) for each in doc.steps),
        ),
        *_bodies(doc, units or {}),
        Section("afterwards", "A second person, and an appeal", presumption(doc), afterwards(doc, title)),
        Section("waiting", "If nobody acts", "", waiting(doc)),
        Section("feedback", "After the event", "", feedback(doc)),
        Section("review", "When the process itself is looked at", "", review(doc)),
        Section("locks", "What units below may not change", "", _locks(doc)),
    ]


def plain_text(doc: Document, titles: Mapping[str, str] | None = None) -> str:
    """The same as one text for a terminal."""
    blocks = [f"{doc.title}\n{'=' * len(doc.title)}"]
    for section in plain_words(doc, titles):
        lines = [section.heading, "-" * len(section.heading), *([section.intro] if section.intro else [])]
        for number, item in enumerate(section.items, start=1):
            lines.append(f"{number}. {item.title}" if len(section.items) > 1 else item.title)
            lines += [f"   {line}" for line in (item.help, *item.lines) if line]
        blocks.append("\n".join(line for line in lines if line))
    return "\n\n".join(blocks) + "\n"


def _notice(doc: Document) -> str:
    return f"Send the request at least {in_days(doc.lead_time)} before the event. The day of the event counts, the day of sending does not."


def _late(doc: Document) -> Item:
    step = doc.step(doc.late)
    where = f"It goes to ‘{step.title}’ at once." if step else "It starts at the lowest step like any other."
    lines = (f"It is marked late and is never refused for it. {where}", "The checks run all the same.")
    return Item("late", "A late request", lines)


def _designated(doc: Document) -> str:
    if doc.designated_means:
        return doc.designated_means
    return "An event is designated when an answer, or a person who looks after events, marks it so."


def _who_to_ask(doc: Document, title: TitleOf) -> tuple[Item, ...]:
    asks = tuple(
        f"‘{question.ask}’ – {answer}"
        for question in doc.questions
        for answer, then in _answers(question)
        if then.mark == "designated"
    )
    items = [Item("designated", "It is designated if the answer is", asks)] if asks else []
    uses = [
        *(f"the check ‘{check.title}’ is added" for check in doc.checks if "designated" in check.when),
        *(f"‘{step.title}’ is added" for step in doc.steps if "designated" in step.when),
        *(f"‘{step.title}’ is skipped" for step in doc.steps if "designated" in step.unless),
    ]
    if uses:
        items.append(
            Item("designated.then", "What follows", tuple(f"{use[0].upper()}{use[1:]}." for use in uses))
        )
    if doc.ask_post:
        items.append(Item("ask", f"Who to ask: {title(doc.ask_post)}", (), (doc.ask_post,)))
    return tuple(items)


def _answers(question: Question) -> list[tuple[str, Then]]:
    found = [("yes", question.if_yes), ("no", question.if_no)] if question.kind == "yes-no" else []
    return found + [(option.label, option.then) for option in question.options]


def _question(question: Question, doc: Document) -> Item:
    kind = _KINDS[question.kind]
    if question.options:
        kind = "One of: " + "; ".join(option.label for option in question.options)
    lines = [kind + ("." if question.required else "; may be left out.")]
    askers = [
        f"‘{other.ask}’ ({answer})"
        for other in doc.questions
        for answer, then in _answers(other)
        if question.id in then.then_ask
    ]
    if askers:
        lines.append(f"Asked after {' or '.join(askers)}.")
    lines += _when(question.when, question.unless, "Asked")
    lines += [f"If ‘{answer}’: marked ‘{then.mark}’." for answer, then in _answers(question) if then.mark]
    return Item(f"question.{question.id}", question.ask, tuple(lines), (), question.help)


def _when(when: tuple[str, ...], unless: tuple[str, ...], verb: str) -> list[str]:
    lines = []
    if when:
        lines.append(f"{verb} only if {_either(when)}.")
    if unless:
        lines.append(f"Not if {_either(unless)}.")
    return lines


def _either(marks: tuple[str, ...]) -> str:
    return " or ".join(explain(mark) for mark in marks)


_ASPECT = {
    "when": "the day or the time",
    "where": "the place",
    "numbers": "how many or who may come",
    "speakers": "the event itself or its speakers",
    "answers": "the answers",
}


def _check(check: Check, title: TitleOf) -> Item:
    lines = [f"{_any_of(check.posts, title)}, within {in_days(check.within)} of sending."]
    lines += _when(check.when, check.unless, "Needed")
    if check.evidence == "needed":
        lines.append("A file has to be added.")
    if set(check.looks_at) != set(ASPECTS):
        lines.append(
            f"Done again only when this changes: {', '.join(_ASPECT[each] for each in check.looks_at)}."
        )
    place = check.from_ == "place"
    if place:
        lines.append("Whoever holds the post where the event is held.")
    return Item(f"check.{check.id}", check.title, tuple(lines), check.posts, check.help, place)


def _step(step: Step, doc: Document, title: TitleOf) -> Item:
    may = [_MAY[outcome] for outcome in step.may]
    may_do = " or ".join([", ".join(may[:-1]), may[-1]]) if len(may) > 1 else may[0]
    who = _any_of(step.posts, title)
    lines = [f"{who} may {may_do}, within {in_days(step.within)}."]
    if not step.decides:
        lines[0] = f"{who} brings things together and passes it up, within {in_days(step.within)}."
    if step.advice:
        lines.append(
            f"Before that, everybody in the post {title(step.advice)} is asked for advice on risks and mitigations, "
            f"within {in_days(step.advice_within)}. The advice decides nothing."
        )
    lines += _when(step.when, step.unless, "Only")
    lines = [line.replace("Only only if", "Only if") for line in lines]
    if step.after is not None:
        names = [found.title for id in step.after if (found := doc.check(id))]
        lines.append(f"Waits for: {', '.join(names)}." if names else "Waits for no check.")
    elif doc.checks:
        lines.append("Waits for every check that is needed.")
    if doc.late == step.id:
        lines.append("Late requests come here at once.")
    if step.from_ == "place":
        lines.append("Whoever holds the post where the event is held.")
    posts = (*step.posts, step.advice) if step.advice else step.posts
    return Item(f"step.{step.id}", step.title, tuple(lines), posts, step.help, step.from_ == "place")


def _any_of(posts: tuple[str, ...], title: TitleOf) -> str:
    return " or ".join(title(post) for post in posts)


def _bodies(doc: Document, units: Mapping[str, str]) -> list[Section]:
    if not doc.tracks:
        return []
    intro = "Each decides for itself on the same facts. The event stands when all of them have approved it."
    items = tuple(_track(track, doc, units) for track in doc.tracks)
    return [Section("bodies", "Who else decides", intro, items)]


def _track(track: Track, doc: Document, units: Mapping[str, str]) -> Item:
    whose = units.get(track.unit, f"the unit ‘{track.unit}’")
    if track.from_place:
        whose = "the unit whose place it is: the nearest from there upwards that has one"
    lines = [f"Decides by the procedure of {whose}.", f"{begins(track, doc)}."]
    lines += _when(track.when, track.unless, "Takes part")
    return Item(f"track.{track.id}", track.title, tuple(lines), (), track.help)


def begins(track: Track, doc: Document) -> str:
    """When a body begins: 'Begins at once'."""
    if not track.after:
        return "Begins at once"
    first = [found.title if (found := doc.track(id)) else "this procedure" for id in track.after]
    if track.after == (HOME,):
        return "Begins when this procedure has ended in an approval"
    return f"Begins when {' and '.join(first)} {'have' if len(first) > 1 else 'has'} ended in an approval"


_LOCKED = {
    "title": "The title",
    "lead_time": "How long before the event a request is sent",
    "late": "Where a late request goes",
    "designated": "What a designated event is",
    "ask": "Who to ask",
    "appeal": "The appeal",
    "refusal": "Who confirms a refusal",
    "unclaimed": "What happens if nobody acts",
    "feedback": "How long feedback is taken",
    "review": "When the process itself is looked at",
}


def _locks(doc: Document) -> tuple[Item, ...]:
    lines = tuple(_locked(key, doc) for key in doc.locks)
    if not lines:
        return (Item("locks", "Everything may be changed.", ()),)
    return (Item("locks", "Fixed here for all units below", lines),)


def _locked(key: str, doc: Document) -> str:
    name, _, rest = key.partition(".")
    if not rest:
        return _LOCKED.get(key, key)
    id, _, part = rest.partition(".")
    found = {"question": doc.question, "check": doc.check, "step": doc.step, "track": doc.track}[name](id)
    shown = getattr(found, "title", None) or getattr(found, "ask", id)
    what = {
        "question": "The question", "check": "The check", "step": "The step", "track": "The body",
    }[name]  # fmt: skip
    return f"{what} ‘{shown}’" + (f" ({part})" if part else "")


def vocabulary() -> list[tuple[str, str]]:
    """Every mark with what it means, for the page beside the editor."""
    marks = [*FROM_FACTS.items(), ("over 200 people", explain("over 200 people")), *RAISED.items()]
    return [*marks, (ROUTINE, explain(ROUTINE))]

"""What happens after a decision, or without one, in plain words."""

from dueregard.procedures.rules.document import LAST_RESORT, Document
from dueregard.procedures.rules.vocabulary import in_days, in_months, in_plain_days
from dueregard.procedures.rules.words.items import Item, TitleOf

_UNCLAIMED = {
    "deputy": "the deputy may do it too",
    "next step": "the next step’s post, or at the top the accountable officer, may do it too",
}


def presumption(doc: Document) -> str:
    if any("refuse" in step.may for step in doc.steps):
        return "A refusal stands only when a different person has confirmed it. Until then the request stands as it stood."
    return "Nobody can refuse a request under this procedure."


def afterwards(doc: Document, title: TitleOf) -> tuple[Item, ...]:
    items = []
    posts = doc.refusal.confirmed_by
    if any("refuse" in step.may for step in doc.steps):
        by = (
            " or ".join(title(post) for post in posts)
            or f"The next step’s post, or at the top {title(LAST_RESORT)}"
        )
        items.append(Item("refusal", "Who confirms a refusal", (f"{by}.",), posts))
    if doc.appeal:
        lines = (
            f"{title(doc.appeal.post)} looks again at a refusal or a condition.",
            f"Ask within {in_days(doc.appeal.lodged_within)} of the decision.",
            f"The answer comes within {in_days(doc.appeal.within)}.",
        )
        items.append(Item("appeal", "Appeal", lines, (doc.appeal.post,)))
    return tuple(items)


def waiting(doc: Document) -> tuple[Item, ...]:
    lines = ["A check or step that is past its date is shown to its post, and is never taken as a refusal."]
    if doc.unclaimed:
        turns = ", then ".join(_UNCLAIMED[each] for each in doc.unclaimed.then)
        lines.append(f"{in_days(doc.unclaimed.after).capitalize()} past its date, {turns}.")
    lines.append(
        "A request whose day comes undecided is ‘not decided in time’: not refused, and the event not stopped."
    )
    return (Item("unclaimed", "Nobody waits on an absence", tuple(lines)),)


def review(doc: Document) -> tuple[Item, ...]:
    if doc.review is None:
        return (Item("review", "No time is set for it."),)
    lines = (
        "Quiet means: nothing was refused, given conditions, designated, or passed up by a step that could have decided.",
        "The system proposes the review and gathers what happened. People hold it and record what comes of it.",
    )
    return (Item("review", f"A review is proposed after {in_months(doc.review.quiet_for)} of quiet", lines),)


def feedback(doc: Document) -> tuple[Item, ...]:
    """How long the organiser, and by an open link the room, may say how it went."""
    lines = (
        "The organiser is asked the day after. The room may answer by an open link that asks nobody’s name.",
    )
    return (
        Item(
            "feedback", f"Feedback is taken for {in_plain_days(doc.feedback.open_for)} after the event", lines
        ),
    )

"""When a letter may be saved, looked at and sent, and when its sending may be paused, go on, or end."""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 60_000
MOST_UNITS = 300


def why_not_save(*, is_draft: bool, revision: int, latest: int) -> list[str]:
    if not is_draft:
        return ["This was sent already, so its words stay as they are."]
    if revision != latest:
        return [
            "Somebody else saved it meanwhile. Nothing of yours is lost: it is below. Saving again replaces theirs."
        ]
    return []


def why_not_address(*, audience: str, units: int, posts: int, duty: bool, duty_why: str) -> list[str]:
    """`units` and `posts`: how many were chosen."""
    reasons = []
    if audience == "units" and not units:
        reasons.append("Choose at least one unit.")
    if audience == "posts" and not posts:
        reasons.append("Choose at least one kind of post.")
    if duty and not duty_why:
        reasons.append("Say why everybody must get it: the mail tells them.")
    return reasons


def why_not_look(*, is_draft: bool, own: bool, revision: int, latest: int) -> list[str]:
    if not is_draft:
        return ["This was sent already."]
    if own:
        return ["Someone else must look at it: you saved it last."]
    if revision != latest:
        return ["It was changed while you looked. Please look again."]
    return []


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A letter, as far as sending it goes. `unknown` are codes of blocks that this installation does not have;
    `recipients` is how many it would go to."""

    is_draft: bool
    revision: int
    text: str
    audience: str
    unknown: Sequence[str]
    recipients: int
    look_wanted: bool
    is_looked_at: bool


def why_not_send(letter: LetterFacts, *, revision: int) -> list[str]:
    """`revision` is the one that the sender has seen."""
    if not letter.is_draft:
        return ["This was sent already. Nobody gets it twice."]
    reasons = []
    if revision != letter.revision:
        reasons.append("It was changed while you looked. Please look again before you send it.")
    if not letter.text.strip():
        reasons.append("There is no text yet.")
    reasons += [f"There is no block ‘{code}’ here. Take its line out, or mend it." for code in letter.unknown]
    if not letter.audience:
        reasons.append("Say whom it goes to.")
    elif not letter.recipients:
        reasons.append(
            "There is nobody to send it to: nobody whom you chose has an address and wants newsletters."
        )
    if letter.look_wanted and not letter.is_looked_at:
        reasons.append("A second person was asked to look at it, and has not yet seen these words.")
    return reasons


def why_not_settle(what: str, *, state: str, is_done: bool) -> list[str]:
    """`what`: 'pause', 'go-on' or 'stop'."""
    if state == "stopped":
        return ["This sending was stopped. What was not sent stays unsent."]
    if is_done:
        return ["All that could be sent has been sent."]
    if what == "pause" and state == "paused":
        return ["This sending is paused already."]
    if what == "go-on" and state == "running":
        return ["This sending is not paused."]
    return []

"""The three ways in which the house says no.

A view never builds these answers itself: `kernel.middleware.Answers` turns them into pages, unless the view
catches `Refused` to show its form again with what was typed.
"""

from collections.abc import Iterable


class Refused(Exception):
    """A rule refuses (HTTP 409). `reasons` are whole sentences that a person can read."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


class NotAllowed(Exception):
    """The person may see the thing but not do this to it (HTTP 403). `reason` is a sentence."""

    def __init__(self, reason: str = "Your posts do not allow this.") -> None:
        self.reason = reason
        super().__init__(reason)


class NotThere(Exception):
    """The thing does not exist, or this person may not see that it does: one answer for both (HTTP 404)."""


def refuse_if(reasons: Iterable[str]) -> None:
    """Raise `Refused` when a rule returned any reason why not."""
    found = list(reasons)
    if found:
        raise Refused(found)

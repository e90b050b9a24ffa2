"""What owners and those who look after actions type."""

from collections.abc import Mapping
from typing import Any

from dueregard.actions.choices import State
from dueregard.kernel.forms import Choice, DateParts, DrForm, LongText, TextLine, YesNo
from dueregard.organisation.forms.naming import HOW, the_one_named

MINE, ALL = "mine", "all"
EVERY = "every"


class CheckOffForm(DrForm):
    note = LongText(
        label="What was done",
        hint="Leave this empty if there is nothing to add.",
        rows=3,
        required=False,
        max_length=2000,
    )


class ConfirmForm(DrForm):
    held = YesNo(label="Was it done, and did it work?", needed="Choose yes or no.")
    note = LongText(
        label="What you saw",
        hint="If it was not done or did not work, say what happened instead.",
        rows=3,
        required=False,
        max_length=2000,
    )


class DropForm(DrForm):
    why = LongText(
        label="Why is it no longer to be done?",
        hint="Its owner reads these words.",
        rows=3,
        max_length=2000,
        needed="Say why it is dropped.",
    )


class HandOverForm(DrForm):
    """The next owner is named exactly: no list of people is shown to whoever owns an action."""

    person = TextLine(label="Who does it from now on?", hint=HOW)
    due = DateParts(label="By which day?")

    def clean(self) -> None:
        self.found = the_one_named(self, "person")


class FilterForm(DrForm):
    """Read from the address: nonsense counts as nothing asked."""

    state = Choice([*State.choices, (EVERY, "All")], label="Show", blank="To do", required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def wanted(self) -> str:
        """The state asked for; '' for all."""
        found: str = self.cleaned_data.get("state") or State.OPEN
        return "" if found == EVERY else found

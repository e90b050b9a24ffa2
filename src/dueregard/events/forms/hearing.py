"""What somebody who hears an appeal types."""

from dueregard.events.choices import Outcome
from dueregard.kernel.forms import Choice, DrForm, LongText

STANDS = "stands"


class HearingForm(DrForm):
    result = Choice(
        [
            (STANDS, "The decision stands"),
            (Outcome.APPROVED.value, "Approve the event"),
            (Outcome.CONDITIONS.value, "Approve it with conditions"),
        ],
        label="What do you decide?",
        radios=True,
        needed="Choose what you decide.",
    )
    reasons = LongText(
        label="Your reasons",
        hint="The organiser reads these words.",
        needed="Write your reasons. The organiser reads these words.",
    )

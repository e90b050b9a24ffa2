"""What somebody records about the duties of a large gathering."""

from dueregard.events.choices import PremisesTier
from dueregard.kernel.forms import Choice, DrForm, LongText


class PremisesForm(DrForm):
    tier = Choice(
        PremisesTier.choices, label="What applies to this event?", radios=True, needed="Choose what applies."
    )
    reason = LongText(
        label="How do you come to this?",
        hint="Who is responsible for the premises, which tier they are in, where the procedures are.",
        max_length=2000,
        rows=3,
        needed="Say in a sentence how you come to this.",
    )

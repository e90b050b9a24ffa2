"""Advice, as the form takes it."""

from dueregard.kernel.forms import DrForm, LongText


class AdviceForm(DrForm):
    risks = LongText(
        label="Which risks do you see?",
        hint="Risks of the event: to safety, to its taking place, to somebody's freedom to speak. Not of a person.",
        required=False,
    )
    mitigations = LongText(
        label="What would answer them?",
        hint="The least that would do. We pay for it.",
        required=False,
    )
    recommendation = LongText(
        label="What do you recommend?",
        hint="Whoever decides reads these words, and so does an auditor. The organiser does not. No votes are counted.",
        needed="Write what you recommend.",
    )

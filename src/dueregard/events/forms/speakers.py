"""Saying which speakers are one person."""

from collections.abc import Sequence
from typing import Any

from dueregard.events.models import Speaker
from dueregard.kernel.dates import short_date
from dueregard.kernel.forms import DrForm, ManyChoice, TextLine


class MergeForm(DrForm):
    others = ManyChoice(
        label="Which of these are the same person?",
        hint="Found by the spelling of the name alone. Two people may have one name: merge only what you know.",
        needed="Choose at least one, or go back.",
    )
    why = TextLine(label="How do you know?", max_length=300, required=False)

    def __init__(self, *args: Any, candidates: Sequence[Speaker], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["others"]
        assert isinstance(field, ManyChoice)
        field.choices = [(str(each.pk), _said(each)) for each in candidates]


def _said(speaker: Speaker) -> str:
    request = speaker.request
    when = f", {short_date(request.day)} {request.day.year}" if request.day else ""
    return f"{speaker} ({request.shown_number} {request.title}{when})"

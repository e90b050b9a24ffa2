"""What people type about a case study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dueregard.adoption.choices import Says
from dueregard.adoption.queries.gaps import SHOWS
from dueregard.adoption.rules.answering import Line, Words, why_not_link
from dueregard.kernel.forms import Choice, DateParts, DrForm, LongText, TextLine, WholeNumber
from dueregard.organisation.models import Unit
from dueregard.practice.models import Theme

SPARE = 2
"""Empty lines below those that are proposed."""


class Looking(DrForm):
    """Which unit's answers, and which of them."""

    unit = Choice(label="Whose answers?", required=False)
    theme = Choice(label="Theme", required=False)
    show = Choice(label="Show", required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, str]]] = {
            "unit": [(str(unit.pk), unit.name) for unit in units],
            "theme": [("", "Every theme"), *((theme.slug, theme.title) for theme in themes)],
            "show": list(SHOWS.items()),
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered
        self.is_valid()

    def said(self, name: str) -> str:
        return str(getattr(self, "cleaned_data", {}).get(name) or "")


class AnswerForm(DrForm):
    """An answer for one unit. What belongs to another answer is not asked."""

    says = Choice(
        Says.choices,
        radios=True,
        label="What do you answer?",
        needed="Choose what you answer.",
        unfold={"does": ["evidence", "evidence_link"], "not": ["reason"]},
        hints={
            "does": "You say what shows it.",
            "will": "Next you make the draft of a procedure, or agree actions with owners and days.",
            "not": "You say why. That is a full answer, not a gap.",
        },
    )
    evidence = LongText(label="What shows it?", required=False, rows=3, max_length=4000)
    evidence_link = TextLine(
        label="Where can it be seen?", required=False, max_length=300, hint="A web address, if there is one."
    )
    reason = LongText(label="Why is it not for you?", required=False, rows=3, max_length=4000)
    owner_post = Choice(label="Which post answers for it?", needed="Choose the post that answers for it.")
    review_on = DateParts(
        label="When is this looked at again?",
        hint="Whoever answers case studies here is reminded on that day.",
    )
    number = WholeNumber(required=False)

    def __init__(self, *args: Any, posts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["owner_post"], posts)
        self.fields["number"].widget = self.fields["number"].hidden_widget()

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("says") == Says.DOES and not said.get("evidence") and "evidence" not in self.errors:
            self.add_error("evidence", "Say what shows that you do this.")
        if said.get("says") == Says.NOT and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why this is not for you.")
        for reason in why_not_link(said.get("evidence_link", "")):
            self.add_error("evidence_link", reason)

    def words(self) -> Words:
        said = self.cleaned_data
        return Words(
            says=said["says"],
            reason=said["reason"],
            evidence=said["evidence"],
            evidence_link=said["evidence_link"],
            owner_post=said["owner_post"],
            review_on=said["review_on"],
            number=said["number"] or 0,
        )


class PlanForm(DrForm):
    """Lines that may become actions: those that the case study suggests, and some empty ones. A line that is still as it
    was proposed, without an owner and a day, is left out."""

    def __init__(
        self, *args: Any, proposals: Sequence[str], posts: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = [*proposals, *[""] * SPARE]
        for at, what in enumerate(self.proposals, start=1):
            self.fields[f"what_{at}"] = TextLine(
                label="What is to be done", required=False, max_length=300, initial=what
            )
            self.fields[f"post_{at}"] = Choice(label="By which post", required=False)
            self.fields[f"due_{at}"] = DateParts(label="By when", required=False)
            _offer(self.fields[f"post_{at}"], posts)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {"number": at, "what": self[f"what_{at}"], "post": self[f"post_{at}"], "due": self[f"due_{at}"]}
            for at in range(1, len(self.proposals) + 1)
        ]

    def clean(self) -> None:
        """What was begun is finished: nothing that somebody typed is left out without a word."""
        for at, _ in self._begun():
            for name, sentence in _MISSING.items():
                if not self.cleaned_data.get(f"{name}_{at}") and f"{name}_{at}" not in self.errors:
                    self.add_error(f"{name}_{at}", sentence)

    def _begun(self) -> list[tuple[int, Line]]:
        said = self.cleaned_data
        lines = [
            (at, Line(said.get(f"what_{at}", ""), said.get(f"post_{at}", ""), said.get(f"due_{at}")))
            for at in range(1, len(self.proposals) + 1)
        ]
        return [
            (at, line)
            for at, line in lines
            if line.post
            or line.due
            or f"due_{at}" in self.errors
            or (line.what and line.what != self.proposals[at - 1])
        ]

    def lines(self) -> list[Line]:
        return [line for _, line in self._begun()]


_MISSING = {
    "what": "Say what is to be done.",
    "post": "Choose the post that does it.",
    "due": "Enter the day by which it is done, like 17 12 2026",
}


def _offer(field: Any, choices: Sequence[tuple[str, str]]) -> None:
    field.choices = [("", "Choose"), *choices]

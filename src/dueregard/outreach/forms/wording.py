"""A unit's own words for a design, as somebody types them."""

from dataclasses import asdict
from typing import Any

from dueregard.kernel.forms import DrForm, LongText, TextLine
from dueregard.outreach.designs import WITH_POINTS, Words, words_of
from dueregard.outreach.models import Design
from dueregard.outreach.rules.wording import LONGEST, MOST_POINTS
from dueregard.versions.forms import Revision


class WordsForm(DrForm):
    heading = LongText(
        label="Heading",
        hint="In large letters, in two or three short lines.",
        max_length=LONGEST["heading"],
        rows=3,
    )
    lead = LongText(label="Lead sentence", hint="On posters.", max_length=LONGEST["lead"], rows=3)
    short = LongText(
        label="The same in short", hint="On slides, read in passing.", max_length=LONGEST["short"], rows=2
    )
    points = LongText(
        label="Further lines",
        hint=f"One a line, at most {MOST_POINTS}. Slides have the first.",
        max_length=1200,
        rows=5,
        required=False,
    )
    call = TextLine(label="Beside the code", max_length=LONGEST["call"])
    told = LongText(label="Under it", hint="What the code leads to.", max_length=LONGEST["told"], rows=2)
    people = TextLine(label="Above the names", max_length=LONGEST["people"])
    revision = Revision()

    def __init__(self, *args: Any, design: Design, **options: Any) -> None:
        super().__init__(*args, **options)
        if design not in WITH_POINTS:
            del self.fields["points"]

    def words(self) -> Words:
        """What was typed. Only the heading has lines of its own, and further lines are one each."""
        typed = self.cleaned_data
        lines = {name: _lines(str(typed.get(name, ""))) for name in asdict(_NONE)}
        told: dict[str, Any] = {name: " ".join(each) for name, each in lines.items()}
        return words_of({**told, "heading": "\n".join(lines["heading"]), "points": lines["points"]})


_NONE = words_of({})


def _lines(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split("\n") if each.strip()]


def typed(words: Words) -> dict[str, Any]:
    """Words as the form shows them."""
    return {**asdict(words), "points": "\n".join(words.points)}

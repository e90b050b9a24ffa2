"""What is asked of somebody who drafts a paper."""

from datetime import date

from dueregard.assurance.models import Audience
from dueregard.assurance.rules.content import why_not_issue
from dueregard.kernel.forms import Choice, DateParts, DrForm, LongText, TextLine


class DraftPaper(DrForm):
    """For whom, and for which days. Sent by GET: it shows a draft and changes nothing."""

    audience = Choice(
        Audience.choices,
        radios=True,
        label="Who is it for?",
        hints={
            "committee": "With the numbers and titles of requests, and designated events in progress.",
            "board": "Figures and reasons only. It names no speaker, no organiser and no event.",
        },
    )
    body = TextLine(
        label="Name of the committee or board", hint="For example, Audit and Risk Committee", max_length=150
    )
    first = DateParts(label="From")
    last = DateParts(label="To", hint="The last day that the paper covers")

    def __init__(self, *args: object, today: date, **options: object) -> None:
        self.today = today
        super().__init__(*args, **options)  # type: ignore[arg-type]

    def clean(self) -> dict[str, object]:
        found: dict[str, object] = super().clean() or self.cleaned_data
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last:
            for reason in why_not_issue(first=first, last=last, today=self.today):
                self.add_error("last", reason)
        return found


class IssuePaper(DrForm):
    """The covering note, which a person writes."""

    note = LongText(
        label="Your covering note",
        hint="What the figures mean, what was learned, and what you ask the reader to do. It stands first.",
        needed="Write a covering note. A paper is issued with a person’s own words.",
        max_length=8000,
        rows=8,
    )

"""What people type on the pages of statements."""

from typing import Any

from django.core.exceptions import ValidationError

from dueregard.kernel.forms import Choice, DateParts, DrForm, Email, LongText, ManyChoice, TextLine
from dueregard.organisation.models import Unit
from dueregard.statements.models import ComplainantIs, Result
from dueregard.statements.rules.versions import LONGEST
from dueregard.statements.rules.yearly import MOST_LISTS
from dueregard.versions.forms import Revision, why_changed


class DraftForm(DrForm):
    title = TextLine(label="Title")
    text = LongText(
        label="The text",
        hint="Plain text with simple marks: # before a heading, - before a point of a list, *stressed*, **strong**, [words](address) for a link. A blank line begins a new paragraph.",
        max_length=LONGEST,
        rows=28,
        required=False,
    )
    reason = why_changed()
    revision = Revision()


class PutInForceForm(DrForm):
    starts = DateParts(
        label="From which day?",
        hint="Today or later. Requests that were sent before keep the version that was accepted with them.",
    )


class SendingForm(DrForm):
    """Whom a yearly sending goes to. `do` says whether it is shown first or sent."""

    units = ManyChoice(
        label="Everybody with an address in these units",
        hint="People in the units below them too. Leave this empty if a list address reaches all students.",
        required=False,
    )
    lists = LongText(
        label="Addresses of lists",
        hint="One a line, for example all-students@example.ac.uk. Each gets one mail.",
        required=False,
        max_length=6000,
        rows=3,
    )
    words = LongText(
        label="Words of your own above it",
        hint="You may leave this out. The mail says what the law asks and links to the code in force.",
        required=False,
        max_length=2000,
        rows=3,
    )

    def __init__(self, *args: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self._units = {str(unit.pk): unit for unit in units}
        field = self.fields["units"]
        assert isinstance(field, ManyChoice)
        field.choices = [(pk, _indented(unit)) for pk, unit in self._units.items()]

    def clean_lists(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["lists"].splitlines() if line.strip()]
        if len(lines) > MOST_LISTS:
            raise ValidationError(f"Enter {MOST_LISTS} addresses or fewer.")
        return [_address(line) for line in lines]

    def chosen(self) -> list[Unit]:
        return [self._units[pk] for pk in self.cleaned_data["units"]]


def _indented(unit: Unit) -> str:
    return f"{'– ' * unit.depth}{unit.name}"


def _address(line: str) -> str:
    try:
        return str(Email().clean(line))
    except ValidationError:
        raise ValidationError(
            f"‘{line[:80]}’ is not an e-mail address like all-students@example.ac.uk"
        ) from None


class ComplaintForm(DrForm):
    name = TextLine(label="Your name", needed="Enter your name.")
    email = Email(
        label="Your e-mail address", hint="The answer goes to it.", needed="Enter your e-mail address."
    )
    who = Choice(
        ComplainantIs.choices,
        label="Who are you?",
        hint="It decides who else can look at it if you are not content with our answer.",
        radios=True,
        needed="Say who you are.",
    )
    which = TextLine(
        label="Which event or request, if any?",
        hint="Its number, like E-0412, or its title and day. Leave this empty if it is about something else.",
        required=False,
    )
    what = LongText(
        label="What happened?",
        hint="What was said or planned, who stopped or limited it and how, and what you would like to be done.",
        max_length=8000,
        rows=8,
        needed="Say what happened.",
    )


class AnswerForm(DrForm):
    result = Choice(Result.choices, label="The complaint is", radios=True, needed="Choose a result.")
    answer = LongText(
        label="Your answer",
        hint="Whoever complained reads these words: what you looked at, what you found, and what will be done.",
        max_length=8000,
        rows=8,
        needed="Write the answer. Whoever complained reads these words.",
    )

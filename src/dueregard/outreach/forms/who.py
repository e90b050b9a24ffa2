"""Posts and numbers for the public page."""

from typing import Any

from dueregard.kernel.forms import Choice, DrForm, Email, TextLine, Tick, WholeNumber
from dueregard.organisation.models import Unit
from dueregard.outreach.queries.who import to_name

NOT_PRIVATE = "Of the post, not a private one: everybody can read it."


class NamedPostForm(DrForm):
    """How a post is named. With `unit` it asks which post."""

    post = Choice(label="Which post?", hint="Whoever holds it on a day is named on that day.")
    words = TextLine(
        label="What the public calls it",
        hint="In words that a new student understands, such as ‘Safeguarding lead’ or ‘Welfare officer’.",
        max_length=120,
    )
    telephone = TextLine(label="Telephone", hint=NOT_PRIVATE, max_length=40, width=20, required=False)
    email = Email(label="E-mail address", hint=NOT_PRIVATE, required=False)
    place = TextLine(label="Where to find them", hint="For example: Hartwell Hall, room 12.", required=False)
    hours = TextLine(label="When", hint="For example: Monday to Friday, 9am to 5pm.", required=False)
    order = WholeNumber(label="Place in the list", hint="Lower numbers stand first.", min=1, max=99)

    def __init__(self, *args: Any, unit: Unit | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if unit is None:
            del self.fields["post"]
            return
        field = self.fields["post"]
        assert isinstance(field, Choice)
        field.choices = [("", "Choose"), *to_name(unit)]


class HelplineForm(DrForm):
    name = TextLine(label="Who answers", hint="For example: Campus security.", max_length=120)
    telephone = TextLine(label="Telephone", max_length=40, width=20)
    hours = TextLine(
        label="When, and for what", hint="For example: all day and night. Or: free, to talk.", required=False
    )
    urgent = Tick(label="Show it beside 999", hint="Only for a number that is answered day and night.")
    order = WholeNumber(label="Place in the list", hint="Lower numbers stand first.", min=1, max=99)

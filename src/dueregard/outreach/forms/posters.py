"""Posters: which to print, where one hangs, and how it came down."""

from typing import Any

from django.core.exceptions import ValidationError

from dueregard.kernel.forms import Choice, DateParts, DrForm, Email, TextLine
from dueregard.organisation.models import Person
from dueregard.outreach.models import Design, Ending, Shape
from dueregard.outreach.queries.posters import HANGING, SHOWN


class PrintForm(DrForm):
    design = Choice(Design.choices, label="Design", radios=True)
    shape = Choice(Shape.choices, label="For", radios=True)


class HangForm(DrForm):
    building = TextLine(label="Building", hint="Or the screen, for a slide.", max_length=120)
    floor = TextLine(label="Floor", max_length=60, required=False)
    words = TextLine(label="Where exactly", hint="For example: by the lifts.", required=False)
    hung_on = DateParts(label="Since when does it hang there?")
    keeper = Email(
        label="Who replaces it when a name changes?",
        hint="The e-mail address of somebody on record here. Leave it empty if it is you.",
        required=False,
    )

    def __init__(self, *args: Any, provider_path: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._path = provider_path
        self.found: Person | None = None

    def clean_keeper(self) -> str:
        address = str(self.cleaned_data["keeper"])
        if address:
            here = Person.objects.filter(unit__path__startswith=self._path, left_on=None)
            self.found = here.filter(email__iexact=address).order_by("pk").first()
            if self.found is None:
                raise ValidationError("Nobody on record here has this address.")
        return address


class DownForm(DrForm):
    ending = Choice(
        [
            (Ending.REPLACED, "I have put the new one up in its place"),
            (Ending.TAKEN_DOWN, "I have taken it down"),
        ],
        label="What has been done?",
        radios=True,
    )


class HungForm(DrForm):
    """The filter of the list."""

    shown = Choice(SHOWN.items(), label="Show", required=False, blank=SHOWN[HANGING])
    words = TextLine(label="Building", required=False)


class LookForm(DrForm):
    accent = TextLine(
        label="Colour",
        hint="Your own, as # and six figures or letters, like #15505f. It must be dark enough to be read on white.",
        max_length=7,
        width=10,
    )

    def clean_accent(self) -> str:
        return str(self.cleaned_data["accent"]).lower()

from typing import Any

from dueregard.kernel.forms import Choice, DrForm, Email, TextLine
from dueregard.organisation.access import UnitScope
from dueregard.organisation.models import Person, Unit
from dueregard.organisation.queries.people import candidates


class ConfirmForm(DrForm):
    """A button that says plainly what happens; nothing is typed."""


class UnitPicker(DrForm):
    """Chooses a unit by its code, among those within reach."""

    def __init__(self, *args: Any, within: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.within = within

    def unit_of(self, code: str, field: str) -> Unit | None:
        """The unit of a code (or an exact name); notes an error on the field when there is none."""
        if not code:
            return None
        units = self.within.units()
        found = list(units.filter(code=code)[:1]) or list(units.filter(name__iexact=code)[:2])
        if len(found) != 1:
            more = "More than one unit has this name. Give" if found else "There is no such unit. Give"
            self.add_error(field, f"{more} the unit’s code, as in the list of units.")
            return None
        return found[0]


class PersonForm(UnitPicker):
    name = TextLine(label="Name", max_length=200)
    email = Email(label="E-mail address", required=False, hint="Without one, this person cannot be invited.")
    code = TextLine(label="Number", max_length=64, required=False, hint="Your own number for this person.")
    unit = TextLine(label="Unit", max_length=200, hint="The unit’s code or full name.")

    def clean(self) -> None:
        self.cleaned_data["unit"] = self.unit_of(self.cleaned_data.get("unit", ""), "unit")


class PersonPicker(DrForm):
    """Chooses a person by name, address or number. Where several could be meant, they are offered."""

    person = TextLine(label="Person", hint="A name, an e-mail address or a number.")
    which = Choice(label="Which of these?", radios=True, required=False)
    picker = "person"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: Person | None = None
        self._offer(self._candidates())

    def _candidates(self) -> list[Person]:
        words = str(self.data.get(self.add_prefix("person"), "")).strip() if self.is_bound else ""
        return candidates(words[:200]) if words and "\0" not in words else []

    def _offer(self, people: list[Person]) -> None:
        self.people = {str(person.pk): person for person in people[:10]}
        field = self.fields["which"]
        assert isinstance(field, Choice)
        field.choices = [(key, _told(person)) for key, person in self.people.items()]
        if len(people) < 2:
            del self.fields["which"]

    def clean(self) -> None:
        if not self.cleaned_data.get("person"):
            return
        chosen = self.people.get(str(self.cleaned_data.get("which") or ""))
        if chosen is None and len(self.people) == 1:
            chosen = next(iter(self.people.values()))
        self.found = chosen
        if not self.people:
            self.add_error("person", "Nobody has this name, address or number. Try part of the name.")
        elif chosen is None and not self.errors:
            self.add_error(
                "which", f"{len(self.people)} people could be meant. Choose one, or type more of the name."
            )


def _told(person: Person) -> str:
    return ", ".join(each for each in (person.name, person.unit.name, person.email) if each)

from typing import Any

from dueregard.kernel.forms import Choice, DateParts, TextLine
from dueregard.organisation.forms.people import UnitPicker
from dueregard.organisation.models import Nation


class UnitForm(UnitPicker):
    name = TextLine(label="Name", max_length=200)
    code = TextLine(
        label="Code", max_length=64, hint="Short, without spaces. Files and procedures use it.", width=20
    )
    kind = TextLine(
        label="Kind",
        max_length=60,
        required=False,
        hint="Such as campus, faculty, department, students’ union, society, partner.",
    )
    nation = Choice(Nation.choices, label="Nation, for bank holidays")
    sponsor = TextLine(
        label="Sponsoring unit",
        max_length=200,
        required=False,
        hint="Its posts decide for this unit instead of the unit above. Code or full name; mostly empty.",
    )

    def __init__(self, *args: Any, root: bool, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not root:
            del self.fields["nation"]
        if new:
            del self.fields["sponsor"]

    def clean(self) -> None:
        if "sponsor" in self.fields:
            self.cleaned_data["sponsor"] = self.unit_of(self.cleaned_data.get("sponsor", ""), "sponsor")


class MoveUnitForm(UnitPicker):
    parent = TextLine(
        label="New unit above",
        max_length=200,
        hint="Code or full name. Everything below moves along, and so does what posts there may do.",
    )

    def clean(self) -> None:
        self.cleaned_data["parent"] = self.unit_of(self.cleaned_data.get("parent", ""), "parent")


class CloseUnitForm(UnitPicker):
    on = DateParts(label="First day on which it is closed")

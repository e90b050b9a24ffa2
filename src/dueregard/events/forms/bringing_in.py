"""The file of a register, and what a person says about its sheet and columns."""

from typing import Any

from dueregard.documents.bringing_in.columns import ColumnsForm as Columns
from dueregard.events.queries.bringing_in import Choices
from dueregard.events.rules.bringing_in.layout import FIELDS
from dueregard.kernel.forms import Choice, DrForm, Upload
from dueregard.organisation.models import Unit

LARGEST = 3 * 1024 * 1024


class RegisterFileForm(DrForm):
    """`units` are those whose register the person may bring in; one alone is not asked for."""

    file = Upload(
        label="Your register",
        hint="Excel (.xlsx) or CSV, at most 3 MB, with your own column names.",
        needed="Choose the file of your register first.",
        max_bytes=LARGEST,
        accept=".xlsx,.csv",
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        if len(units) > 1:
            offered = [(str(unit.pk), unit.name) for unit in units]
            self.fields["unit"] = Choice(
                offered, label="Whose register is it?", needed="Say whose register it is."
            )

    def unit(self) -> Unit:
        chosen = self.cleaned_data.get("unit", "")
        return next((unit for unit in self.units if str(unit.pk) == chosen), self.units[0])


class ColumnsForm(Columns):
    known = FIELDS
    dates_like = "3/11/25"

    def choices(self) -> Choices:
        return Choices(**self.said())

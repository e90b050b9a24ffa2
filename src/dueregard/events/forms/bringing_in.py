"""The file of a register, and what a person says about its sheet and columns."""

from typing import Any

from dueregard.events.queries.bringing_in import Choices, Look
from dueregard.events.rules.bringing_in.layout import FIELDS
from dueregard.kernel.forms import Choice, DrForm, Upload
from dueregard.organisation.models import Unit

LARGEST = 3 * 1024 * 1024
NOT_THERE = "Not in the sheet"
DATES = (("day-first", "Day, month, year"), ("month-first", "Month, day, year"))


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


class ColumnsForm(DrForm):
    """Which sheet, which of its columns says what, and how its dates are written. Filled in as guessed."""

    def __init__(self, *args: Any, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(look.sheets) > 1:
            self.fields["sheet"] = Choice(
                [(each.name, each.name) for each in look.sheets], label="Sheet", initial=look.sheet.name
            )
        columns = [(heading.name, heading.label) for heading in look.layout.headings]
        for each in FIELDS:
            heading = look.layout.at.get(each.code)
            self.fields[f"column-{each.code}"] = Choice(
                columns,
                label=each.label,
                blank=NOT_THERE,
                required=False,
                initial=heading.name if heading else "",
            )
        self.fields["dates"] = Choice(
            DATES, label="Dates like 3/11/25 are", blank="Find out by yourself", required=False
        )

    def columns(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("column-")]

    def choices(self) -> Choices:
        said = self.cleaned_data
        columns = {
            each.code: said[f"column-{each.code}"] for each in FIELDS if said.get(f"column-{each.code}")
        }
        dates = said.get("dates", "")
        return Choices(said.get("sheet", ""), columns, dates == "month-first" if dates else None)

"""The file of a source, and what a person says about its sheet and columns."""

from typing import Any

from dueregard.bookings.models import Source
from dueregard.bookings.queries.files import Choices, Look
from dueregard.bookings.rules.tables.columns import FIELDS
from dueregard.kernel.forms import Choice, DrForm, Tick, Upload

LARGEST = 3 * 1024 * 1024
DATES = (("day-first", "Day, month, year"), ("month-first", "Month, day, year"))


class FileForm(DrForm):
    file = Upload(
        label="File",
        hint="Excel (.xlsx), CSV or iCalendar (.ics), at most 3 MB. Larger ones come in by the command line.",
        needed="Choose the file first.",
        max_bytes=LARGEST,
        accept=".xlsx,.csv,.ics",
    )

    def __init__(self, *args: Any, sources: list[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {str(source.pk): source for source in sources}
        offered = [(pk, f"{source.name} ({source.unit.name})") for pk, source in self.sources.items()]
        self.fields["source"] = Choice(offered, label="Source", needed="Say which calendar this is.")
        self.order_fields(["source", "file"])

    def source(self) -> Source:
        return self.sources[self.cleaned_data["source"]]


class ColumnsForm(DrForm):
    """Filled in as guessed, or as the source's earlier files were read."""

    def __init__(self, *args: Any, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        layout = look.layout
        if layout is not None and look.sheet is not None:
            if len(look.sheets) > 1:
                names = [(each.name, each.name) for each in look.sheets]
                self.fields["sheet"] = Choice(names, label="Sheet", initial=look.sheet.name)
            columns = [(heading.name, heading.label) for heading in layout.headings]
            for each in FIELDS:
                heading = layout.at.get(each.code)
                self.fields[f"column-{each.code}"] = Choice(
                    columns,
                    label=each.label,
                    blank="Not in the sheet",
                    required=False,
                    initial=heading.name if heading else "",
                )
            self.fields["dates"] = Choice(
                DATES, label="Dates like 3/11/26 are", blank="Find out by yourself", required=False
            )
        self.fields["partial"] = Tick(label="This file holds only a part of the calendar")
        self.fields["let_go"] = Tick(label="What is missing from this file has really gone")

    def columns(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("column-")]

    def choices(self) -> Choices:
        said = self.cleaned_data
        named = {each.code: said[f"column-{each.code}"] for each in FIELDS if said.get(f"column-{each.code}")}
        dates = said.get("dates", "")
        return Choices(
            sheet=said.get("sheet", ""),
            columns=named or None,
            month_first=dates == "month-first" if dates else None,
            partial=said["partial"],
            let_go=said["let_go"],
        )

"""The file of a source, and what a person says about its sheet and columns."""

from typing import Any

from dueregard.bookings.models import Source
from dueregard.bookings.queries.files import Choices, Look
from dueregard.bookings.rules.tables.columns import FIELDS
from dueregard.documents.bringing_in.columns import ColumnsForm as Columns
from dueregard.kernel.forms import Choice, DrForm, Tick, Upload

LARGEST = 3 * 1024 * 1024


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


class ColumnsForm(Columns):
    """Filled in as guessed, or as the source's earlier files were read."""

    known = FIELDS
    dates_like = "3/11/26"

    def __init__(self, *args: Any, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, look=look, **kwargs)
        self.fields["partial"] = Tick(label="This file holds only a part of the calendar")
        self.fields["let_go"] = Tick(label="What is missing from this file has really gone")

    def choices(self) -> Choices:
        said, more = self.said(), self.cleaned_data
        return Choices(
            sheet=said["sheet"],
            columns=said["columns"] or None,
            month_first=said["month_first"],
            partial=more["partial"],
            let_go=more["let_go"],
        )

"""The form that says which sheet of a file, which of its columns says what, and how its dates are written."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from dueregard.documents.tables import Sheet
from dueregard.kernel.forms import Choice, DrForm

DATES = (("day-first", "Day, month, year"), ("month-first", "Month, day, year"))


class Heading(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...


class Layout(Protocol):
    @property
    def headings(self) -> Sequence[Heading]: ...
    @property
    def at(self) -> Mapping[str, Heading]: ...


class Seen(Protocol):
    """A file as it is understood, its lines not yet read; `problem` is a sentence that stands against it."""

    @property
    def sheets(self) -> Sequence[Sheet]: ...
    @property
    def sheet(self) -> Sheet | None: ...
    @property
    def layout(self) -> Layout | None: ...
    @property
    def problem(self) -> str: ...


class Field(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...


class ColumnsForm(DrForm):
    """Filled in as guessed. A file without sheets and columns asks for none."""

    known: ClassVar[Sequence[Field]] = ()
    dates_like = ""

    def __init__(self, *args: Any, look: Seen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if look.layout is not None and look.sheet is not None:
            self._ask(look, look.layout, look.sheet)

    def _ask(self, look: Seen, layout: Layout, sheet: Sheet) -> None:
        if len(look.sheets) > 1:
            names = [(each.name, each.name) for each in look.sheets]
            self.fields["sheet"] = Choice(names, label="Sheet", initial=sheet.name)
        columns = [(heading.name, heading.label) for heading in layout.headings]
        for each in self.known:
            heading = layout.at.get(each.code)
            self.fields[f"column-{each.code}"] = Choice(
                columns,
                label=each.label,
                blank="Not in the sheet",
                required=False,
                initial=heading.name if heading else "",
            )
        self.fields["dates"] = Choice(
            DATES, label=f"Dates like {self.dates_like} are", blank="Find out by yourself", required=False
        )

    def columns(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("column-")]

    def said(self) -> dict[str, Any]:
        """The sheet, our field = their column, and whether the month comes first (None: nobody said)."""
        found = self.cleaned_data
        named = {
            each.code: found[f"column-{each.code}"] for each in self.known if found.get(f"column-{each.code}")
        }
        dates = found.get("dates", "")
        return {
            "sheet": found.get("sheet", ""),
            "columns": named,
            "month_first": dates == "month-first" if dates else None,
        }

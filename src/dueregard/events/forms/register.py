"""The register's filter, read from the address: nonsense is said, and counts as nothing asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dueregard.events.queries.register import KINDS_OF_ROW, STANDINGS, Filters, whens
from dueregard.kernel.dates import long_date
from dueregard.kernel.forms import Choice, DrForm, TextLine
from dueregard.organisation.models import Unit


class FilterForm(DrForm):
    q = TextLine(label="Title, speaker or number", max_length=200, required=False)
    standing = Choice(list(STANDINGS.items()), label="Status", blank="Any status", required=False)
    unit = Choice(label="Unit", blank="All units", required=False)
    when = Choice(label="Date", blank="Any date", required=False)
    only = Choice(list(KINDS_OF_ROW.items()), label="Only", blank="All requests", required=False)
    order = Choice(
        [("due", "Nearest decision first")], label="Order", blank="Newest event first", required=False
    )

    def __init__(self, data: Mapping[str, Any], *, units: list[Unit], today: date) -> None:
        super().__init__(data)
        self._units = {unit.code: unit for unit in units}
        self._offer("unit", [("", "All units"), *((unit.code, unit.name) for unit in units)])
        self._offer("when", [("", "Any date"), *whens(today).items()])
        self.day = _day_in(data.get("on", ""))
        self.is_valid()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, Choice)
        field.choices = choices

    def filters(self) -> Filters:
        found = self.cleaned_data
        return Filters(
            words=found.get("q", ""),
            standing=found.get("standing", ""),
            unit=self._units.get(found.get("unit", "")),
            when=found.get("when", ""),
            only=found.get("only", ""),
            due_first=found.get("order") == "due",
            day=self.day,
        )

    def in_use(self) -> list[tuple[str, str]]:
        """The filters in use: their name in the address, and how a page says them."""
        said = []
        for name in ("q", "standing", "unit", "when", "only"):
            value = self.cleaned_data.get(name)
            if value:
                field = self.fields[name]
                label = dict(field.choices).get(value, value) if isinstance(field, Choice) else f"‘{value}’"  # type: ignore[arg-type]
                said.append((name, str(label)))
        return [*said, ("on", long_date(self.day))] if self.day else said


def _day_in(text: str) -> date | None:
    """One day, to which a month's 'and 40 more' leads; no box of the filter asks for it."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None

"""A source of bookings."""

from typing import Any

from dueregard.bookings.choices import FileKind
from dueregard.bookings.fields import SourceFields
from dueregard.bookings.models import Source
from dueregard.kernel.forms import Choice, DrForm, TextLine, Tick, TimeOfDay
from dueregard.organisation.models import Unit


class SourceForm(DrForm):
    name = TextLine(
        label="Name", max_length=120, hint="As people call it, such as ‘Timetabling’ or ‘Conference office’."
    )
    unit = Choice(label="Whose calendar it is", needed="Say whose calendar it is.")
    kind = Choice(
        FileKind.choices, radios=True, label="Kind of file", needed="Say which kind of file it sends."
    )
    full = Tick(
        label="Each file holds every booking", hint="Then a booking that is missing from a new file has gone."
    )
    outside = Tick(
        label="Everybody who books here is from outside", hint="As in a conference office’s calendar."
    )
    opens = TimeOfDay(
        label="Its rooms open at", required=False, hint="Leave both times empty if they do not matter."
    )
    closes = TimeOfDay(label="Its rooms close at", required=False)

    def __init__(self, *args: Any, units: list[Unit], source: Source | None = None, **kwargs: Any) -> None:
        if source is not None:
            names = ("name", "kind", "full", "outside", "opens", "closes")
            kwargs["initial"] = {name: getattr(source, name) for name in names} | {
                "unit": str(source.unit_id)
            }
        else:
            kwargs.setdefault("initial", {"full": True})
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        field = self.fields["unit"]
        assert isinstance(field, Choice)
        field.choices = [("", "Choose"), *((pk, unit.name) for pk, unit in self.units.items())]

    def source_fields(self) -> SourceFields:
        said = self.cleaned_data
        return SourceFields(
            name=said["name"],
            unit=self.units[said["unit"]],
            kind=said["kind"],
            full=said["full"],
            outside=said["outside"],
            opens=said["opens"],
            closes=said["closes"],
        )

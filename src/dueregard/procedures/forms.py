"""What people type on the pages of procedures."""

from typing import Any

from django import forms

from dueregard.kernel.forms import Choice, DateParts, DrForm
from dueregard.kernel.text import why_not_text
from dueregard.organisation.models import Unit
from dueregard.procedures.rules.shape import LONGEST
from dueregard.versions.forms import Revision, why_changed


class Toml(forms.CharField):
    """The text as it was typed, line ends apart: what is wrong with it is for the loader to say."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, required=False, **options)

    def to_python(self, value: Any) -> str:
        return str(value or "").replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        reasons = why_not_text(value)
        if len(value) > LONGEST:
            reasons.append(f"Shorten the text to {LONGEST:,} characters or fewer; it has {len(value):,}.")
        if reasons:
            raise forms.ValidationError(reasons)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"rows": 32, "spellcheck": "false", "class": "dr-code"}


class DraftForm(DrForm):
    text = Toml(label="The text", help_text="In TOML. Every key is explained below the box.")
    reason = why_changed()
    revision = Revision()


class PutInForceForm(DrForm):
    starts = DateParts(
        label="From which day?",
        hint="Today or later. Requests that were sent before keep the version that they were sent under.",
    )


class UnitForm(DrForm):
    """Choosing a unit whose procedure to read or change."""

    unit = Choice(label="Unit", needed="Choose a unit", blank="Choose a unit")

    def __init__(self, *args: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a unit"),
            *((str(unit.pk), f"{'– ' * unit.depth}{unit.name}") for unit in units),
        ]

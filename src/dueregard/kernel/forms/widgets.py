"""The one widget that Django does not have: a date in three boxes."""

from datetime import date
from typing import Any

from django import forms


class DateParts(forms.MultiWidget):
    """Three boxes named `f_day`, `f_month` and `f_year`; shows again exactly what was typed."""

    template_name = "kernel/forms/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
            "month": forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
            "year": forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """`data-wrong` among the attributes names the boxes at fault; without it all are as the field is."""
        given = dict(attrs or {})
        wrong = str(given.pop("data-wrong", "day month year")).split()
        context: dict[str, Any] = super().get_context(name, value, given)
        for part, box in zip(("day", "month", "year"), context["widget"]["subwidgets"], strict=True):
            box["label"] = part.capitalize()
            if given.get("id"):
                box["attrs"]["id"] = f"{given['id']}_{part}"
            if part not in wrong:
                box["attrs"].pop("aria-invalid", None)
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else ""

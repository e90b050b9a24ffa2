"""The form from which all our forms derive, and the summary of what is wrong in it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from dueregard.kernel.forms.fields import Choice


class DrForm(forms.Form):
    """A form that knows unfolding questions, lists its errors for the summary, and can show a rule's refusal."""

    use_required_attribute = False

    @property
    def summary(self) -> list[tuple[str, str]]:
        return summary(self)

    @property
    def outer_fields(self) -> list[BoundField]:
        """The visible fields that are not drawn inside another one."""
        inner = {
            name for field in self.fields.values() for names in _unfold(field).values() for name in names
        }
        return [field for field in self.visible_fields() if field.name not in inner]

    def add_refusals(self, reasons: Iterable[str]) -> None:
        """Show why a rule refused (`Refused.reasons`) at the top of the form; what was typed stays."""
        for reason in reasons:
            self.add_error(None, reason)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name in self._closed():
            self._errors.pop(name, None)  # type: ignore[attr-defined]
            self.cleaned_data[name] = _nothing(self.fields[name])

    def _closed(self) -> set[str]:
        """The fields under answers that were not chosen, and those under them in turn."""
        closed: set[str] = set()
        for name, field in self.fields.items():
            chosen = "" if name in closed else str(self[name].value() or "")
            for answer, inner in _unfold(field).items():
                if answer != chosen:
                    closed.update(each for each in inner if each in self.fields)
        return closed


def _unfold(field: forms.Field) -> dict[str, Any]:
    return field.unfold if isinstance(field, Choice) else {}


def _nothing(field: forms.Field) -> Any:
    """What a field that nobody answered cleans to."""
    if isinstance(field, forms.MultipleChoiceField):
        return []
    if isinstance(field, forms.BooleanField):
        return False
    return "" if isinstance(field, forms.CharField) else None


def summary(*parts: Any) -> list[tuple[str, str]]:
    """`(sentence, '#id of the field itself')` for each error of forms and formsets; no id where it is the whole's."""
    return [line for part in parts if hasattr(part, "is_bound") for line in _lines(part)]


def _lines(part: Any) -> Iterator[tuple[str, str]]:
    if not part.is_bound:
        return
    for error in part.non_form_errors() if hasattr(part, "forms") else part.non_field_errors():
        yield str(error), ""
    if hasattr(part, "forms"):
        for form in part.forms:
            yield from _lines(form)
        return
    for field in part:
        for error in field.errors:
            yield str(error), f"#{first_id(field)}"


def first_id(field: BoundField) -> str:
    """The id of the control to go to: the first radio or box, the part of a date that is wrong."""
    whole = field.auto_id or field.html_name
    if isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{whole}_0"
    if isinstance(field.field.widget, forms.MultiWidget):
        return f"{whole}_{(wrong_parts(field) or ('day',))[0]}"
    return field.id_for_label or str(whole)


def wrong_parts(field: BoundField) -> tuple[str, ...]:
    """Which parts of a date its error is about; all of them when the error does not say."""
    for error in field.errors.as_data():
        parts = (getattr(error, "params", None) or {}).get("parts")
        if parts:
            return tuple(parts)
    return ("day", "month", "year") if field.errors else ()

"""The fields that pages use. Each says in one sentence what to do about what was typed.

All take `label`, `hint` (the help text), `required` and `needed` (the sentence when nothing was given).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from dueregard.kernel.forms.reading import NotReadable, read_date, read_number, read_time
from dueregard.kernel.forms.widgets import DateParts as DatePartsWidget
from dueregard.kernel.text import can_be_seen, tidy, why_not_text

Choices = Iterable[tuple[Any, Any]]
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
MAX_NUMBER = 999_999_999


def _asked(
    nothing_given: str, label: str, hint: str, needed: str, options: Mapping[str, Any], **messages: str
) -> dict[str, Any]:
    """Django's arguments from ours; `nothing_given` is the sentence for nothing given, with `{label}` in it."""
    return {
        "label": label,
        "help_text": hint,
        **options,
        "error_messages": {"required": needed or nothing_given.format(label=label or "this"), **messages},
    }


class TextLine(forms.CharField):
    """One line of text, tidied; `''` when empty. `width` is the width of the box in characters (2, 3, 4, 5, 10, 20)."""

    one_line = True

    def __init__(
        self,
        *,
        label: str = "",
        max_length: int = 200,
        hint: str = "",
        needed: str = "",
        width: int = 0,
        **options: Any,
    ) -> None:
        self.longest = max_length
        self.width = width
        super().__init__(strip=False, **_asked("Fill in ‘{label}’", label, hint, needed, options))

    def to_python(self, value: Any) -> str:
        return "" if value in self.empty_values else tidy(str(value))

    def validate(self, value: str) -> None:
        reasons = why_not_text(value)
        if value and not reasons and not can_be_seen(value):
            reasons.append("This has only characters that cannot be seen. Type it anew.")
        if self.one_line and re.search("[\n\t]", value):
            reasons.append("Write this on one line, without tabs.")
        if len(value) > self.longest:
            reasons.append(f"Shorten this to {self.longest:,} characters or fewer; it has {len(value):,}.")
        if reasons:
            raise ValidationError(reasons)
        super().validate(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # No `maxlength`: with it a browser cuts what is pasted without a word.
        return {"class": f"govuk-input--width-{self.width}"} if self.width else {}


class LongText(TextLine):
    """Text of several lines; `''` when empty. `counted` shows how many characters are left."""

    widget = forms.Textarea
    one_line = False

    def __init__(
        self, *, max_length: int = 4000, rows: int = 4, counted: bool = False, **options: Any
    ) -> None:
        self.rows = rows
        self.counted = counted
        super().__init__(max_length=max_length, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return (
            {"rows": self.rows, "class": "govuk-js-character-count"} if self.counted else {"rows": self.rows}
        )


class Email(TextLine):
    """An e-mail address as one can be written to: plain Latin letters, no line ends, at most 254 characters."""

    widget = forms.EmailInput

    def __init__(self, *, max_length: int = 254, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        if not value.isascii():
            raise ValidationError("Enter the e-mail address in plain letters, like name@example.ac.uk")
        if not _ADDRESS.fullmatch(value) or len(value.partition("@")[0]) > 64:
            raise ValidationError("Enter an e-mail address like name@example.ac.uk")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "email", "spellcheck": "false"}


class _Read(forms.Field):
    """A field whose one box is read by a function that raises `NotReadable`; None when empty."""

    def __init__(self, *, label: str = "", hint: str = "", needed: str = "", **options: Any) -> None:
        super().__init__(**_asked("Fill in ‘{label}’", label, hint, needed, options))

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        text = tidy(str(value)) if value is not None else ""
        if not text:
            return None
        try:
            return self.read(text)
        except NotReadable as problem:
            raise ValidationError(str(problem)) from None


class WholeNumber(_Read):
    """An int from `min` to `max`, or None; '1,200' and '1 200' are read too."""

    widget = forms.TextInput

    def __init__(self, *, min: int = 0, max: int = MAX_NUMBER, width: int = 5, **options: Any) -> None:
        self.least, self.most, self.width = min, max, width
        super().__init__(**options)

    def read(self, text: str) -> int:
        return read_number(text, self.least, self.most)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "class": f"govuk-input--width-{self.width}"}


class TimeOfDay(_Read):
    """A `datetime.time`, or None; '18:30', '6.30pm', '1830' and 'noon' are read."""

    widget = forms.TextInput

    def read(self, text: str) -> time:
        return read_time(text)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"class": "govuk-input--width-5"}


class DateParts(forms.Field):
    """A `datetime.date` from three boxes, or None when all are empty."""

    widget = DatePartsWidget

    def __init__(self, *, label: str = "", hint: str = "", needed: str = "", **options: Any) -> None:
        super().__init__(
            **_asked("Enter the date for ‘{label}’, like 17 12 2026", label, hint, needed, options)
        )

    def to_python(self, value: Any) -> date | None:
        day, month, year = [tidy(str(each or "")) for each in (value or ["", "", ""])]
        if not (day or month or year):
            return None
        try:
            return read_date(day, month, year)
        except NotReadable as problem:
            raise ValidationError(str(problem), params={"parts": problem.parts}) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        shown = initial if isinstance(initial, list) else DatePartsWidget().decompress(initial)
        return [str(each or "") for each in shown] != [
            str(each or "").strip() for each in (data or ["", "", ""])
        ]


class Choice(forms.ChoiceField):
    """One answer out of several, as text; `''` when none. A select (led by `blank`), or radios.

    `unfold` names fields of the same form that belong to one answer, `{"yes": ["what_happened"]}`: they are shown
    under it, and what an answer that was not chosen holds is ignored (kernel.forms.DrForm).
    `hints` are second lines under single answers.
    """

    def __init__(
        self,
        choices: Choices | Callable[[], Choices] = (),
        *,
        radios: bool = False,
        blank: str = "Choose",
        label: str = "",
        hint: str = "",
        needed: str = "",
        unfold: Mapping[str, Sequence[str]] | None = None,
        hints: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        self.unfold = dict(unfold or {})
        self.hints = dict(hints or {})
        if radios:
            options["widget"] = forms.RadioSelect
        wrong = "Choose one of the answers that are offered"
        asked = _asked("Choose an answer to ‘{label}’", label, hint, needed, options, invalid_choice=wrong)
        super().__init__(choices=choices if radios else _led_by(blank, choices), **asked)


def _led_by(blank: str, choices: Choices | Callable[[], Choices]) -> Callable[[], Choices]:
    """The choices of a select after an empty one, so that nothing is chosen by doing nothing."""

    def led() -> Choices:
        found = list(choices() if callable(choices) else choices)
        return found if any(value == "" for value, _ in found) else [("", blank), *found]

    return led


class YesNo(Choice):
    """A yes or a no as radios: True, False, or None when not answered."""

    def __init__(self, *, yes: str = "Yes", no: str = "No", **options: Any) -> None:
        super().__init__([("yes", yes), ("no", no)], radios=True, **options)

    def clean(self, value: Any) -> Any:
        return {"yes": True, "no": False}.get(super().clean(self.prepare_value(value)))

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class ManyChoice(forms.MultipleChoiceField):
    """Any number of answers, as checkboxes: a list of texts, `[]` when none."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self,
        choices: Choices | Callable[[], Choices] = (),
        *,
        label: str = "",
        hint: str = "",
        needed: str = "",
        hints: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        self.hints = dict(hints or {})
        wrong = "Choose among the answers that are offered"
        asked = _asked(
            "Choose at least one answer to ‘{label}’", label, hint, needed, options,
            invalid_choice=wrong, invalid_list=wrong,
        )  # fmt: skip
        super().__init__(choices=choices, **asked)


class Tick(forms.BooleanField):
    """One box to tick: True or False. Not required unless said so."""

    def __init__(
        self, *, label: str = "", hint: str = "", needed: str = "", required: bool = False, **options: Any
    ) -> None:
        options["required"] = required
        super().__init__(**_asked("Tick ‘{label}’ to go on", label, hint, needed, options))


class Upload(forms.FileField):
    """A file of at most `max_bytes`; None when none was chosen. What kind it really is, `documents` finds out."""

    widget = forms.FileInput

    def __init__(
        self,
        *,
        max_bytes: int = 10 * 1024 * 1024,
        label: str = "",
        hint: str = "",
        needed: str = "",
        accept: str = "",
        **options: Any,
    ) -> None:
        self.max_bytes = max_bytes
        self.accept = accept
        messages = {
            "empty": "This file is empty. Choose another one.",
            "invalid": "The file did not arrive. Choose it again.",
            "missing": "The file did not arrive. Choose it again.",
        }
        super().__init__(**_asked("Choose a file for ‘{label}’", label, hint, needed, options, **messages))

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            self._check(upload)
        return upload

    def _check(self, upload: "UploadedFile[Any]") -> None:
        if (upload.size or 0) > self.max_bytes:
            raise ValidationError(f"Choose a file of at most {self.max_bytes // 1024 // 1024} MB.")
        name = upload.name or ""
        if why_not_text(name) or not can_be_seen(name) or len(name) > 200:
            raise ValidationError(
                "Give the file a plain name of at most 200 characters, then choose it again."
            )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": self.accept} if self.accept else {}

"""What people type on the way of a version."""

from typing import Any

from django import forms

from dueregard.kernel.forms import DrForm, LongText


class Revision(forms.IntegerField):
    """The save that the page was made from."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(min_value=0, max_value=1_000_000)


def why_changed() -> LongText:
    return LongText(
        label="Why is it being changed?",
        hint="Fill this in once the draft is ready: it then waits for whoever approves. It stays with the version.",
        required=False,
        max_length=1000,
        rows=2,
    )


class ApproveForm(DrForm):
    alone_reason = LongText(
        label="Why do you approve your own draft?",
        hint="Nobody else here may approve. The reason stays with the version.",
        required=False,
        max_length=1000,
        rows=2,
    )
    revision = Revision()

    def __init__(self, *args: Any, alone: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not alone:
            del self.fields["alone_reason"]

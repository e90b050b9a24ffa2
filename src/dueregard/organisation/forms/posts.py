from typing import Any

from dueregard.kernel.forms import Choice, DateParts, DrForm, TextLine
from dueregard.organisation.forms.people import PersonPicker
from dueregard.organisation.models import PostKind


def _kinds() -> list[tuple[str, str]]:
    return [(kind.code, kind.title) for kind in PostKind.objects.all()]


class PostForm(DrForm):
    kind = Choice(_kinds, label="Kind of post")


class GivePostForm(PersonPicker):
    starts = DateParts(label="First day")
    ends = DateParts(label="Last day", required=False, hint="Leave empty if there is none yet.")
    field_order = ["person", "which", "starts", "ends"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


class DeputyForm(GivePostForm):
    """The same questions for a deputy."""


class PostKindForm(DrForm):
    title = TextLine(label="Title", max_length=120)
    code = TextLine(
        label="Code", max_length=60, hint="Small letters and hyphens, such as room-booking.", width=20
    )

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["code"]

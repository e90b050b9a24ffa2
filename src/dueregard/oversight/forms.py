"""What is asked of somebody who searches."""

from collections.abc import Iterator

from dueregard.kernel.catalogue import ledger_actions
from dueregard.kernel.forms import Choice, DateParts, DrForm, TextLine


def actions() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Declared actions under the name of their app."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for action in ledger_actions:
        groups.setdefault(action.code.partition(".")[0].capitalize(), []).append((action.code, action.label))
    for app, found in sorted(groups.items()):
        yield app, sorted(found, key=lambda pair: pair[1])


class SearchLedger(DrForm):
    """All fields are optional."""

    action = Choice(actions, label="What was done", blank="Anything", required=False)
    person = TextLine(label="By whom", hint="Name, e-mail address or number", max_length=100, required=False)
    subject = TextLine(
        label="About what", hint="The id of a thing, or a person’s name", max_length=100, required=False
    )
    starts = DateParts(label="From", required=False)
    ends = DateParts(label="To", required=False)

    def clean(self) -> dict[str, object]:
        found: dict[str, object] = super().clean() or self.cleaned_data
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The last day is before the first")
        return found

"""What people type about packs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dueregard.exchange.packs import LARGEST
from dueregard.exchange.queries.offers import Offer
from dueregard.exchange.queries.visible import Shown
from dueregard.exchange.rules.naming import KINDS, Found
from dueregard.exchange.rules.parts import LONGEST_TITLE, kinds
from dueregard.kernel.forms import DrForm, ManyChoice, TextLine, Tick, Upload, WholeNumber

SPARE = 3


class Begin(DrForm):
    """Which texts go into a pack."""

    title = TextLine(
        label="What is this pack called?", max_length=LONGEST_TITLE, hint="Others read it. Name nobody."
    )
    keys = ManyChoice(label="What is in it?", needed="Choose at least one text.")

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["keys"]
        field.choices = [(each.key, each.label) for each in offers]
        field.hints = {each.key: each.detail for each in offers if each.detail}


class Replacing(DrForm):
    """What takes the place of each thing that was found, and what else a person knows to name somebody."""

    def __init__(self, *args: Any, found: Sequence[Found], revision: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for at, each in enumerate(found):
            self.fields[f"by_{at}"] = TextLine(
                label=f"{each.found}",
                hint=f"{KINDS[each.kind]}. {_times(each.count)}" if each.count else KINDS[each.kind],
                initial=each.by,
                required=False,
            )
        for at in range(SPARE):
            self.fields[f"also_{at}"] = TextLine(label="Also replace", required=False)
            self.fields[f"with_{at}"] = TextLine(label="With", required=False)
        self.fields["revision"] = WholeNumber(required=False, initial=revision)
        self.fields["revision"].widget = self.fields["revision"].hidden_widget()

    @property
    def rows(self) -> list[Any]:
        return [self[f"by_{at}"] for at in range(len(self.found))]

    @property
    def more(self) -> list[tuple[Any, Any]]:
        return [(self[f"also_{at}"], self[f"with_{at}"]) for at in range(SPARE)]

    def words(self) -> list[str]:
        return [self.cleaned_data[f"by_{at}"] for at in range(len(self.found))]

    def others(self) -> list[tuple[str, str]]:
        said = self.cleaned_data
        return [(said[f"also_{at}"], said[f"with_{at}"]) for at in range(SPARE)]


def _times(count: int) -> str:
    return "Stands there once." if count == 1 else f"Stands there {count} times."


class Seal(DrForm):
    """The last word before a pack is signed."""

    read = Tick(
        label="I have read the preview, and it names nobody",
        required=True,
        needed="Read the preview, then tick that it names nobody.",
    )
    revision = WholeNumber(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].widget = self.fields["revision"].hidden_widget()


class BringIn(DrForm):
    pack = Upload(
        label="The pack", max_bytes=LARGEST, accept=".zip", hint="One file, as another provider signed it."
    )


class Choosing(DrForm):
    """Which parts of a pack come in."""

    parts = ManyChoice(label="What comes in as a draft?", needed="Choose at least one part.")

    def __init__(self, *args: Any, shown: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parts"]
        offered = [each.part for each in shown if not each.here]
        field.choices = [(str(part.number), f"{kinds()[part.kind].label}: {part.title}") for part in offered]

    def numbers(self) -> list[int]:
        return [int(each) for each in self.cleaned_data["parts"]]


class Know(DrForm):
    name = TextLine(
        label="Whose key is it?",
        hint="Ask them for its fingerprint by another way, such as the telephone, and compare.",
        needed="Say whose key it is.",
    )

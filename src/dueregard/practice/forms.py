"""What a reader of the hub looks for, read from the address: nonsense counts as nothing asked."""

from collections.abc import Mapping
from typing import Any

from dueregard.kernel.forms import Choice, DrForm, TextLine
from dueregard.practice.choices import ProviderType, Size
from dueregard.practice.queries.hub import Filters


class Looking(DrForm):
    q = TextLine(label="Search the practice hub", max_length=200, required=False)
    size = Choice(Size.choices, label="Size of provider", blank="Any size", required=False)
    type = Choice(ProviderType.choices, label="Kind of provider", blank="Any kind", required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        if self.is_bound:
            self.is_valid()

    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_bound else ""

    def filters(self) -> Filters:
        if not self.is_bound:
            return Filters()
        return Filters(self.cleaned_data.get("size", ""), self.cleaned_data.get("type", ""))

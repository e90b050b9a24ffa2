"""What one-time links can be for; each app declares its own purposes in its catalogue."""

from dataclasses import dataclass
from datetime import timedelta

from dueregard.kernel.catalogue import Book


@dataclass(frozen=True, slots=True)
class LinkPurpose:
    """What a one-time link is for. `lasts` is how long one is usually good."""

    code: str
    label: str
    lasts: timedelta


link_purposes: Book[LinkPurpose] = Book("purpose of a link")

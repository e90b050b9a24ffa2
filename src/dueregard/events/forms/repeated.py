"""Forms that stand any number of times on a page: speakers of a request, conditions of a decision."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from dueregard.kernel.forms import DrForm

F = TypeVar("F", bound=DrForm)


def repeated(
    form: Callable[..., F], data: Mapping[str, Any], *, name: str, first: str, most: int, more: bool
) -> list[F]:
    """The forms that were sent, as `name-1`, `name-2`, … each known by its field `first`; with `more`, an empty one
    after them. Never none."""
    places = [place for place in range(1, most + 1) if f"{name}-{place}-{first}" in data]
    found = [form(data, prefix=f"{name}-{place}") for place in places or [1]]
    if more and len(found) < most:
        found.append(form(prefix=f"{name}-{max(places, default=0) + 1}"))
    return found

"""What one request needs to look up only once (closure days, the nation of a provider).

Nothing is remembered outside `remembering()`, so that commands, workers and tests always see the truth.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("organisation_memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remembered(key: Hashable, find: Callable[[], T]) -> T:
    known = _memory.get()
    if known is None:
        return find()
    if key not in known:
        known[key] = find()
    found: T = known[key]
    return found


def forget() -> None:
    """Called by every command that changes what is remembered."""
    known = _memory.get()
    if known is not None:
        known.clear()

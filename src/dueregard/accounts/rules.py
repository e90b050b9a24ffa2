"""Times and pure rules of signing in."""

from datetime import timedelta

HELD_FOR = timedelta(hours=1)
HELD_BYTES = 1_000_000
HELD_EACH = 5
RESET_LASTS = timedelta(hours=2)
LINK_KEPT = timedelta(days=30)
"""How long the row of a link stays after its end; the ledger has its issue, use and withdrawal for good."""
TOUCH_EVERY = 60
"""Seconds between two notes that a session is in use."""


def has_lapsed(
    *, now: float, signed_in: float, seen: float, idle_minutes: int | None, longest_hours: int
) -> bool:
    """Whether a sign-in is over: too long ago altogether, or idle for too long. Times are epoch seconds."""
    if now - signed_in >= longest_hours * 3600:
        return True
    return idle_minutes is not None and now - seen >= idle_minutes * 60

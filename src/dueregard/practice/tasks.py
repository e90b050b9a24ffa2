"""What the worker does for the hub each hour."""

from datetime import datetime, time

from dueregard.practice.commands.booklets import keep_fresh
from dueregard.practice.queries.booklets import whose_hub
from dueregard.timers.kinds import handle_schedule


def make_booklets(now: datetime) -> None:
    keep_fresh(provider=whose_hub(), now=now)


def register() -> None:
    """Called once, when the app is ready."""
    handle_schedule("practice.booklets", "hour", make_booklets, at=time(0, 10))

"""What the worker does for newsletters each day."""

from datetime import datetime, time

from dueregard.newsletters.commands.briefing import remind_whoever_writes
from dueregard.timers.kinds import handle_schedule


def remind(now: datetime) -> None:
    remind_whoever_writes(now)


def register() -> None:
    """Called once, when the app is ready."""
    handle_schedule("newsletters.briefings", "day", remind, at=time(7, 40))

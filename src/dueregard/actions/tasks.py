"""What the worker's timers do: load by id, call one command."""

from datetime import datetime
from uuid import UUID

from dueregard.actions.commands import REMIND, remind
from dueregard.kernel.refs import Ref
from dueregard.timers.kinds import handle_timer


def on_the_day(about: Ref, now: datetime) -> None:
    remind(pk=UUID(about.id))


def register() -> None:
    """Called once, when the app is ready."""
    handle_timer(REMIND, on_the_day)

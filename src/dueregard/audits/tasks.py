"""What the worker does for audits: tells of the next one, proposes reviews of quiet processes."""

from datetime import datetime, time
from uuid import UUID

from dueregard.audits.commands.reporting import NEXT, tell_of_the_next
from dueregard.audits.commands.reviewing import propose_reviews
from dueregard.kernel.refs import Ref
from dueregard.timers.kinds import handle_schedule, handle_timer


def on_next(about: Ref, now: datetime) -> None:
    tell_of_the_next(pk=UUID(about.id), now=now)


def on_day(now: datetime) -> None:
    propose_reviews(now=now)


def register() -> None:
    """Called once, when the app is ready."""
    handle_timer(NEXT, on_next)
    handle_schedule("audits.quiet_reviews", "day", on_day, at=time(4, 20))

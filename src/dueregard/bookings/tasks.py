"""What bookings has the worker do every night."""

from datetime import datetime

from dueregard.bookings.commands.forgetting import forget_contacts
from dueregard.bookings.commands.sweeping import sweep_all


def sweep_every_night(now: datetime) -> None:
    """Requests that came since, procedures that changed, days on which something was to be looked at again."""
    sweep_all(now)


def forget_every_night(now: datetime) -> None:
    forget_contacts(now=now)

"""What runs each night: the public copies of the service standard are made anew."""

from datetime import datetime

from dueregard.assurance.commands.standard import refresh_standard
from dueregard.assurance.queries.standard import shown_to_the_public


def refresh_standards(now: datetime) -> None:
    for kept in shown_to_the_public():
        refresh_standard(unit=kept.unit, now=now)

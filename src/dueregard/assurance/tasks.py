"""What runs each night: the public copies of the service standard and of the numbers on the page of trust are made anew."""

from datetime import datetime

from dueregard.assurance.commands import showing
from dueregard.assurance.queries.standard import shown_to_the_public
from dueregard.assurance.queries.trust import trusting_the_public


def refresh_standards(now: datetime) -> None:
    for kept in shown_to_the_public():
        showing.refresh(showing.STANDARD, unit=kept.unit, now=now)
    for page in trusting_the_public():
        showing.refresh(showing.TRUST, unit=page.unit, now=now)

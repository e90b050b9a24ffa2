"""What changed in the law, and what is told about it. Only `commands` writes to them."""

from dueregard.newsletters.models.law import LawChange
from dueregard.newsletters.models.letter import Audience, Kind, Letter, State
from dueregard.newsletters.models.plan import BriefingPlan
from dueregard.newsletters.models.sending import Copy, Sending, Unsubscribed

__all__ = [
    "Audience",
    "BriefingPlan",
    "Copy",
    "Kind",
    "LawChange",
    "Letter",
    "Sending",
    "State",
    "Unsubscribed",
]

"""What outreach keeps, by noun."""

from dueregard.outreach.models.who import Helpline, NamedPost

__all__ = ["Helpline", "NamedPost"]

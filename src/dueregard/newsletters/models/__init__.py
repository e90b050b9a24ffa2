"""What changed in the law, and what is told about it. Only `commands` writes to them."""

from dueregard.newsletters.models.law import LawChange

__all__ = ["LawChange"]

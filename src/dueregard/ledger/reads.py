"""For views of marked pages: the read is in the ledger before its content is sent (security.md 3.3)."""

from dueregard.ledger.commands import recorded_read

__all__ = ["recorded_read"]

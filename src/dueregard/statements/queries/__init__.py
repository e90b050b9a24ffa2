"""What pages and other apps ask of statements."""

from dueregard.statements.queries.version import in_force, provider_of

__all__ = ["in_force", "provider_of"]

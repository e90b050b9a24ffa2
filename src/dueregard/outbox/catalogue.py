"""The codes of outbox and their wording."""

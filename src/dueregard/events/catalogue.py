"""The codes of events and their wording."""

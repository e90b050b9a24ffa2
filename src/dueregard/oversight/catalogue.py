"""The codes of oversight and their wording."""

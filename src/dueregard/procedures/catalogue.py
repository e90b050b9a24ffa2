"""The codes of procedures and their wording."""

"""The codes of organisation and their wording."""

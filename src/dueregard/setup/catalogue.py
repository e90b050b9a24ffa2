"""The codes of setup and their wording."""

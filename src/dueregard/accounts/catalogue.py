"""The codes of accounts and their wording."""

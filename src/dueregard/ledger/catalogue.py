"""The codes of ledger and their wording."""

"""The codes of portal and their wording."""

"""The codes of documents and their wording."""

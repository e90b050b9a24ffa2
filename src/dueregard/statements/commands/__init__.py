"""The only writers of statements."""

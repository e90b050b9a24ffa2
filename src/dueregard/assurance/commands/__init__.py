"""The only writers of assurance, by noun."""

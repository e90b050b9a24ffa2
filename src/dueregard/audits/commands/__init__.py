"""The only writers of audits, by noun."""

"""The only writers of outreach, by noun."""

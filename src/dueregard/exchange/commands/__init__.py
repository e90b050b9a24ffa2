"""The only writers of exchange."""

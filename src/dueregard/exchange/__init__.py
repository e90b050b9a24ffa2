"""Signed packs of what a provider shares with others, with nobody named in them."""

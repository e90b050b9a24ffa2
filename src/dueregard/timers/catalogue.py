"""The codes of timers and their wording."""

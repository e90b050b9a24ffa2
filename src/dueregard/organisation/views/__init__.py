"""The pages under /set-up/."""

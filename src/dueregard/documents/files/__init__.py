"""Keeping and handing out the files that people send (security.md T18, F6, F17)."""

from dueregard.documents.files.kept import discard, files_about, keep, serve, sweep

__all__ = ["discard", "files_about", "keep", "serve", "sweep"]

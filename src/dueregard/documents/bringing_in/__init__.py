"""Bringing a file in by page: the file on its way, its columns, and what is shown before it happens."""

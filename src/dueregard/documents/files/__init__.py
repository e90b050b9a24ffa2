"""Keeping and handing out the files that people send (security.md T18, F6, F17)."""

from dueregard.documents.files.kept import (
    content_of,
    discard,
    files_about,
    keep,
    keep_video,
    serve,
    show_picture,
    sweep,
)
from dueregard.documents.files.streamed import stream

__all__ = [
    "content_of",
    "discard",
    "files_about",
    "keep",
    "keep_video",
    "serve",
    "show_picture",
    "stream",
    "sweep",
]

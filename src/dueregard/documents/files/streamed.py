"""Sending a large file piece by piece, and parts of it where a player asks for them (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from dueregard.documents.files.kept import CONTENT_TYPES, place_of
from dueregard.documents.models import FileKind, StoredFile
from dueregard.kernel.errors import NotThere

_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")
_PIECE = 256 * 1024


def stream(file: StoredFile, wanted: str = "") -> HttpResponseBase:
    """The content, shown in the page and not saved; with `wanted` (the Range header) the one part asked for, as 206,
    or 416 for a part that is not there. What is no range of one part is answered with all of it.

    The caller has checked who may have it. Its sum is not checked: that would read all of it for every part.
    """
    path = place_of(file)
    if not path.exists():
        raise NotThere
    part = part_of(wanted, file.size)
    answer: HttpResponseBase
    if part is None and _RANGE.fullmatch(wanted.strip()):
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{file.size}"
        return answer
    first, last = part or (0, file.size - 1)
    answer = StreamingHttpResponse(_pieces(path, first, last), status=206 if part else 200)
    if part:
        answer["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    answer["Content-Type"] = CONTENT_TYPES[FileKind(file.kind)]
    answer["Content-Length"] = str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["ETag"] = f'"{file.sha256[:32]}"'
    return answer


def part_of(wanted: str, size: int) -> tuple[int, int] | None:
    """First and last byte of 'bytes=0-99', 'bytes=100-' or 'bytes=-50'; None for no or another range."""
    found = _RANGE.fullmatch(wanted.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size), size - 1)
    return (first, last) if first <= last and first < size else None


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as content:
        content.seek(first)
        left = last - first + 1
        while left > 0 and (piece := content.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece

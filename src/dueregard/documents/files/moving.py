"""Whether a file is an MP4 or WebM video, by its content. Boxes and headers are read; nothing is decoded."""

from typing import IO

from dueregard.documents.models import FileKind
from dueregard.kernel.errors import Refused

ACCEPTED = "Send a video as MP4 (.mp4) or WebM (.webm)."
_BRANDS = frozenset(
    [
        b"isom",
        b"iso2",
        b"iso3",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"M4V ",
        b"dash",
        b"mmp4",
    ]
)
_EBML = b"\x1a\x45\xdf\xa3"
_MOST_BOXES = 10_000


def video_kind_of(content: IO[bytes]) -> FileKind:
    """Raises `Refused` with a sentence that says what to send instead."""
    content.seek(0)
    start = content.read(64)
    if start[4:8] == b"ftyp":
        _check_mp4(content, start)
        return FileKind.MP4
    if start.startswith(_EBML):
        if b"\x42\x82\x84webm" not in start:
            raise Refused([f"This is a Matroska file of another kind. {ACCEPTED}"])
        return FileKind.WEBM
    raise Refused([f"This is no video that browsers play. {ACCEPTED}"])


def _check_mp4(content: IO[bytes], start: bytes) -> None:
    """Its boxes follow each other to the very end, so that nothing hides behind it, and one says what is in it."""
    if start[8:12] not in _BRANDS:
        raise Refused([f"This is a film or picture of another kind (such as .mov or .heic). {ACCEPTED}"])
    size = content.seek(0, 2)
    place, names = 0, set()
    for _ in range(_MOST_BOXES):
        if place >= size:
            break
        length, name = _box(content, place, size)
        names.add(name)
        place += length
    if place != size or not names & {b"moov", b"moof"}:
        raise Refused(["The video is damaged or was cut short. Export it again and send that."])


def _box(content: IO[bytes], place: int, size: int) -> tuple[int, bytes]:
    """Length and name of the box at a place; a length that leads beyond the end is returned as it is."""
    content.seek(place)
    head = content.read(16)
    length, name = int.from_bytes(head[:4], "big"), head[4:8]
    if length == 1:
        length = int.from_bytes(head[8:16], "big")
    elif length == 0:
        length = size - place
    return (length if length >= 8 else size + 1), name

"""Pictures that stand on public pages: how large they are, and what a camera wrote into them (security.md T18).

A picture is kept without what it says about its making: a photograph may carry the place where it was taken. Nothing
is decoded; whole parts are left out.
"""

import struct
import zlib
from collections.abc import Iterator

from dueregard.kernel.errors import Refused

PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8"
_PNG_SHOWN = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"sBIT",
    b"pHYs",
}
_START_OF_SCAN = 0xDA
_SAID = {0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE}
"""Parts of a JPEG that say something about it: Exif, XMP, remarks. Kept are JFIF (E0), colour profile (E2), Adobe (EE)."""
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_UPRIGHT = 1
_NO_PICTURE = "Send a PNG or JPEG picture."
_CUT_SHORT = "The picture is damaged or was cut short."
_TURNED = "The camera kept this picture turned, with a note to turn it back. Open it, save it upright, and send that."


def without_remarks(content: bytes) -> bytes:
    """The same picture without Exif, places, names and remarks. Raises `Refused` for what is no PNG or JPEG, and for a
    JPEG that only such a note turns upright."""
    if content.startswith(PNG_START):
        return PNG_START + b"".join(part for name, part in _png_parts(content) if name in _PNG_SHOWN)
    if content.startswith(JPEG_START):
        return JPEG_START + b"".join(_kept_of_jpeg(content))
    raise Refused([_NO_PICTURE])


def pixels_of(content: bytes) -> tuple[int, int]:
    """Width and height, from the header."""
    if content.startswith(PNG_START):
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    for marker, part in _jpeg_parts(content):
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", part[5:9])
            return width, height
    raise Refused([_CUT_SHORT])


def _png_parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG_START)
    while place + 12 <= len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        part = content[place : place + 12 + length]
        if len(part) < 12 + length or zlib.crc32(part[4:-4]) != int.from_bytes(part[-4:], "big"):
            raise Refused([_CUT_SHORT])
        yield part[4:8], part
        place += 12 + length
        if part[4:8] == b"IEND":
            return
    raise Refused([_CUT_SHORT])


def _kept_of_jpeg(content: bytes) -> Iterator[bytes]:
    for marker, part in _jpeg_parts(content):
        if marker == 0xE1 and _orientation(part) != _UPRIGHT:
            raise Refused([_TURNED])
        if marker not in _SAID:
            yield part


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, the part with its marker); the last one is the scan with all that follows."""
    place = 2
    while place + 4 <= len(content):
        if content[place] != 0xFF:
            raise Refused([_CUT_SHORT])
        marker = content[place + 1]
        if marker == 0xFF:  # filling
            place += 1
            continue
        if marker == _START_OF_SCAN:
            yield marker, content[place:]
            return
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        yield marker, content[place : place + 2 + length]
        place += 2 + length
    raise Refused([_CUT_SHORT])


def _orientation(part: bytes) -> int:
    """What an Exif part says about turning, 1 to 8; 1 where it says nothing that can be read."""
    said = part[10:]
    order = {b"II": "<", b"MM": ">"}.get(said[:2])
    if part[4:10] != b"Exif\0\0" or order is None:
        return _UPRIGHT
    try:
        (first,) = struct.unpack_from(f"{order}I", said, 4)
        (count,) = struct.unpack_from(f"{order}H", said, first)
        for number in range(min(count, 200)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", said, first + 2 + 12 * number)
            if tag == 0x0112:
                return int(value)
    except struct.error:
        pass
    return _UPRIGHT

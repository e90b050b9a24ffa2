"""Zip packages (XLSX, DOCX) are looked over before anything in them is opened (security.md T18)."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

# What reading a damaged or dishonest part can raise.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    KeyError,
    ValueError,
    NotImplementedError,
    EOFError,
    RuntimeError,
)
MEGABYTE = 1024 * 1024


class Unsafe(Exception):
    """The package is not opened; the text is a sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """What one package may hold. `ratio` is unpacked to packed size of one part, asked only of parts over 1 MB."""

    parts: int = 2_000
    unpacked: int = 400 * MEGABYTE
    ratio: int = 250


LIMITS = PackageLimits()


def open_package(stream: IO[bytes], limits: PackageLimits = LIMITS) -> zipfile.ZipFile:
    """A zip package that is safe to read part by part.

    Python's reader stops at each part's declared size and checks its sum, so a part that lies about its size
    ends in `BadZipFile` while it is read; `read_part` turns that into `Unsafe`.
    """
    try:
        stream.seek(0)
        package = zipfile.ZipFile(stream)
        parts = package.infolist()
    except DAMAGE:
        raise Unsafe("The file is damaged or was cut short, so it cannot be opened.") from None
    _refuse_bomb(parts, limits)
    for part in parts:
        _refuse_part(part)
    if parts and min(part.header_offset for part in parts) != 0:
        raise Unsafe("The file hides something in front of its content, so it is not opened.")
    if package.comment:
        raise Unsafe("The file hides something behind its content, so it is not opened.")
    return package


def _refuse_bomb(parts: list[zipfile.ZipInfo], limits: PackageLimits) -> None:
    if len(parts) > limits.parts:
        raise Unsafe(f"The file holds {len(parts):,} parts; at most {limits.parts:,} are opened.")
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise Unsafe(f"The file unpacks to more than {limits.unpacked // MEGABYTE} MB, so it is not opened.")
    for part in parts:
        if part.file_size > MEGABYTE and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise Unsafe("The file unpacks to far more than it should, so it is not opened.")


def _refuse_part(part: zipfile.ZipInfo) -> None:
    path = PurePosixPath(part.orig_filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in part.orig_filename or ":" in part.orig_filename:
        raise Unsafe("The file names a place outside itself, so it is not opened.")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unsafe("The file is packed in an unusual way, so it is not opened.")
    if part.flag_bits & 0x1:
        raise Unsafe("The file is protected by a password. Save it without one and try again.")


def read_part(package: zipfile.ZipFile, name: str, at_most: int = 4 * MEGABYTE) -> bytes:
    """The bytes of one part, up to `at_most`; `Unsafe` when the part is damaged or larger."""
    try:
        with package.open(name) as part:
            found = part.read(at_most + 1)
    except DAMAGE:
        raise Unsafe("The file is damaged or was cut short, so it cannot be opened.") from None
    if len(found) > at_most:
        raise Unsafe("The file is made in an unusual way, so it is not opened.")
    return found

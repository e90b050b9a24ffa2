"""What a file is, by its content, and whether it is harmless enough to keep (security.md T18).

Nothing is decoded or unpacked beyond headers and names: pictures are measured by their headers, packages by their
directory. What is not on the list is refused with a sentence, however it is called.
"""

import re
import struct
import zlib
from collections.abc import Callable
from typing import IO

from dueregard.documents.archives import DAMAGE, MEGABYTE, PackageLimits, Unsafe, open_package, read_part
from dueregard.documents.models import FileKind
from dueregard.kernel.errors import Refused

ACCEPTED = "Send a PDF, a PNG or JPEG picture, a Word document (.docx), a workbook (.xlsx), or plain text."
_MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 20_000
_TAIL = 66_000  # a zip directory's end lies within its last 65,557 bytes
_MARKUP = re.compile(rb"<(!doctype html|html|script|svg|\?php|iframe)[\s>]", re.IGNORECASE)


def kind_of(content: IO[bytes], name: str) -> FileKind:
    """The accepted kind of a file; raises `Refused` with a sentence. `name` only tells CSV from other text."""
    content.seek(0)
    start = content.read(4096)
    for lead, kind, check in _CHECKS:
        if start.startswith(lead):
            check(content)
            return kind
    if start.startswith(b"PK"):
        return _package(content)
    _refuse_known(start)
    _check_text(content, start)
    return FileKind.CSV if name.lower().endswith(".csv") else FileKind.TEXT


def _refuse(sentence: str) -> Refused:
    return Refused([sentence])


# --- PDF ---------------------------------------------------------------------------------------------------
def _check_pdf(content: IO[bytes]) -> None:
    start, tail = _ends(content)
    if b"%%EOF" not in tail[-2048:]:
        raise _refuse("The PDF is damaged or was cut short. Make it again and send that.")
    content.seek(0)
    whole = content.read()
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", whole):
        raise _refuse("The PDF is protected by a password. Save a copy without one and send that.")
    if re.search(rb"/(Launch|EmbeddedFiles?|RichMedia)\b", whole):
        raise _refuse(
            "The PDF starts programs or carries other files inside. Print it to a plain PDF and send that."
        )
    _refuse_second_nature(start[:1024], tail)


# --- Pictures ----------------------------------------------------------------------------------------------
def _check_png(content: IO[bytes]) -> None:
    content.seek(8)
    first = True
    while True:
        head = content.read(8)
        if len(head) < 8:
            raise _refuse("The picture is damaged or was cut short.")
        length, name = struct.unpack(">I4s", head)
        body = content.read(length) if length <= 10_485_760 else b""
        total = content.read(4)
        if len(total) < 4 or zlib.crc32(name + body) != int.from_bytes(total, "big"):
            raise _refuse("The picture is damaged or was cut short.")
        if first != (name == b"IHDR"):
            raise _refuse("The picture is damaged: its parts are not in order.")
        if first:
            _check_pixels(*struct.unpack(">II", body[:8]))
        first = False
        if name == b"IEND":
            break
    if content.read(1):
        raise _refuse("The picture hides something behind its end, so it is not kept.")
    _refuse_second_nature(b"", _ends(content)[1])


def _check_jpeg(content: IO[bytes]) -> None:
    content.seek(2)
    while True:
        marker = content.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            raise _refuse("The picture is damaged or was cut short.")
        if marker[1] == 0xFF:  # filling
            content.seek(-1, 1)
            continue
        length = int.from_bytes(content.read(2), "big")
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            _, height, width = struct.unpack(">BHH", content.read(5).ljust(5, b"\0"))
            _check_pixels(width, height)
            break
        if length < 2:
            raise _refuse("The picture is damaged or was cut short.")
        content.seek(length - 2, 1)
    start, tail = _ends(content)
    if b"\xff\xd9" not in tail:
        raise _refuse("The picture is damaged or was cut short.")
    _refuse_second_nature(start[:1024], tail)


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise _refuse("The picture is damaged: it says that it has no size.")
    if width > _LONGEST_SIDE or height > _LONGEST_SIDE or width * height > _MOST_PIXELS:
        raise _refuse(
            f"The picture is {width:,} by {height:,} points, which is too large. Send a smaller one."
        )


# --- Office packages ---------------------------------------------------------------------------------------
_MACROS = "The document carries macros. Save it as a plain .docx or .xlsx and send that."
_ARCHIVES = (".zip", ".docx", ".xlsx", ".pptx", ".jar", ".exe", ".dll", ".html", ".htm", ".js")
_LIMITS = PackageLimits(parts=2_000, unpacked=200 * MEGABYTE)
_INSIDE = "The document carries other files or programs inside. Remove them and send it again."


def _package(content: IO[bytes]) -> FileKind:
    try:
        with open_package(content, _LIMITS) as package:
            names = {name.lower(): name for name in package.namelist()}
            kind = _office_kind(set(names))
            types = read_part(package, names["[content_types].xml"]).replace(b"\0", b"").lower()
            if b"macroenabled" in types or any("vba" in name for name in names):
                raise _refuse(_MACROS)
            if any(_is_carried(name) for name in names):
                raise _refuse(_INSIDE)
            for lower, name in names.items():
                if lower.endswith(".rels") and b"attachedtemplate" in read_part(package, name).lower():
                    raise _refuse("The document fetches a template from elsewhere. Save it as a plain copy.")
            damaged = package.testzip()
    except Unsafe as problem:
        raise _refuse(str(problem)) from None
    except DAMAGE:
        damaged = "part"
    if damaged:
        raise _refuse("The document is damaged or was cut short. Save it again and send that.")
    return kind


def _is_carried(name: str) -> bool:
    """Whether a part is a file or program of its own. Printer settings are a harmless binary part of Excel's."""
    if "/embeddings/" in name or "activex" in name or name.endswith(_ARCHIVES):
        return True
    return name.endswith(".bin") and "printersettings" not in name


def _office_kind(names: set[str]) -> FileKind:
    if "[content_types].xml" in names and "word/document.xml" in names:
        return FileKind.DOCX
    if "[content_types].xml" in names and "xl/workbook.xml" in names:
        return FileKind.XLSX
    raise _refuse(f"This is an archive of other files, or a document of another kind. {ACCEPTED}")


# --- Text --------------------------------------------------------------------------------------------------
def _check_text(content: IO[bytes], start: bytes) -> None:
    content.seek(0)
    whole = content.read()
    try:
        text = whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refuse(f"What this file is could not be recognised. {ACCEPTED}") from None
    if any(ord(each) < 32 and each not in "\t\n\r\f" for each in set(text)):
        raise _refuse(f"What this file is could not be recognised. {ACCEPTED}")
    lead = start.lstrip(b"\xef\xbb\xbf \t\r\n\f")
    if re.match(rb"<[!?a-zA-Z]", lead) or _MARKUP.search(start):
        raise _refuse(f"Web pages, drawings in SVG and XML are not kept. {ACCEPTED}")
    _refuse_second_nature(b"", whole[-_TAIL:])


# --- What is never kept ------------------------------------------------------------------------------------
_KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "This is an Office file of the old kind, or one protected by a password."),
    (b"GIF8", "GIF pictures are not kept."),
    (b"RIFF", "Pictures in WebP, sound and video are not kept."),
    (b"\x1f\x8b", "Compressed archives are not kept."),
    (b"7z\xbc\xaf", "Compressed archives are not kept."),
    (b"Rar!", "Compressed archives are not kept."),
    (b"MZ", "Programs are not kept."),
    (b"\x7fELF", "Programs are not kept."),
    (b"#!", "Programs are not kept."),
    (b"{\\rtf", "RTF documents are not kept."),
    (b"%!PS", "PostScript documents are not kept."),
)


def _refuse_known(start: bytes) -> None:
    for lead, sentence in _KNOWN:
        if start.startswith(lead):
            raise _refuse(f"{sentence} {ACCEPTED}")
    if start[4:8] == b"ftyp":
        raise _refuse(f"Pictures in HEIC and video are not kept. {ACCEPTED}")


def _ends(content: IO[bytes]) -> tuple[bytes, bytes]:
    content.seek(0)
    start = content.read(4096)
    size = content.seek(0, 2)
    content.seek(max(0, size - _TAIL))
    return start, content.read()


def _refuse_second_nature(start: bytes, tail: bytes) -> None:
    """A file that is two kinds at once: a page before the content, or an archive behind it."""
    if _MARKUP.search(start) or re.search(rb"PK\x05\x06.{18,}", tail, re.DOTALL):
        raise _refuse("The file is of two kinds at once, so it is not kept.")


_CHECKS: tuple[tuple[bytes, FileKind, Callable[[IO[bytes]], None]], ...] = (
    (b"%PDF-", FileKind.PDF, _check_pdf),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG, _check_png),
    (b"\xff\xd8\xff", FileKind.JPEG, _check_jpeg),
)

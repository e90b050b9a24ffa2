"""Files that people hand in: what is kept, how it is handed out, and what happens when storage fails (T18, F6, F17)."""

import io
import struct
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from dueregard.documents.files import discard, files_about, keep, serve, sweep
from dueregard.documents.files.kept import clean_name
from dueregard.documents.models import FileKind, StoredFile
from dueregard.kernel.errors import Refused
from dueregard.kernel.refs import Actor, Ref
from tests.documents.packages import TYPES, docx, package, with_part, workbook

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CHECK = Ref("events.check", "c-1")
ADA = Actor("person", "ada-1", "welfare-officer")


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.FILES_ROOT = str(tmp_path / "files")
    return tmp_path / "files"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 2, height: int = 2, more: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(b"\0" * 6)) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
        b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xda\x00\x02pixels\xff\xd9"
    )


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
XLSX = workbook(lambda book: book.active.append(["x"])).getvalue()
DOCX = docx()
EICAR_LIKE = b"MZ\x90\0" + b"\0" * 100


def send(content: bytes, name: str = "risk assessment.pdf") -> StoredFile:
    return keep(SimpleUploadedFile(name, content), about=CHECK, by=ADA, now=NOW)


def refusal(content: bytes, name: str = "x.pdf") -> str:
    with pytest.raises(Refused) as refused:
        send(content, name)
    return str(refused.value)


def served(file: StoredFile) -> tuple[bytes, Any]:
    answer = serve(file)
    content = b"".join(answer)  # type: ignore[call-overload]
    answer.close()
    return content, answer


def contents(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "sent_as", "kind"),
    [
        (PDF, "a.pdf", FileKind.PDF),
        (png(), "a.html.png", FileKind.PNG),
        (jpeg(), "a.jpeg", FileKind.JPEG),
        (DOCX, "a.docx", FileKind.DOCX),
        (XLSX, "a.xlsx", FileKind.XLSX),
        ("Naïve text\n".encode(), "a.txt", FileKind.TEXT),
        (b"a,b\n1,2\n", "a.csv", FileKind.CSV),
        (png(), "wrong.pdf", FileKind.PNG),
    ],
    ids=["pdf", "png", "jpeg", "docx", "xlsx", "text", "csv", "wrong name"],
)
def test_an_accepted_file_is_told_by_its_content_and_comes_back_whole(
    content: bytes, sent_as: str, kind: FileKind
) -> None:
    kept = send(content, sent_as)
    assert (kept.kind, kept.size) == (kind, len(content))
    assert served(kept)[0] == content


def test_a_kept_file_says_whose_it_is_and_about_what() -> None:
    kept = send(PDF)
    assert (kept.about, kept.added_by, kept.added_at, kept.name) == (CHECK, ADA, NOW, "risk assessment.pdf")
    assert list(files_about(CHECK)) == [kept]
    assert list(files_about(Ref("events.check", "c-2"))) == []


def test_a_file_lies_under_a_random_name_that_only_the_account_may_read(folder: Path) -> None:
    kept = send(PDF, "../../../etc/passwd.pdf")
    [path] = contents(folder)
    assert path.name == kept.id.hex
    assert path.stat().st_mode & 0o777 == 0o600
    assert kept.name == "passwd.pdf"


def test_a_file_is_only_ever_downloaded() -> None:
    _, answer = served(send(PDF, 'a"\r\nX: y\u202e.pdf'))
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store"
    assert "\r" not in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("typed", "kind", "shown"),
    [
        ("C:\\Users\\ada\\plan.PDF", FileKind.PDF, "plan.pdf"),
        ("page.html", FileKind.TEXT, "page.html.txt"),
        ("photo.jpeg", FileKind.JPEG, "photo.jpg"),
        ("a\u202egnp.exe", FileKind.PNG, "a_gnp.exe.png"),
        ("", FileKind.PDF, "file.pdf"),
        ("...", FileKind.PDF, "file.pdf"),
        ("\ud800.pdf", FileKind.PDF, "?.pdf"),
        ("x" * 300 + ".pdf", FileKind.PDF, "x" * 140 + ".pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_in_what_the_file_is(typed: str, kind: FileKind, shown: str) -> None:
    assert clean_name(typed, kind) == shown


MACROS = with_part(DOCX, "word/vbaProject.bin", b"x")
MACRO_TYPE = package(
    {"[Content_Types].xml": TYPES.replace("></Types>", ">macroEnabled</Types>"), "word/document.xml": "x"}
)
BOMB = with_part(XLSX, "xl/worksheets/sheet1.xml", b"0" * 50_000_000)
NESTED = with_part(XLSX, "xl/embeddings/book.xlsx", XLSX)
TEMPLATE = with_part(
    DOCX, "word/_rels/settings.xml.rels", b'<Relationship Type="x/attachedTemplate" TargetMode="External"/>'
)


@pytest.mark.parametrize(
    ("content", "part_of_sentence"),
    [
        (b"", "The file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "drawings in SVG"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>x", "Web pages"),
        (b"hello <script>alert(1)</script>", "Web pages"),
        (b"<?xml version='1.0'?><x/>", "XML are not kept"),
        (EICAR_LIKE, "Programs are not kept."),
        (b"#!/bin/sh\nrm -rf /\n", "Programs are not kept."),
        (b"GIF89a", "GIF pictures are not kept."),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"{\\rtf1 x}", "RTF documents"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Office file of the old kind"),
        (b"\x80\x81\x82 binary", "could not be recognised"),
        (b"text with \x00 NUL", "could not be recognised"),
        (PDF[:-8], "cut short"),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), "protected by a password"),
        (PDF.replace(b"/Type", b"/OpenAction<</S/Launch/F(calc)>>/Type"), "starts programs"),
        (PDF + package({"a": "b"}), "two kinds at once"),
        (b"%PDF-1.4\n<script>x</script>\n%%EOF", "two kinds at once"),
        (png(1, 65_000), "1 by 65,000 points, which is too large"),
        (png(60_000, 60_000), "too large"),
        (png(0, 5), "no size"),
        (png()[:-6], "cut short"),
        (png() + b"<html>", "hides something behind its end"),
        (png(more=chunk(b"tEXt", package({"a": "b"}))), "two kinds at once"),
        (png().replace(b"IDAT", b"IDAX"), "damaged"),
        (jpeg(65_000, 65_000), "too large"),
        (jpeg()[:20], "cut short"),
        (jpeg()[:-2], "cut short"),
        (jpeg() + package({"a": "b"}), "two kinds at once"),
        (package({"a.txt": "x"}), "archive of other files"),
        (MACROS, "carries macros"),
        (MACRO_TYPE, "carries macros"),
        (NESTED, "carries other files"),
        (TEMPLATE, "fetches a template"),
        (BOMB, "unpacks to far more"),
        (with_part(DOCX, "../../x", b"x"), "a place outside itself"),
        (XLSX[:-50], "damaged or was cut short"),
        (b"<html>" + XLSX, "could not be recognised"),
        (b"PK\x03\x04 no archive at all", "damaged or was cut short"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_a_hostile_or_damaged_file_is_refused_and_leaves_nothing(
    content: bytes, part_of_sentence: str, folder: Path
) -> None:
    assert part_of_sentence in refusal(content)
    assert StoredFile.objects.count() == 0
    assert contents(folder) == []


@pytest.mark.parametrize("at", range(0, len(XLSX), 211))
def test_a_workbook_with_a_flipped_bit_is_refused_or_kept_but_never_breaks(at: int) -> None:
    flipped = bytearray(XLSX)
    flipped[at] ^= 0x04
    said = ""
    try:
        send(bytes(flipped), "a.xlsx")
    except Refused as refused:
        said = str(refused)
    assert said.endswith(".") or StoredFile.objects.count() == 1


def test_a_server_without_room_stores_nothing_and_says_so(settings: LazySettings, tmp_path: Path) -> None:
    (tmp_path / "not a folder").write_text("x")
    settings.FILES_ROOT = str(tmp_path / "not a folder")
    assert "nothing was saved" in refusal(PDF)
    assert StoredFile.objects.count() == 0


def test_an_upload_that_breaks_off_leaves_nothing(folder: Path) -> None:
    class Broken(io.BytesIO):
        name = "a.pdf"

        def read(self, size: int | None = -1) -> bytes:
            raise OSError("connection lost")

    with pytest.raises(Refused):
        keep(Broken(), about=CHECK, by=ADA, now=NOW)
    assert contents(folder) == []


@pytest.mark.parametrize(("damage", "word"), [(b"%PDF-changed", "changed"), (None, "missing")])
def test_a_damaged_or_missing_content_is_a_sentence_and_not_an_error(
    damage: bytes | None, word: str, folder: Path
) -> None:
    kept = send(PDF)
    [path] = contents(folder)
    path.unlink() if damage is None else path.write_bytes(damage)
    with pytest.raises(Refused) as refused:
        serve(kept)
    assert str(refused.value) == (
        f"‘risk assessment.pdf’ cannot be opened: its content on the server is {word}. "
        f"Tell whoever runs Due Regard, and name file {kept.id}; a backup may have it."
    )


def test_content_without_a_row_is_swept_after_a_while_and_nothing_else(folder: Path) -> None:
    kept = send(PDF)
    with transaction.atomic():
        send(png())
        transaction.set_rollback(True)  # as when the command that kept it fails later
    (folder / "incoming" / "half").write_bytes(b"x")
    assert sweep(before=datetime.now(UTC) - timedelta(days=1)) == 0
    assert sweep(before=datetime.now(UTC) + timedelta(minutes=1)) == 2
    assert [path.name for path in contents(folder)] == [kept.id.hex]


def test_a_discarded_file_is_gone_once_that_is_certain(
    folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    kept = send(PDF)
    with django_capture_on_commit_callbacks(execute=True):
        discard(kept)
        assert len(contents(folder)) == 1
    assert contents(folder) == []
    assert StoredFile.objects.count() == 0

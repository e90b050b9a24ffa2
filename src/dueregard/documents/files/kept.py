"""The life of a stored file: kept, listed, served, discarded.

The content is written to a temporary name, synced, renamed, its folder synced, and only then the row is made: a
row never stands without its content. A calling command that fails afterwards leaves content without a row, which
`sweep` removes. The calling command records in the ledger what it kept: this floor cannot.
"""

import hashlib
import logging
import os
import re
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase

from dueregard.documents.export import attachment
from dueregard.documents.files.content import kind_of
from dueregard.documents.files.moving import video_kind_of
from dueregard.documents.models import BIGGEST, BIGGEST_VIDEO, FileKind, StoredFile
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.refs import Actor, Ref

log = logging.getLogger(__name__)

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.MP4: "video/mp4",
    FileKind.WEBM: "video/webm",
}
_PIECE = 64 * 1024


def keep(upload: Any, *, about: Ref, by: Actor, now: datetime) -> StoredFile:
    """Store an upload (anything with `name` and `read`, such as Django's UploadedFile).

    Raises `Refused` with a sentence when the content is not of an accepted kind, is unsafe or too large, or when
    the server cannot store it. The name is shown back but never used as a path.
    """
    return _kept(upload, BIGGEST, lambda content: kind_of(content, str(upload.name or "")), about, by, now)


def keep_video(upload: Any, *, about: Ref, by: Actor, now: datetime, most: int) -> StoredFile:
    """The same for an MP4 or WebM video of at most `most` bytes, which `streamed.stream` sends."""
    return _kept(upload, min(most, BIGGEST_VIDEO), video_kind_of, about, by, now)


def _kept(
    upload: Any, most: int, kind_of_it: Callable[[IO[bytes]], FileKind], about: Ref, by: Actor, now: datetime
) -> StoredFile:
    number = uuid.uuid4()
    with _written(upload, most) as part:
        kind = kind_of_it(part.content)
        _put_in_place(part.path, _place(number))
    try:
        return StoredFile.objects.create(
            id=number,
            name=clean_name(str(upload.name or ""), kind),
            kind=kind,
            size=part.size,
            sha256=part.sha256,
            about_type=about.type,
            about_id=about.id,
            added_by_kind=by.kind,
            added_by_ref=by.ref,
            added_by_post=by.post,
            added_at=now,
        )
    except BaseException:
        _place(number).unlink(missing_ok=True)
        raise


def files_about(about: Ref) -> QuerySet[StoredFile]:
    """The files of one thing, oldest first."""
    return StoredFile.objects.filter(about_type=about.type, about_id=about.id)


def serve(file: StoredFile) -> HttpResponseBase:
    """The content as a download that no browser shows or runs. The caller has checked who may have it.

    Raises `Refused` when the content is gone or is no longer what was stored.
    """
    content = _unchanged(file)
    answer = FileResponse(content)
    answer["Content-Type"] = CONTENT_TYPES[FileKind(file.kind)]
    answer["Content-Length"] = str(file.size)
    answer["Content-Disposition"] = attachment(file.name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store"
    return answer


def show_picture(file: StoredFile) -> HttpResponseBase:
    """A picture to be shown on a page that everybody may read; kept by browsers for a year, since its address never
    gets other content. The caller has checked that it is published. `NotThere` for what is no picture."""
    if file.kind not in (FileKind.PNG, FileKind.JPEG):
        raise NotThere
    answer = serve(file)
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def content_of(file: StoredFile) -> bytes:
    """The whole content, unchanged since it was kept. Raises `Refused` when it is gone or changed."""
    with _unchanged(file) as content:
        return content.read()


@transaction.atomic
def discard(file: StoredFile) -> None:
    """Remove the row now, and the content once that is certain."""
    place = _place(file.id)
    file.delete()
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def sweep(*, before: datetime) -> int:
    """Remove content last written before a moment that has no row, and temporary files; how many were removed."""
    removed = 0
    root = Path(settings.FILES_ROOT)
    for path in root.glob("*/*"):
        if path.is_file() and path.stat().st_mtime < before.timestamp() and not _has_row(path):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def place_of(file: StoredFile) -> Path:
    """Where the content lies, for who sends it piece by piece."""
    return _place(file.id)


def clean_name(name: str, kind: FileKind) -> str:
    """The sender's name without folders and without characters that hide or steer, with the true ending."""
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    name = re.split(r"[/\\]", name)[-1]
    name = "".join("_" if unicodedata.category(each)[0] == "C" else each for each in name)
    name = re.sub(r"\s+", " ", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or ending.lower() not in {kind.value, "jpeg" if kind is FileKind.JPEG else kind.value}:
        stem = name
    return f"{stem[:140].rstrip(' .') or 'file'}.{kind.value}"


# --- On disk -----------------------------------------------------------------------------------------------
class _written:  # noqa: N801 - used as a phrase: with _written(upload)
    """An upload on disk under a temporary name, synced; removed at the end unless it was put in place."""

    def __init__(self, upload: Any, most: int) -> None:
        self.upload = upload
        self.most = most
        self.size = 0
        self.sha256 = ""

    def __enter__(self) -> "_written":
        folder = Path(settings.FILES_ROOT) / "incoming"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.path = folder / uuid.uuid4().hex
            self.content = _opened_for_us(self.path)
            self._copy()
        except Refused:
            self.__exit__()
            raise
        except OSError as problem:
            self.__exit__()
            raise _not_stored(problem) from None
        return self

    def _copy(self) -> None:
        total = hashlib.sha256()
        for piece in _pieces(self.upload):
            self.size += len(piece)
            if self.size > self.most:
                raise Refused(
                    [f"The file is larger than {self.most // 1024 // 1024} MB. Send a smaller one."]
                )
            total.update(piece)
            self.content.write(piece)
        if not self.size:
            raise Refused(["The file is empty."])
        self.content.flush()
        os.fsync(self.content.fileno())
        self.sha256 = total.hexdigest()

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "content"):
            with suppress(OSError):
                self.content.close()
        if hasattr(self, "path"):
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def _opened_for_us(path: Path) -> IO[bytes]:
    """A new file that only this account may read."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _pieces(upload: Any) -> Iterator[bytes]:
    if hasattr(upload, "seek"):
        upload.seek(0)
    while piece := upload.read(_PIECE):
        yield piece


def _place(number: uuid.UUID) -> Path:
    return Path(settings.FILES_ROOT) / number.hex[:2] / number.hex


def _put_in_place(path: Path, place: Path) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.rename(place)
        _sync_folder(place.parent)
        _sync_folder(place.parent.parent)
    except OSError as problem:
        raise _not_stored(problem) from None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_stored(problem: OSError) -> Refused:
    log.error("A file could not be stored: %s", problem.strerror)
    return Refused(["The file could not be stored on the server, so nothing was saved. Try again later."])


def _unchanged(file: StoredFile) -> IO[bytes]:
    """The open content at its start, its sum checked."""
    try:
        content = _place(file.id).open("rb")
    except OSError:
        raise _damaged(file, "missing") from None
    try:
        if hashlib.file_digest(content, "sha256").hexdigest() != file.sha256:
            raise _damaged(file, "changed")
        content.seek(0)
    except OSError:
        content.close()
        raise _damaged(file, "unreadable") from None
    except Refused:
        content.close()
        raise
    return content


def _damaged(file: StoredFile, how: str) -> Refused:
    log.error("The content of file %s is %s.", file.id, how)
    advice = f"Tell whoever runs Due Regard, and name file {file.id}; a backup may have it."
    return Refused([f"‘{file.name}’ cannot be opened: its content on the server is {how}. {advice}"])


def _has_row(path: Path) -> bool:
    if path.parent.name == "incoming":
        return False
    try:
        return StoredFile.objects.filter(pk=uuid.UUID(hex=path.name)).exists()
    except ValueError:
        return False

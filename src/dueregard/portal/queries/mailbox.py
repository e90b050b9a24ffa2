"""The mails of a demonstration, which are files: so that a newcomer can follow their links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

MOST = 200
NAME = re.compile(r"[0-9A-Za-z-]{1,80}")
LINK = re.compile(r"(https?://\S+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a mail's text; `address` where it is a link to this demonstration."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    name: str
    to: str
    subject: str
    at: datetime
    pieces: tuple[Piece, ...] = ()
    attachments: tuple[str, ...] = ()


def letters() -> list[Letter]:
    """The newest mails first."""
    paths = sorted(_folder().glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [_read(path) for path in paths[:MOST]]


def letter(name: str) -> Letter | None:
    path = _folder() / f"{name}.eml"
    return _read(path) if NAME.fullmatch(name) and path.is_file() else None


def _folder() -> Path:
    return Path(settings.VAR) / "mail"


def _read(path: Path) -> Letter:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    return Letter(
        name=path.stem,
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        at=datetime.fromtimestamp(path.stat().st_mtime).astimezone(),
        pieces=tuple(_pieces(text)),
        attachments=tuple(str(each.get_filename()) for each in mail.iter_attachments()),
    )


def _pieces(text: str) -> Iterator[Piece]:
    """The text with its links; only those to this demonstration can be followed."""
    for piece in LINK.split(text):
        ours = piece.startswith(f"{settings.BASE_URL}/")
        yield Piece(piece, piece.removeprefix(settings.BASE_URL) if ours else "")

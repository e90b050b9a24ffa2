"""How a mail leaves: by SMTP, or into a folder for the demo."""

import smtplib
import ssl
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from dueregard.outbox.models import Message


class ServerDown(Exception):
    """The server cannot be reached or will not talk to us; no message is to blame. Its text is a code."""


class PutOff(Exception):
    """The server, or the line, failed on this message; it is tried again. Its text is a code."""


class Rejected(Exception):
    """The server will never take this message (5xx). Its text is a code."""


class Post(Protocol):
    def open(self) -> None: ...
    def send(self, message: Message, letter: EmailMessage) -> None: ...
    def close(self) -> None: ...


def post() -> Post:
    return Folder(Path(settings.VAR) / "mail") if settings.MAIL_TO == "folder" else Smtp()


class Smtp:
    """One connection for a round of mails, opened by the first."""

    def __init__(self) -> None:
        self._line = EmailBackend()

    def open(self) -> None:
        try:
            self._line.open()
        except (smtplib.SMTPException, OSError) as problem:
            raise ServerDown(code_of(problem)) from problem

    def send(self, message: Message, letter: EmailMessage) -> None:
        try:
            self._line.send_messages([letter])
        except (smtplib.SMTPException, OSError) as problem:
            code = code_of(problem)
            if code.startswith("smtp-5"):
                raise Rejected(code) from problem
            self.close()  # whatever state the line is in, the next message gets a new one
            raise PutOff(code) from problem

    def close(self) -> None:
        try:
            self._line.close()
        except (smtplib.SMTPException, OSError):
            self._line.connection = None


class Folder:
    """Each mail is one .eml file; a mail sent twice is still one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise ServerDown("folder") from problem

    def send(self, message: Message, letter: EmailMessage) -> None:
        path = self._folder / f"{message.queued_at:%Y%m%dT%H%M%S}-{message.pk}.eml"
        part = path.with_suffix(".part")
        part.write_bytes(letter.message().as_bytes())
        part.replace(path)

    def close(self) -> None:
        return None


def code_of(problem: BaseException) -> str:
    """A short code for what went wrong, such as 'smtp-550', without the server's words (they may hold names)."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
        return f"smtp-{codes[0]}" if codes else "smtp-refused"
    if isinstance(problem, smtplib.SMTPResponseException) and problem.smtp_code > 0:
        return f"smtp-{problem.smtp_code}"
    if isinstance(problem, ssl.SSLError):
        return "certificate"
    if isinstance(problem, TimeoutError):
        return "timeout"
    return "no-connection"

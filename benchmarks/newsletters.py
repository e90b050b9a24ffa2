"""A newsletter to thousands: queued by one press, then sent to a real SMTP server that fails half-way.

The server is a process of its own, so that it takes no time of the worker's. It puts off fifty mails and hangs up on one.
Up to 4,000 mails are sent; where that is all of them, each must have arrived once.
"""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from django.conf import settings
from django.db import connection
from django.utils import timezone
from tests.people import BUILDER, Town, a_town

from benchmarks.figures import Figure
from dueregard.newsletters.commands import law
from dueregard.newsletters.commands import letter as letters
from dueregard.newsletters.commands.sending import send
from dueregard.newsletters.models import Letter
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.outbox.tasks import _give_recipients, deliver

ROWS = (2_000, 40_000)
AT_MOST = 4_000
GOAL = 20.0
SERVER = """
import sys, time
from aiosmtpd.controller import Controller
class Sink:
    tries = 0
    async def handle_DATA(self, server, session, envelope):
        self.tries += 1
        if 700 <= self.tries < 750:
            return "451 4.3.0 Try again later"
        if self.tries == 800:
            server.transport.abort()
            return "421 gone"
        with open(sys.argv[2], "a") as got:
            got.write(envelope.rcpt_tos[0] + chr(10))
        return "250 OK"
Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
while True:
    time.sleep(60)
"""


def run(rows: int) -> Iterator[Figure]:
    now = timezone.now()
    town = a_town(registrar=("newsletters.write", "newsletters.send"))
    Message.objects.all().delete()
    Person.objects.exclude(pk=town.registrar.pk).update(email="")
    Person.objects.bulk_create(
        [
            Person(name=f"Student {at}", email=f"s{at}@northmoor.example", unit=town.society)
            for at in range(rows - 1)
        ],
        batch_size=2000,
    )
    connection.cursor().execute("ANALYZE")
    letter = _letter(town, now)
    began = perf_counter()
    sending = send(pk=letter.pk, by=town.registrar, revision=1, now=now)
    took = perf_counter() - began
    assert sending.people == rows, sending.people
    yield Figure("newsletters", rows, "queued by the press", took, "s", "what we promise", GOAL, 1.0)
    while _give_recipients(now):
        pass
    spread = perf_counter() - began
    assert Message.objects.count() == rows
    yield Figure("newsletters", rows, "spread to a message for each, by the worker", spread - took, "s")
    with _server() as got:
        busy = process_time()
        sent, took = _sent(min(rows, AT_MOST), got, now)
        busy = process_time() - busy
    assert len(set(sent)) == len(sent), "somebody got it twice"
    if rows <= AT_MOST:
        assert len(sent) == rows, (len(sent), "somebody did not get it")
        assert Message.objects.filter(state="sent").count() == rows
    yield Figure("newsletters", rows, f"sent by one worker, {len(sent)} mails", len(sent) / took, "1/s")
    yield Figure("newsletters", rows, "the worker’s processor for a mail", busy / len(sent) * 1000, "ms")


def _letter(town: Town, now: datetime) -> Letter:
    law.take_starters(by=BUILDER, unit=town.provider, now=now)
    text = "## Hello\n\nWe meet on *Monday*.\n\n## Law\n\n[[law-changes]]\n"
    letter = letters.start(by=town.registrar, unit=town.provider, title="To all", text=text, now=now)
    to = letters.Address("everyone", public=True)
    return letters.address(pk=letter.pk, by=town.registrar, address=to, now=now)


def _sent(many: int, got: Path, now: datetime) -> tuple[list[str], float]:
    """Who got it, and the seconds for which the worker was at it; the clock is turned where it has to wait."""
    moment, began, idle = now, perf_counter(), 0
    while len(_lines(got)) < many and idle < 200:
        done = deliver(moment)
        idle = 0 if done else idle + 1
        moment += timedelta(seconds=0 if done else 60)
    return _lines(got), perf_counter() - began


def _lines(got: Path) -> list[str]:
    return got.read_text().split() if got.exists() else []


@contextmanager
def _server() -> Iterator[Path]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MAIL_TO = "127.0.0.1", port, "smtp"
    with tempfile.TemporaryDirectory() as folder:
        got = Path(folder) / "got"
        server = subprocess.Popen([sys.executable, "-c", SERVER, str(port), str(got)])
        try:
            _until_it_listens(port)
            yield got
        finally:
            server.terminate()
            server.wait()


def _until_it_listens(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the mail server of the benchmark does not start")

"""What must be true of a live installation, found out one thing after the other."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import is_password_usable
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dueregard.kernel.dates import today_in_london
from dueregard.ledger.models import Entry, Head
from dueregard.ledger.verification import missing_guards
from dueregard.organisation.catalogue import MANAGE_POSTS
from dueregard.organisation.models import Holding
from dueregard.organisation.terms import in_force
from dueregard.timers.models import Heartbeat

WORKER_IS_LATE = timedelta(minutes=5)
CLOCK_IS_OFF = timedelta(minutes=2)
STYLE = "dueregard/due-regard.css"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that must be true, and whether it is. `fault` says what is not, and what to do."""

    code: str
    label: str
    fault: str = ""

    @property
    def good(self) -> bool:
        return not self.fault


Look = Callable[[datetime], str]


def vital() -> list[Finding]:
    """What every page needs: asked by a monitor, so it is cheap."""
    return _findings(VITAL, datetime.now(UTC))


def everything(now: datetime) -> list[Finding]:
    """All that must be true. Without a database the rest cannot be asked, and is not blamed."""
    first = _findings(VITAL[:1], now)
    return first if not first[0].good else [*first, *_findings([*VITAL[1:], *BESIDES], now)]


def _findings(looks: list[tuple[str, str, Look]], now: datetime) -> list[Finding]:
    return [Finding(code, label, _fault(look, now)) for code, label, look in looks]


def _fault(look: Look, now: datetime) -> str:
    try:
        return look(now)
    except DatabaseError as problem:
        return f"The database refused the question: {_line(problem)}"


def database(now: datetime) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        return f"The database cannot be reached: {_line(problem)} See DUEREGARD_DATABASE."
    return ""


def migrations(now: datetime) -> str:
    return "" if _all_applied() else "The database is older than the program. Run: dueregard manage migrate"


@cache
def _applied_once() -> bool:
    """Remembered once it was true: a running program does not become newer than itself."""
    return True


def _all_applied() -> bool:
    if _applied_once.cache_info().currsize:
        return True
    executor = MigrationExecutor(connection)
    applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _applied_once() if applied else False


def guards(now: datetime) -> str:
    missing = missing_guards()
    return f"The database no longer guards the ledger: {', '.join(missing)} is missing." if missing else ""


def head(now: datetime) -> str:
    """The end of the chain is where the head says. The whole chain is for `dueregard ledger verify`."""
    kept = Head.objects.filter(pk=1).first()
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    if kept is None:
        return "The head of the ledger is missing. Run: dueregard ledger verify"
    if last is not None and last != (kept.seq, kept.hash):
        return "The ledger does not end where its head says. Run: dueregard ledger verify"
    return ""


def key_file(now: datetime) -> str:
    path: Path = settings.LEDGER_KEY_FILE
    if path.is_file() and os.access(path, os.R_OK):
        if path.stat().st_mode & 0o077 and not settings.DEMO:
            return f"Others on this machine can read the ledger key {path}. Run: chmod 600 {path}"
        return ""
    if settings.DEMO or settings.TESTING:  # made when the first checkpoint is
        return ""
    return f"There is no ledger key at {path}. See DUEREGARD_KEY_FILE in docs/settings.md."


def static(now: datetime) -> str:
    if settings.WHITENOISE_USE_FINDERS:
        return "" if finders.find(STYLE) else "The front end is not built. Run: make frontend"
    try:
        staticfiles_storage.url(STYLE)
    except ValueError:
        return "The static files are not collected. ‘dueregard serve’ does that when it starts."
    return ""


def files(now: datetime) -> str:
    folder = Path(settings.FILES_ROOT)
    existing = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    return (
        "" if os.access(existing, os.W_OK) else f"Files cannot be kept in {folder}: it cannot be written to."
    )


def mail(now: datetime) -> str:
    if settings.MAIL_TO == "folder":
        return ""
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5).close()
    except OSError as problem:
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        return f"The mail server {where} does not answer. {_line(problem)} Messages wait, and none is lost."
    return ""


def worker(now: datetime) -> str:
    seen = Heartbeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    if seen is None:
        return "No worker has ever run here. Start one: dueregard work"
    if now - seen > WORKER_IS_LATE:
        return f"No worker has been seen since {seen:%d %B %Y %H:%M} UTC. Start one: dueregard work"
    return ""


def clock(now: datetime) -> str:
    """The ledger never runs ahead of the clock, and the database's clock says the same as this machine's."""
    last = Entry.objects.order_by("-seq").values_list("at", flat=True).first()
    if last and datetime.fromisoformat(last) > now + CLOCK_IS_OFF:
        return "The clock of this machine is behind the last entry of the ledger. Set it right."
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (theirs,) = cursor.fetchone()
        if abs(theirs - datetime.now(UTC)) > CLOCK_IS_OFF:
            return "The clocks of this machine and of the database differ by more than two minutes."
    return ""


def administrator(now: datetime) -> str:
    """Somebody who can sign in may give posts: else nobody could ever be let in again."""
    holders = Holding.objects.filter(in_force(today_in_london(now)), person__user__is_active=True)
    columns = ("post__kind__permissions", "person__user__password", "person__user__last_seen")
    for may, password, seen in holders.values_list(*columns):
        if MANAGE_POSTS in may and (seen or is_password_usable(password)):
            return ""
    return "Nobody who may give posts can sign in yet. Use the link that ‘dueregard init’ printed."


def _line(problem: BaseException) -> str:
    text = " ".join(str(problem).split())[:160]
    return text if text.endswith(".") else f"{text}."


VITAL: list[tuple[str, str, Look]] = [
    ("database", "The database answers", database),
    ("migrations", "The database is as new as the program", migrations),
    ("ledger-guards", "The database guards the ledger", guards),
    ("ledger-head", "The ledger ends where its head says", head),
]
BESIDES: list[tuple[str, str, Look]] = [
    ("key-file", "The ledger’s key is there", key_file),
    ("static", "The front end is built", static),
    ("files", "Files can be kept", files),
    ("mail", "Mail can go out", mail),
    ("worker", "The worker was seen in the last five minutes", worker),
    ("clock", "The clock is right", clock),
    ("administrator", "Somebody can let others in", administrator),
]

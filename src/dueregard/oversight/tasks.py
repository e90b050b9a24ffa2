"""What oversight has the worker do."""

import logging
from datetime import datetime, timedelta

from django.db import connection

from dueregard.documents import files
from dueregard.kernel.refs import system
from dueregard.oversight import commands

log = logging.getLogger("dueregard.oversight")


def check_ledger(now: datetime) -> None:
    """Verify the whole ledger every night. What it finds is on the page, and in the log when it is bad."""
    found = commands.check_ledger(by=system("oversight.check_ledger"), now=now)
    if found.reason:
        log.critical("The ledger is not as it was written: %s", found.reason)


def count_tables(now: datetime) -> None:
    """Let SQLite count what is in its tables, so that it picks the right index: without, the home page of a register
    of 100,000 takes ten times as long. A sample of each index is enough. PostgreSQL does this by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def sweep_files(now: datetime) -> None:
    """Remove content on disk that no row names: what an upload left behind whose transaction came to nothing.

    A day's grace, because content is in place before its row is committed.
    """
    removed = files.sweep(before=now - timedelta(days=1))
    if removed:
        log.info("Removed %s files that belonged to nothing", removed)

"""Verifying a ledger of a million entries, against reading the same rows.

    python benchmarks/ledger_verify.py [ROWS] [--pairs N]

Prints the median seconds of each, their ratio, and the peak memory of a process that only verifies. The bound is
2.5 times and 64 MiB above an empty process (docs/modules/ledger.md). The database is the configured one; it must hold an empty ledger.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ACTIONS = ("events.request_submitted", "events.check_done", "events.decided", "events.register_read")


def build(rows: int) -> None:
    from django.db import connection, transaction

    from dueregard.ledger.models import EMPTY, Head

    started = time.perf_counter()
    columns = "seq, at, actor_kind, actor_ref, actor_post, action, subject_type, subject_id, data, prev, hash"
    marks = ", ".join(["%s"] * 11)
    last = EMPTY
    with transaction.atomic(), connection.cursor() as cursor:
        for first in range(1, rows + 1, 20_000):
            entries = []
            for seq in range(first, min(first + 20_000, rows + 1)):
                entries.append(entry(seq, last))
                last = entries[-1][-1]
            cursor.executemany(f"INSERT INTO ledger_entry ({columns}) VALUES ({marks})", entries)
        Head.objects.filter(pk=1).update(seq=rows, hash=last)
    print(f"built {rows:,} entries in {time.perf_counter() - started:.1f} s")


def entry(seq: int, prev: str) -> tuple[object, ...]:
    from dueregard.ledger.rules import hash_of

    actor = f"{seq % 997:08x}-5b1c-4c52-9a51-0d0c9b2f7e11"
    subject = f"{seq % 20_011:08x}-77aa-4f0e-8c3b-6f1c2e9d0a42"
    texts = (
        f"2026-11-22T{seq // 3600 % 24:02}:{seq // 60 % 60:02}:{seq % 60:02}.{seq % 1_000_000:06}Z",
        "person",
        actor,
        "prevent-lead",
        ACTIONS[seq % len(ACTIONS)],
        "events.request",
        subject,
        '{"outcome":"approved","step":"prevent-lead"}',
        prev,
    )
    return (seq, *texts, hash_of((str(seq), *texts)))


def read_only() -> float:
    from dueregard.ledger.queries import chunks_of_rows

    started = time.perf_counter()
    with chunks_of_rows() as chunks:
        for chunk in chunks:
            for _row in chunk:
                pass
    return time.perf_counter() - started


def verify() -> float:
    from dueregard.ledger import queries

    verdict = queries.verify()
    if verdict.fault:
        raise SystemExit(verdict.fault.reason)
    return verdict.seconds


def peak(what: str) -> float:
    """Peak MiB of a fresh process that sets up and does one thing."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", what], check=True, capture_output=True, text=True
    )
    return float(done.stdout.split()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--only", choices=["verify", "nothing"])
    given = parser.parse_args()
    os.environ.setdefault("DUEREGARD_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
    if given.only:
        set_up()
        if given.only == "verify":
            verify()
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DUEREGARD_DATABASE", f"sqlite:///{Path(folder) / 'ledger.sqlite3'}")
        set_up()
        measure(given.rows, given.pairs)


def set_up() -> None:
    import django

    django.setup()


def measure(rows: int, pairs: int) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    build(rows)
    read_only()
    seconds = [(read_only(), verify()) for _ in range(pairs)]
    reads, checks = (statistics.median(column) for column in zip(*seconds, strict=True))
    ratios = [check / read for read, check in seconds]
    print(f"read   {reads:6.2f} s (median of {pairs})")
    print(f"verify {checks:6.2f} s")
    print(f"ratio  {statistics.median(ratios):6.2f}   ({min(ratios):.2f} to {max(ratios):.2f}; bound 2.5)")
    print(
        f"peak   {peak('verify'):6.1f} MiB, of which an empty process {peak('nothing'):.1f} (bound 64 above it)"
    )


if __name__ == "__main__":
    main()

"""Verifying a ledger of a million entries, against reading the same rows.

    python benchmarks/ledger_verify.py [ROWS] [--pairs N]

Prints the median seconds of each, their ratio, and the peak memory of a process that only runs
`dueregard ledger verify`. The bounds are 2.5 times and 64 MiB. The database is the configured one; it must hold an empty ledger.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ACTIONS = ("events.request_submitted", "events.check_done", "events.decided", "events.register_read")


def build(rows: int) -> None:
    from django.db import connection, transaction

    from dueregard.ledger.models import Head
    from dueregard.ledger.rules import EMPTY

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
    from dueregard.ledger.verification import chunks_of_rows

    started = time.perf_counter()
    with chunks_of_rows() as chunks:
        for chunk in chunks:
            for _row in chunk:
                pass
    return time.perf_counter() - started


def verify() -> float:
    from dueregard.ledger import verification

    verdict = verification.verify()
    if verdict.fault:
        raise SystemExit(verdict.fault.reason)
    return verdict.seconds


def main_of_verify() -> int:
    from dueregard.config.cli import main

    return main(["ledger", "verify"])


def own_peak() -> float:
    """MiB. Not `ru_maxrss`, which a process inherits from the one that started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else float("nan")


def peak() -> float:
    """Peak MiB of a fresh process that runs the command."""
    done = subprocess.run(
        [sys.executable, __file__, "--only-verify"], check=True, capture_output=True, text=True
    )
    return float(done.stdout.split()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--only-verify", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("DUEREGARD_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
    if given.only_verify:
        if main_of_verify():
            raise SystemExit("not good")
        print(own_peak())
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
    print(f"peak   {peak():6.1f} MiB (bound 64)")


if __name__ == "__main__":
    main()

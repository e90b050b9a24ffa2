"""The ledger: what verifying costs beside plain reading, and what the chain costs when something is written."""

from collections.abc import Iterator

from django.db import connection, transaction

from benchmarks.figures import Figure, pair
from dueregard.kernel.catalogue import LedgerAction, ledger_actions
from dueregard.kernel.refs import Ref, system
from dueregard.ledger.commands import record
from dueregard.ledger.models import Head
from dueregard.ledger.rules import EMPTY, hash_of
from dueregard.ledger.verification import chunks_of_rows, verify

ROWS = (10_000, 1_000_000)
DONE = ledger_actions.declare(LedgerAction("benchmarks.done", "Done", {"number": int}))
BY = system("benchmarks")
COLUMNS = "seq, at, actor_kind, actor_ref, actor_post, action, subject_type, subject_id, data, prev, hash"
PLAIN = "CREATE TABLE plain_log (id INTEGER PRIMARY KEY, at TEXT, action TEXT, subject TEXT, data TEXT)"


def run(rows: int) -> Iterator[Figure]:
    _fill(rows)
    verified, read = pair(_verify, _read, times=3)
    yield Figure(
        "ledger", rows, "verify everything", verified, against="read every row", baseline=read, goal=2.5
    )
    yield Figure("ledger", rows, "entries verified", rows / verified, "1/s")
    numbers = iter(range(rows, rows + 1000))
    appended, plain = pair(lambda: _append(next(numbers)), lambda: _insert(next(numbers)), times=50)
    yield Figure(
        "ledger", rows, "append in its transaction", appended * 1000, "ms", "plain insert", plain * 1000
    )


def _fill(rows: int) -> None:
    """A good chain, written in bulk: building it by `record` would take longer than what is measured."""
    last = EMPTY
    marks = ", ".join(["%s"] * 11)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PLAIN)
        for first in range(1, rows + 1, 20_000):
            entries = []
            for seq in range(first, min(first + 20_000, rows + 1)):
                entries.append(_entry(seq, last))
                last = entries[-1][-1]
            cursor.executemany(f"INSERT INTO ledger_entry ({COLUMNS}) VALUES ({marks})", entries)
        Head.objects.filter(pk=1).update(seq=rows, hash=last)


def _entry(seq: int, prev: str) -> tuple[int, *tuple[str, ...]]:
    texts = (
        f"2026-11-22T{seq // 3600 % 24:02}:{seq // 60 % 60:02}:{seq % 60:02}.{seq % 1_000_000:06}Z",
        *("person", f"{seq % 997:08x}-5b1c-4c52-9a51-0d0c9b2f7e11", "prevent-lead", "benchmarks.done"),
        *("benchmarks.thing", f"{seq % 20_011:08x}-77aa-4f0e-8c3b-6f1c2e9d0a42", f'{{"number":{seq}}}', prev),
    )
    return (seq, *texts, hash_of((str(seq), *texts)))


def _verify() -> None:
    verdict = verify()
    assert verdict.fault is None, verdict.fault


def _read() -> None:
    with chunks_of_rows() as chunks:
        for chunk in chunks:
            for _row in chunk:
                pass


def _append(number: int) -> None:
    with transaction.atomic():
        record(DONE, by=BY, on=Ref("benchmarks.thing", str(number)), data={"number": number})


def _insert(number: int) -> None:
    row = [number, "2026-11-22T12:00:00.000000Z", "benchmarks.done", str(number), f'{{"number":{number}}}']
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO plain_log VALUES (%s, %s, %s, %s, %s)", row)
